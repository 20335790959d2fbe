"""When two failures are one reason, and when they only look like it."""

from dataclasses import replace

import pytest

from contract_harness.report.grouping import distinct, grouped, reason_of
from contract_harness.report.model import ExampleResult
from contract_harness.verdicts import Verdict
from tests.given.verifying.sample_run import sample_run


def void(message, name="one"):
    return ExampleResult(name, Verdict.VOID, 0.1, message=message)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("exit code 1 after 0.02 s", "exit code 1 after 1.5 s"),
        ("no answer at 127.0.0.1:41234", "no answer at 127.0.0.1:35001"),
        ("2026-11-23T09:30:01.25Z it ended", "2026-11-23T09:31:59Z it ended"),
        ("/runs/x/at3/gateway.yaml is gone", "/runs/x/at41/gateway.yaml is gone"),
    ],
)
def test_what_passes_makes_no_difference(one, other):
    """Durations, ports, times and the numbers of folders."""
    assert reason_of(void(one)) == reason_of(void(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("exit code 1", "exit code 2"),
        ("8 clauses", "9 clauses"),
        ("the file a is gone", "the file b is gone"),
        ("status 500", "status 503"),
    ],
)
def test_what_counts_makes_one(one, other):
    """Exit codes, statuses, counts and names."""
    assert reason_of(void(one)) != reason_of(void(other))


def test_examples_are_told_by_their_first():
    """With how many more are like it; what was kept is not told."""
    kept = ExampleResult("kept", Verdict.KEPT, 0.1)
    a, b, c = void("after 1 s"), void("otherwise"), void("after 2 s")

    assert [(a, 1), (b, 0)] == distinct([kept, a, b, c])


def test_clauses_are_alike_only_in_all_their_reasons():
    """At one target; the most serious group comes first, then the largest."""
    run = sample_run(8)
    target, base = run.targets[0], run.targets[0].clauses[0]
    plain = replace(base, verdict=Verdict.VOID, reason="", examples=(void("it ended"),))
    richer = replace(plain, examples=(void("it ended"), void("and more", "two")))
    broken = replace(plain, verdict=Verdict.BROKEN)

    groups = grouped(
        [(target, broken), (target, richer), (target, plain), (run.targets[1], plain), (target, plain)]
    )

    assert [2, 1, 1, 1] == [group.size for group in groups]
    assert [plain, richer, plain, broken] == [group.first for group in groups]
    assert (plain,) == groups[0].others
