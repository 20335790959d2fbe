"""The lattice of verdicts and what a run returns to its caller."""

import pytest

from contract_harness.verdicts import ExitCode, Judged, Verdict, exit_code, highest, judge, of_examples

V = Verdict


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (V.NOT_RUN, V.UNSUPPORTED),
        (V.NOT_APPLICABLE, V.KEPT),
        (V.KEPT, V.BLOCKED),
        (V.KEPT, V.DEVIATION),
        (V.DEVIATION, V.BROKEN),
        (V.BLOCKED, V.STALE),
        (V.BROKEN, V.VOID),
        (V.STALE, V.VOID),
    ],
)
def test_the_higher_verdict_stands(low, high):
    """In whatever order they come."""
    assert high is highest([low, high]) is highest([high, low])


def test_nothing_is_not_run():
    """A clause without a single result was not run."""
    assert V.NOT_RUN is highest([])


@pytest.mark.parametrize(
    ("verdicts", "expected", "clause"),
    [
        ([V.KEPT, V.KEPT], 2, V.KEPT),
        ([V.KEPT], 2, V.NOT_RUN),
        ([], 1, V.NOT_RUN),
        ([V.BROKEN], 2, V.BROKEN),
        ([V.VOID], 2, V.VOID),
        ([V.KEPT, V.NOT_APPLICABLE], 2, V.KEPT),
        ([V.NOT_APPLICABLE], 2, V.NOT_RUN),
        ([V.BROKEN, V.VOID], 2, V.VOID),
    ],
)
def test_a_clause_is_kept_only_by_all_its_examples(verdicts, expected, clause):
    """Fewer than expected is never kept; a breach or a fault that was seen stays."""
    assert clause is of_examples(verdicts, expected=expected)


def test_deviations_are_strict():
    """Declared broken and broken: a deviation. Declared broken and kept: stale."""
    assert Judged(V.DEVIATION, "issue 4") == judge(V.BROKEN, deviation="issue 4", broken_before=())
    assert V.STALE is judge(V.KEPT, deviation="issue 4", broken_before=()).verdict
    assert V.VOID is judge(V.VOID, deviation="issue 4", broken_before=()).verdict


def test_a_prediction_may_be_wrong():
    """What was foretold and holds is kept, with a word about it; what comes true is a deviation."""
    held = judge(V.KEPT, deviation="facts", broken_before=(), predicted=True)

    assert V.KEPT is held.verdict
    assert "remove the prediction" in held.reason
    assert V.DEVIATION is judge(V.BROKEN, deviation="facts", broken_before=(), predicted=True).verdict


def test_what_is_broken_by_chance_may_hold():
    """Neither is news: what depends on a race shows or does not."""
    held = judge(V.KEPT, deviation="it races", broken_before=(), by_chance=True)

    assert Judged(V.KEPT, "broken by chance (it races); this time it held") == held
    assert Judged(V.DEVIATION, "it races") == judge(
        V.BROKEN, deviation="it races", broken_before=(), by_chance=True
    )


def test_a_breach_after_a_breach_is_blocked_and_names_it():
    """Only a breach is; what is kept stays kept."""
    judged = judge(V.BROKEN, deviation=None, broken_before=["mini.first"])

    assert V.BLOCKED is judged.verdict
    assert "mini.first" in judged.reason
    assert V.KEPT is judge(V.KEPT, deviation=None, broken_before=["mini.first"]).verdict


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([], ExitCode.VOID),
        ([V.KEPT], ExitCode.KEPT),
        ([V.KEPT, V.NOT_APPLICABLE, V.UNSUPPORTED, V.DEVIATION, V.BLOCKED], ExitCode.KEPT),
        ([V.NOT_APPLICABLE], ExitCode.VOID),
        ([V.UNSUPPORTED], ExitCode.VOID),
        ([V.KEPT, V.NOT_RUN], ExitCode.VOID),
        ([V.KEPT, V.BROKEN], ExitCode.BROKEN),
        ([V.STALE], ExitCode.BROKEN),
        ([V.BROKEN, V.VOID], ExitCode.VOID),
    ],
)
def test_the_exit_code_of_a_run(verdicts, code):
    """Nothing executed is never success, and void outranks broken."""
    assert code is exit_code([(True, verdict) for verdict in verdicts])


def test_what_is_not_scored_costs_nothing():
    """It is reported; that the harness could not tell still counts."""
    kept = (True, V.KEPT)

    assert ExitCode.KEPT is exit_code([kept, (False, V.BROKEN)])
    assert ExitCode.BROKEN is exit_code([kept, (True, V.BROKEN)])
    assert ExitCode.VOID is exit_code([kept, (False, V.VOID)])


def test_stopping_at_a_breach_is_broken_and_never_kept():
    """What did not run because of --fail-fast does not void the run; nor can it make it good."""
    assert ExitCode.BROKEN is exit_code([(True, V.BROKEN), (True, V.NOT_RUN)], stopped_early=True)
    assert ExitCode.VOID is exit_code([(True, V.KEPT), (True, V.NOT_RUN)], stopped_early=True)
