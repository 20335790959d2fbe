"""Limits on how long something takes, held against the same thing where nothing is in its way."""

from __future__ import annotations

from collections.abc import Callable

from contract_harness.errors import ContractBreach, HarnessError


def expect_undelayed(
    took_s: float, limit_s: float, *, control: Callable[[], float], promised: str, detail: str = ""
) -> None:
    """It took no longer than the limit or, on a slow machine, than that beside what it takes anyway.

    Args:
        control: measures the same thing without what might delay it, in seconds; only asked beyond the limit.
        promised: a sentence of the contract.

    Raises:
        ContractBreach: it was delayed.
        HarnessError: the control is beyond the limit as well, so nobody can tell.
    """
    __tracebackhide__ = True
    if took_s <= limit_s:
        return
    usual_s = control()
    if usual_s > limit_s:
        raise HarnessError(
            f"this machine is too slow to tell whether {promised}: it takes {usual_s:.1f} s with nothing in "
            "the way. Stretch every wait with --patience 3, or verify on a quieter machine."
        )
    if took_s - usual_s > limit_s:
        observed = f"{took_s:.2f} s, and {usual_s:.2f} s with nothing in the way"
        raise ContractBreach(f"{promised}, within {limit_s:g} s", observed, detail)
