"""One noun a shelf: steps and expectations bear the name of a topic, sentences lie where they are spoken."""

from collections.abc import Set
from pathlib import Path

import pytest

from tests.given.places import ROOT
from tests.vocabulary.page import PAGE, page
from tests.vocabulary.sentences import STEPS, Definition, Spoken, definitions, scenarios, spoken
from tests.vocabulary.shelves import misplaced, reworded, speakers

TOPICS = {
    f"{file.parent.name.replace('-', '_')}/{file.stem}" for file in (ROOT / "features").glob("*/*.feature")
}
SHELVED = [STEPS, ROOT / "contract_harness" / "expect"]
MOST_SHAPES = 300
"""Of the first profiles. Each costs a reader: a new sentence is worth it when several examples speak it."""
FIRST_PROFILES = frozenset({"bootstrap", "deployment", "migration", "operations", "same-origin", "telemetry"})
FEWEST_SCENARIOS = 2
"""For each shape that a later profile brings."""


@pytest.mark.parametrize("room", SHELVED, ids=lambda room: room.name)
def test_every_shelf_is_named_after_a_topic(room: Path) -> None:
    """`<profile>/<topic>.py`; what several topics of a profile share stands there with a `_` in front."""
    named = {file: file.relative_to(room).with_suffix("").as_posix() for file in sorted(room.glob("*/*.py"))}
    wrong = [
        f"{file.relative_to(ROOT)}:1: features/ has no topic {name}; name it after one"
        for file, name in named.items()
        if name not in TOPICS and not file.name.startswith("_")
    ]

    assert [] == wrong


def test_every_sentence_lies_where_its_speakers_are() -> None:
    """One topic: its shelf; several: the actor it is about; none: nowhere."""
    assert [] == list(misplaced(speakers(definitions(), spoken())))


def test_no_sentence_exists_under_another_wording() -> None:
    """The vocabulary is closed: a promise is said in one way."""
    assert [] == list(reworded(definitions()))


def test_the_vocabulary_stays_small() -> None:
    """Shapes of a step, counted without quoted words, parameters and numbers."""
    shapes = shapes_of(FIRST_PROFILES)

    assert len(shapes) <= MOST_SHAPES, (
        f"{len(shapes)} shapes: say it with a sentence that features/vocabulary.md has"
    )
    assert scenarios() > MOST_SHAPES


def test_a_later_profile_brings_few_shapes() -> None:
    """What it says that no other profile says is said again and again: two scenarios a shape."""
    later = {topic.partition("/")[0].replace("_", "-") for topic in TOPICS} - FIRST_PROFILES
    brought = {one: shapes_of({one}) - shapes_of(FIRST_PROFILES | (later - {one})) for one in later}
    wordy = {
        one: f"{len(shapes)} shapes of its own for {scenarios(one)} scenarios"
        for one, shapes in brought.items()
        if scenarios(one) < FEWEST_SCENARIOS * len(shapes)
    }

    assert later
    assert {} == wordy, "say it with a sentence that features/vocabulary.md has"


def shapes_of(profiles: Set[str]) -> set[str]:
    """The shapes that the features of these profiles speak."""
    return {one.shape for one in spoken() if one.topic.partition("/")[0] in profiles}


def test_no_sentence_has_a_pronoun_for_a_subject() -> None:
    """Who reads one step alone knows who acts."""
    vague = (
        "it ",
        "its ",
        "they ",
        "he ",
        "she ",
        "somebody ",
        "someone ",
        "nobody ",
        "each of them ",
        "all of them ",
    )
    found = sorted(
        {
            f"{one.topic}:{one.line}: {one.written!r}; name the actor"
            for one in spoken()
            if one.written.lower().startswith(vague)
        }
    )

    assert [] == found


def test_the_vocabulary_page_is_the_vocabulary() -> None:
    """`mise run vocabulary` writes it anew."""
    assert page() == PAGE.read_text("utf-8"), "run `mise run vocabulary` and commit features/vocabulary.md"


A_SENTENCE = Definition(STEPS / "migration" / "apply.py", 7, "then", 'the command names "{word}"', function=8)


def said(topic: str) -> Spoken:
    """The sentence, spoken by a topic."""
    return Spoken(topic, 1, "then", 'the command names "x"', 'the command names "x"')


def test_a_sentence_on_another_topics_shelf_is_told_with_its_place() -> None:
    """And where it belongs."""
    (told,) = misplaced(speakers([A_SENTENCE], [said("operations/health")]))

    assert told.startswith("contract_harness/steps/migration/apply.py:7: only operations/health says")
    assert told.endswith("move it to contract_harness/steps/operations/health.py")


def test_a_shared_sentence_on_a_shelf_is_told() -> None:
    """With every topic that speaks it."""
    (told,) = misplaced(speakers([A_SENTENCE], [said("migration/apply"), said("operations/health")]))

    assert "migration/apply, operations/health say" in told


def test_a_sentence_nobody_speaks_is_told() -> None:
    """It is deleted, not kept in case."""
    assert ["delete it"] == [one.rpartition("; ")[2] for one in misplaced(speakers([A_SENTENCE], []))]


def test_a_second_wording_is_told() -> None:
    """Articles and endings make no other sentence; other words do."""
    second = Definition(A_SENTENCE.file, 20, "then", 'a command named "{name}"', function=21)
    other = Definition(A_SENTENCE.file, 30, "then", 'the command prints "{name}"', function=31)

    assert [":20:"] == [one[one.index(":") :][:4] for one in reworded([A_SENTENCE, second, other])]
