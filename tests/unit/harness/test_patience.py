"""Waits live in one table that a slow machine stretches."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.patience import FACTOR_VARIABLE, Patience, eventually


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


def test_eventually_says_what_did_not_happen() -> None:
    """As a breach."""
    with pytest.raises(ContractBreach, match=r"promised: the log row within 0\.01 s"):
        eventually(lambda: None, within_s=0.01, what="the log row")
