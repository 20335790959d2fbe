"""Whatever makes a claim smaller than it looks is said."""

from dataclasses import replace

import pytest

from contract_harness.ledger.clauses import Tier, read_features
from contract_harness.report.caveats import reservations
from contract_harness.report.model import Presence, Probe
from contract_harness.running.choice import chosen, narrowing
from contract_harness.targets.loading import load
from contract_harness.targets.sections import Deviation
from contract_harness.verdicts import ExitCode, Verdict
from tests.given.verifying.sample_run import sample_run

TARGET = sample_run(164).targets[1]
KEPT = next(clause for clause in TARGET.clauses if clause.verdict is Verdict.KEPT)


def said(*verdicts, narrowed=(), claims=("same-origin",), **change):
    clauses = [replace(KEPT, profile="same-origin", verdict=verdict, **change) for verdict in verdicts]
    return list(reservations(clauses, claims, narrowed))


def test_a_whole_run_has_no_reservation():
    """Every clause was asked, observed and scored."""
    assert [] == said(Verdict.KEPT, Verdict.BROKEN, Verdict.DEVIATION)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.NOT_RUN, "not run"),
        (Verdict.NOT_APPLICABLE, "not observable through this driver"),
        (Verdict.UNSUPPORTED, "optional features"),
        (Verdict.BLOCKED, "another breach"),
    ],
)
def test_what_was_not_judged_is_counted(verdict, words):
    """Of the profiles that are claimed; nobody misses the others."""
    (one,) = said(verdict, verdict, Verdict.KEPT)

    assert one.startswith("2 clauses are ")
    assert words in one
    assert [] == said(verdict, claims=())


def test_what_is_not_scored_is_counted():
    """A claim does not rest on it."""
    assert ["1 clause is reported and not scored"] == said(Verdict.KEPT, scored=False)


def test_a_provisional_clause_makes_no_claim_smaller():
    """No claim ever rested on it."""
    assert [] == said(Verdict.KEPT, scored=False, tier=Tier.PROVISIONAL)


def test_a_wrong_prediction_is_told():
    """By name, so that it can be taken out of the target file; a deviation that was seen is none."""
    (one,) = said(Verdict.KEPT, deviation=Deviation("it races", predicted=True))

    assert KEPT.id in one
    assert [] == said(Verdict.DEVIATION, deviation=Deviation("it races", predicted=True))
    assert [] == said(Verdict.KEPT, deviation=Deviation("it races"))


def test_filters_are_told_in_words():
    """Few by name, many by number; a name given twice is one."""
    few = narrowing(["migration", "migration"], [], ["core", "hardened"])
    many = narrowing([], [f"a.{n}" for n in range(9)], [])

    assert ("only profile migration", "only tier core and hardened") == few
    assert ("only 9 clauses",) == many
    assert [f"asked {few[0]} and {few[1]}, so no claim was judged whole"] == said(narrowed=few)


def test_a_clause_of_an_optional_feature_is_asked_of_who_claims_it():
    """Of others it is unsupported, and says which feature it needs."""
    ledger = read_features()
    clause = next(one for one in ledger.clauses if one.needs)
    target = load("reference")

    without = chosen(ledger, replace(target, supports=()), profiles=())
    with_it = chosen(ledger, target)

    assert (clause.id, f"reference does not claim {clause.needs[0]}, which it needs") in [
        (one.id, known.reason) for one, known in without.unasked
    ]
    assert clause.id in [one.id for one in with_it.clauses]


def test_what_is_claimed_and_absent_fails_a_run_that_is_kept():
    """What is present and not claimed costs nothing; void stays void."""
    run = replace(sample_run(164), targets=(TARGET,))
    absent = Probe("migration", "profile", True, Presence.ABSENT, "there is no `migrate` command")
    extra = Probe("session", "profile", False, Presence.PRESENT, "it answers")

    def code(*probes, **change):
        return replace(run, targets=(replace(TARGET, probes=probes),), **change).exit_code

    assert ExitCode.KEPT is code(extra, replace(absent, claimed=False))
    assert ExitCode.BROKEN is code(extra, absent)
    assert ExitCode.VOID is code(absent, troubles=("it fell over",))
    assert (absent,) == replace(TARGET, probes=(extra, absent)).missing
    assert (extra,) == replace(TARGET, probes=(extra, absent)).findings
