"""The editions this repository holds: nothing that was promised once has changed without a word."""

from contract_harness.ledger.clauses import read_features
from contract_harness.ledger.editions import faults, read_editions
from contract_harness.ledger.rules import faults as unsound


def test_what_became_of_every_frozen_clause_is_declared() -> None:
    """Each text that changed and each id that went since the newest edition."""
    assert [] == faults(read_editions(), read_features())


def test_there_is_an_edition_to_score_by() -> None:
    """And it holds every profile there was when it was frozen."""
    newest = read_editions().frozen[-1]

    assert newest.clauses
    assert {clause.split(".")[0] for clause in newest.clauses} <= set(read_features().profiles)


def test_the_ledger_can_be_frozen() -> None:
    """It is sound."""
    assert [] == unsound(read_features())
