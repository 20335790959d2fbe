"""Which clauses are left when some are excluded, or only those that failed last time are asked."""

from dataclasses import replace

import pytest

from contract_harness.errors import HarnessError
from contract_harness.ledger.clauses import read_features
from contract_harness.report.model import ExampleResult
from contract_harness.running.choice import chosen
from contract_harness.running.narrowing import failed_in, without
from contract_harness.running.request import Request, what_is_asked
from contract_harness.targets.loading import load
from contract_harness.verdicts import Verdict
from tests.given.verifying.sample_run import sample_run

LEDGER = read_features()
BASELINE = "migration.the-baseline-is-v17"


def asked(**filters):
    return chosen(LEDGER, load("reference"), **filters)


def ids(one):
    return {clause.id for clause in one.clauses}


@pytest.mark.parametrize(
    ("patterns", "is_out"),
    [
        ([BASELINE], lambda clause: clause.id == BASELINE),
        (["migration"], lambda clause: clause.profile == "migration"),
        (["migration.*"], lambda clause: clause.profile == "migration"),
        (["*-v17", "telemetry"], lambda clause: clause.id.endswith("-v17") or clause.profile == "telemetry"),
    ],
)
def test_a_pattern_takes_away_what_it_names(patterns, is_out):
    """Ids, profiles and patterns; everything else is still asked, and the run says how it was narrowed."""
    whole = asked()
    rest = without(whole, LEDGER, patterns)

    assert {clause.id for clause in whole.clauses if not is_out(clause)} == ids(rest)
    assert ids(rest) < ids(whole)
    assert (f"without {' and '.join(patterns)}",) == rest.narrowed


def test_what_is_excluded_is_neither_looked_for_nor_reported():
    """A claim nobody asks about is not probed, and its clauses are not listed as unclaimed."""
    rest = without(asked(), LEDGER, ["deployment"])

    assert "deployment" not in {probe.name for probe in rest.probes}
    assert "deployment" not in {clause.profile for clause, _ in rest.unasked}


@pytest.mark.parametrize("pattern", ["migratio", "nope.*", ""])
def test_a_pattern_that_names_nothing_is_a_mistake(pattern):
    """What it was to leave out would be asked."""
    with pytest.raises(HarnessError, match="names no clause and no profile"):
        without(asked(), LEDGER, [pattern])


def last_run(target, **verdicts):
    """A run in which clauses, by their ids, had these verdicts at one target."""
    run = sample_run(6)
    pattern = run.targets[0].clauses[0]
    clauses = tuple(
        replace(pattern, id=name, verdict=verdict, examples=(ExampleResult("one", verdict, 1.0),))
        for name, verdict in verdicts.items()
    )
    return replace(run, targets=(replace(run.targets[0], name=target, clauses=clauses),))


def test_only_what_failed_is_asked_again():
    """Broken, stale, blocked and void; kept, excused and not run are not."""
    names = sorted(one.id for one in asked(profiles=["migration"]).clauses if not one.after)[:8]
    verdicts = [one for one in Verdict if one is not Verdict.UNSUPPORTED]
    run = last_run("reference", **dict(zip(names, verdicts, strict=True)))
    failed = {Verdict.BROKEN, Verdict.STALE, Verdict.BLOCKED, Verdict.VOID}

    again = failed_in(asked(), run)

    assert {name for name, one in zip(names, verdicts, strict=True) if one in failed} == ids(again)
    assert ("only what failed last time",) == again.narrowed
    assert () == again.probes


def test_what_explains_a_failure_is_asked_with_it():
    """Alone, a clause that was blocked would be broken."""
    blocked = "bootstrap.second-boot-changes-nothing"
    run = last_run("reference", **{blocked: Verdict.BLOCKED})

    again = failed_in(asked(), run)

    assert {blocked, *LEDGER.clause(blocked).after} == ids(again)
    assert LEDGER.clause(blocked).after


def test_each_target_is_asked_what_failed_at_it():
    """And a run in which nothing is left to ask is refused."""
    run = last_run("reference-postgres", **{BASELINE: Verdict.BROKEN})

    assert set() == ids(failed_in(asked(), run))
    with pytest.raises(HarnessError, match="no clause matches"):
        what_is_asked(LEDGER, Request(targets=["reference"], last=run))
