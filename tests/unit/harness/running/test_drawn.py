"""Values that nobody chose: the same for the same seed, others for another, and never outside their kind."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from pytest_bdd.parser import Step

from contract_harness.errors import HarnessError
from contract_harness.ledger.baseline import baseline
from contract_harness.running import drawn
from contract_harness.running.drawn import DRAWN, Drawing
from contract_harness.targets.loading import load

TARGET = load("reference")
SEEDS = range(300)


def step(name: str, docstring: str | None = None) -> Step:
    """A step of a scenario."""
    return Step(name=name, type="given", indent=0, line_number=1, keyword="Given", docstring=docstring)


def values(words: str) -> list[str]:
    """What these words stood for, seed by seed."""
    found = []
    for seed in SEEDS:
        drawing = Drawing(seed, "an example", TARGET)
        drawing.fill([step(f'the history has "{{{words}}}"')])
        found.append(drawing.values[words])
    return found


def test_the_same_words_are_the_same_value_within_an_example() -> None:
    """In sentences and in doc strings; other words are left as they are."""
    steps = [step('the output names "{any later version}"', "was: {any later version}, {the admin UI}")]
    drawing = Drawing(3, "an example", TARGET)
    drawing.fill(steps)
    value = drawing.values["any later version"]

    assert f'the output names "{value}"' == steps[0].name
    assert f"was: {value}, {{the admin UI}}" == steps[0].docstring


def test_a_seed_repeats_what_was_drawn() -> None:
    """Another seed draws another value, and so does another example."""
    again, others = values("any later version"), {Drawing(3, f"example {n}", TARGET) for n in range(9)}
    for one in others:
        one.fill([step("{any later version}")])

    assert again == values("any later version")
    assert len(set(again)) > len(SEEDS) / 2
    assert len({one.values["any later version"] for one in others}) > 4


@pytest.mark.parametrize("words", DRAWN)
def test_every_kind_has_many_values(words: str) -> None:
    """Whoever fits a gateway to them has to keep the promise."""
    assert len(set(values(words))) >= 12


def test_versions_lie_on_their_side_of_the_baseline() -> None:
    """The nearest neighbours, 16 and 18, are rows of their own."""
    assert all(500 <= int(one[1:]) < 2**31 for one in values("any later version"))
    assert all(1 < int(one[1:]) < 16 for one in values("any earlier version"))


def test_tables_are_those_the_target_has() -> None:
    """What it does not have is not drawn; what it calls otherwise is said as the contract says it."""
    first, second, *_ = sorted(baseline().tables)
    target = replace(TARGET, tables=MappingProxyType({first: "", second: "renamed"}))
    found = set()
    for seed in SEEDS:
        drawing = Drawing(seed, "an example", target)
        drawing.fill([step("{any application table}")])
        found.add(drawing.values["any application table"])

    assert found == set(baseline().tables) - {first}


def test_no_word_is_a_toggle() -> None:
    """In whatever case."""
    assert not {"true", "false"} & {one.lower() for one in values("any word but true and false")}


def test_words_that_nobody_knows_are_a_fault_of_the_feature() -> None:
    """Told with what is known."""
    with pytest.raises(HarnessError, match=r"\{any whim\}; drawn are: any later version"):
        Drawing(1, "an example", TARGET).fill([step("{any whim}")])


def test_a_draw_that_the_target_cannot_express_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example is not applicable, and nothing else of the clause is."""
    from contract_harness.errors import NotObservable

    def cannot(_chance: object, _target: object) -> str:
        raise NotObservable("its target has no such flag")

    monkeypatch.setattr(drawn, "DRAWN", {"any flag": cannot})
    with pytest.raises(NotObservable, match="no such flag"):
        Drawing(1, "an example", TARGET).fill([step("{any flag}")])
