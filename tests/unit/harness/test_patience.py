"""Waits live in one table that a slow machine stretches."""

from __future__ import annotations

import time
from dataclasses import astuple

import pytest

from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.patience import FACTOR_VARIABLE, Patience, eventually, expect_undelayed


def test_the_environment_stretches_every_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """By one factor."""
    monkeypatch.setenv(FACTOR_VARIABLE, "2.5")

    assert [wait * 2.5 for wait in astuple(Patience())] == list(astuple(Patience.from_environment()))


@pytest.mark.parametrize("factor", ["", "0", "-1", "nan", "inf", "much"])
def test_a_wrong_factor_is_told(monkeypatch: pytest.MonkeyPatch, factor: str) -> None:
    """It voids the run rather than the waits."""
    monkeypatch.setenv(FACTOR_VARIABLE, factor)

    with pytest.raises(HarnessError, match=FACTOR_VARIABLE):
        Patience.from_environment()


def test_eventually_gives_the_first_truthy_answer() -> None:
    """And asks at least once, however short the time."""
    answers = iter([None, 0, "found"])

    assert "found" == eventually(lambda: next(answers), within_s=5, what="it")
    assert 1 == eventually(lambda: 1, within_s=0, what="it")


def test_time_may_run_from_an_earlier_moment() -> None:
    """Who asks late is told at once, of what has come and of what has not; the limit is told as ever."""
    long_ago = time.monotonic() - 60

    assert 1 == eventually(lambda: 1, within_s=5, what="it", since_s=long_ago)
    with pytest.raises(ContractBreach, match="the span within 5 s"):
        eventually(lambda: None, within_s=5, what="the span", since_s=long_ago)
    assert time.monotonic() - long_ago < 62


def test_eventually_says_what_did_not_happen() -> None:
    """As a breach."""
    with pytest.raises(ContractBreach, match=r"promised: the log row within 0\.01 s"):
        eventually(lambda: None, within_s=0.01, what="the log row")


PROMISED = "no call waits"


@pytest.mark.parametrize(("took_s", "usual_s"), [(3.9, 0.0), (4.0, 9.0), (6.5, 3.0)])
def test_what_a_slow_machine_takes_anyway_is_no_delay(took_s: float, usual_s: float) -> None:
    """Within the limit nobody asks; beyond it the difference counts."""
    expect_undelayed(took_s, 4.0, control=lambda: usual_s, promised=PROMISED)


def test_a_delay_is_told_beside_what_it_takes_anyway() -> None:
    """With both figures."""
    with pytest.raises(ContractBreach) as breach:
        expect_undelayed(5.5, 4.0, control=lambda: 0.2, promised=PROMISED)

    assert ("no call waits, within 4 s", "5.50 s, and 0.20 s with nothing in the way") == (
        breach.value.promised,
        breach.value.observed,
    )


def test_where_the_control_is_too_slow_nobody_can_tell() -> None:
    """The harness says so, and what would help; it blames nobody."""
    with pytest.raises(HarnessError, match=r"too slow to tell whether no call waits: .* --patience 3"):
        expect_undelayed(30.0, 4.0, control=lambda: 4.5, promised=PROMISED)
