"""The examples of a clause stand in a report as its feature has them, whichever of them ended first."""

from contract_harness.ledger.clauses import read_features
from contract_harness.report.assemble import Gathering
from contract_harness.targets.loading import load
from tests.given.verifying.running import MINIATURE


def ended(place, example, row):
    return {
        "kind": "example",
        "target": "reference",
        "clause": "mini.words-come-back",
        "example": example,
        "row": row,
        "place": place,
        "worker": f"gw{place % 2}",
        "verdict": "broken",
    }


def test_examples_and_rows_stand_in_the_order_of_the_feature():
    """Two workers end them in any order; a report of the same gateway says the same each time."""
    ledger = read_features(MINIATURE)
    asked = ledger.select(ids=["mini.words-come-back"])
    gathering = Gathering(ledger, asked={"reference": asked}, targets={"reference": load("reference")})
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
