"""Which of them ended first decides neither where examples stand in a report nor what is told of a clause."""

from contract_harness.ledger.clauses import read_features
from contract_harness.report.assemble import Gathering
from contract_harness.targets.loading import load
from tests.given.verifying.running import MINIATURE

EXPLAINING, EXPLAINED = "mini.words-change", "mini.change-has-an-echo"


def ended(place, example, row, clause="mini.words-come-back"):
    return {
        "kind": "example",
        "target": "reference",
        "clause": clause,
        "example": example,
        "row": row,
        "place": place,
        "worker": f"gw{place % 2}",
        "verdict": "broken",
    }


def gathering_of(*ids):
    ledger = read_features(MINIATURE)
    asked = ledger.select(ids=ids)
    return Gathering(ledger, asked={"reference": asked}, targets={"reference": load("reference")})


def all_broken(gathering, clause):
    (asked,) = [one for one in gathering.asked["reference"] if one.id == clause]
    ends = [gathering.take(ended(number, f"{number}", {}, clause)) for number in range(asked.runs)]
    assert [()] * (asked.runs - 1) == ends[:-1]
    return [(one.id, one.verdict.label) for one in ends[-1]]


def test_a_breach_that_another_may_explain_is_told_when_that_one_ended():
    """Nobody reads "broken" of what the end of the run calls blocked."""
    gathering = gathering_of(EXPLAINING, EXPLAINED)

    assert [] == all_broken(gathering, EXPLAINED)
    assert [(EXPLAINED, "blocked"), (EXPLAINING, "broken")] == all_broken(gathering, EXPLAINING)


def test_a_breach_waits_for_nobody_who_is_not_asked():
    """Nothing would ever tell it."""
    assert [(EXPLAINED, "broken")] == all_broken(gathering_of(EXPLAINED), EXPLAINED)


def test_examples_and_rows_stand_in_the_order_of_the_feature():
    """Two workers end them in any order; a report of the same gateway says the same each time."""
    gathering = gathering_of("mini.words-come-back")
    events = [
        ended(4, "a", {}),
        ended(5, "b", {"word": "x"}),
        ended(6, "b", {"word": "y"}),
        ended(7, "c", {}),
    ]

    for event in (events[2], events[0], events[3], events[1]):
        gathering.take(event)

    (clause,) = gathering.result(workers=2).targets[0].clauses
    assert [(one["example"], one["row"]) for one in events] == [
        (one.name, one.row) for one in clause.examples
    ]
