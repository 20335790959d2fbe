"""
No gateway breaks the harness: each gets its verdict in time, and nothing of it is left.

Runs over the whole zoo, one for each thing that can become of a gateway: it answers badly (broken), it
never gets as far as an answer (void: nothing is known), it answers well and only behaves badly (kept).
"""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

from tests.gateways.zoo import bad_answers, bad_processes
from tests.gateways.zoo.keeper import Animal, Visit, visit

MEBIBYTE = 1024 * 1024
PATIENCE = 0.1
"""Ready within 2 s, an answer within 1.5 s."""
EXAMPLE_LIMIT_S = 8.0
"""One start, one answer, one stop at that patience, on a machine that does something else as well."""
MEMORY_LIMIT_BYTES = 192 * MEBIBYTE
"""Of any process of the harness. The largest body it reads has 80 MiB."""


def _faults(module: ModuleType) -> list[str]:
    return [
        name
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if found.__module__ == module.__name__ and name != "main" and not name.startswith("_")
    ]


ANSWERS = _faults(bad_answers)
SAYS_NO_200 = (
    "byte_a_second",
    "closes_at_once",
    "endless_informational",
    "garbage_bytes",
    "never_answers",
    "redirects_to_itself",
)
"""Asked whether they are ready, too: a 200 is all that is asked for there."""
NEVER_STARTS = ("exits_0_at_once", "forks_into_the_background", "listens_on_another_port")
STOPS_ANSWERING = ("crashes_after_the_first_answer", "freezes")
KEEPS = tuple(name for name in _faults(bad_processes) if name not in NEVER_STARTS + STOPS_ANSWERING)

BROKEN = [Animal("bad_answers", (name,)) for name in ANSWERS]
BROKEN += [Animal("bad_processes", (name,)) for name in STOPS_ANSWERING]
VOID = [Animal("bad_answers", (name, "unready")) for name in SAYS_NO_200]
VOID += [Animal("bad_processes", (name,)) for name in NEVER_STARTS]
SHAPED = [Animal("bad_answers", ("odd_shapes", str(number))) for number in range(len(bad_answers.SHAPES))]
READERS = (
    "bootstrap.admin-is-not-an-ordinary-user",
    "bootstrap.admin-signs-in",
    "bootstrap.rotation-is-reported",
    "bootstrap.seeded-key-is-listed",
    "bootstrap.seeded-models-are-offered",
    "bootstrap.seeded-models-reach-their-provider",
    "bootstrap.seeded-teams-exist",
    "bootstrap.seeded-users-are-invited",
    "same-origin.cross-site-writes-are-refused",
    "same-origin.three-surfaces-answer",
)
"""The clauses that look into documents."""
KEPT = [Animal("bad_processes", (name,)) for name in KEEPS]


def _each(animals: list[Animal]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("animal", animals, ids=lambda animal: animal.name)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """The run over those that answer badly."""
    flags = (f"--patience={PATIENCE}", "--clause=same-origin.three-surfaces-answer")
    return visit(BROKEN, tmp_path_factory.mktemp("broken"), *flags)


@pytest.fixture(scope="module")
def void(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """The run over those that are never ready."""
    flags = (f"--patience={PATIENCE / 2}", "--clause=same-origin.three-surfaces-answer")
    return visit(VOID, tmp_path_factory.mktemp("void"), *flags)


@pytest.fixture(scope="module")
def shaped(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """The run over documents of every shape but the promised one."""
    flags = (f"--patience={PATIENCE}", *(f"--clause={clause}" for clause in READERS))
    return visit(SHAPED, tmp_path_factory.mktemp("shaped"), *flags)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """The run over those whose answers are good."""
    return visit(KEPT, tmp_path_factory.mktemp("kept"), "--clause=same-origin.unknown-routes-are-not-found")


@_each(BROKEN)
def test_what_answers_badly_is_broken(broken: Visit, animal: Animal) -> None:
    """By every example's own words, each in its time."""
    examples = broken.examples(animal)

    assert ["broken"] == broken.verdicts(animal)
    assert [] == [one["trace"] for one in examples if "trace" in one]
    assert [] == [one["duration_s"] for one in examples if one["duration_s"] > EXAMPLE_LIMIT_S]


@_each(SHAPED)
def test_a_document_of_another_shape_is_broken(shaped: Visit, animal: Animal) -> None:
    """Whoever looks into it: never by a stumble of the harness."""
    assert {"broken"} == set(shaped.verdicts(animal))
    assert [] == [one["trace"] for one in shaped.examples(animal) if "trace" in one]


@_each(VOID)
def test_what_is_never_ready_is_void(void: Visit, animal: Animal) -> None:
    """With a sentence that names the target and its command, not with a traceback."""
    examples = void.examples(animal)

    assert ["void"] == void.verdicts(animal)
    assert [] == [one["trace"] for one in examples if "trace" in one]
    assert {True} == {one["message"].startswith(f"target '{animal.name}' ") for one in examples}
    assert [] == [one["duration_s"] for one in examples if one["duration_s"] > EXAMPLE_LIMIT_S]


@_each(KEPT)
def test_what_only_behaves_badly_is_judged_by_its_answers(kept: Visit, animal: Animal) -> None:
    """A late start, a full or unreadable log, a deaf ear and a stray child are no answers."""
    assert ["kept"] == kept.verdicts(animal)


@pytest.mark.parametrize(("run", "exit_code"), [("broken", 1), ("shaped", 1), ("void", 3), ("kept", 0)])
def test_the_run_ends_as_its_verdicts_say(run: str, exit_code: int, request: pytest.FixtureRequest) -> None:
    """And says so without a traceback."""
    ended: Visit = request.getfixturevalue(run)

    assert exit_code == ended.exit_code, ended.said
    assert "Traceback" not in ended.said


@pytest.mark.parametrize("run", ["broken", "shaped", "void", "kept"])
def test_nothing_is_left(run: str, request: pytest.FixtureRequest) -> None:
    """No process that began in the run, wherever it went; no port; no file."""
    ended: Visit = request.getfixturevalue(run)

    assert () == ended.left


@pytest.mark.parametrize("run", ["broken", "shaped", "void", "kept"])
def test_memory_is_bounded(run: str, request: pytest.FixtureRequest) -> None:
    """Whatever a gateway sends."""
    ended: Visit = request.getfixturevalue(run)

    # A Python process has some ten; less would mean that nobody was looked at.
    assert 10 * MEBIBYTE < ended.peak_bytes < MEMORY_LIMIT_BYTES, ended.peak_bytes // MEBIBYTE


def test_the_zoo_is_whole() -> None:
    """What the lists above name is there, and every fault of both programs is in one of the runs."""
    assert set(SAYS_NO_200) < set(ANSWERS)
    assert set(NEVER_STARTS + STOPS_ANSWERING) < set(_faults(bad_processes))
    assert len(ANSWERS) + len(_faults(bad_processes)) == len(BROKEN) + len(NEVER_STARTS) + len(KEPT)
