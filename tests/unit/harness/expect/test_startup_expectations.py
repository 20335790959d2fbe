"""Who waits for a network in which nobody answers is told from who is slow by itself."""

from types import SimpleNamespace
from typing import Any

import pytest

from contract_harness.drivers.running import ProcessGateway
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.expect.operations.startup import expect_undisturbed

LIMIT_S = 4.0


class Replayed:
    """Stands for a gateway that becomes ready after these times, one after the other."""

    def __init__(self, *ready_after_s: float, completes_in_s: float = 0.1, status: int = 200) -> None:
        self._later = list(ready_after_s)
        self.gateway = object.__new__(ProcessGateway)
        reply = SimpleNamespace(status=status, elapsed_s=completes_in_s, shown="", error=None)
        self.public = SimpleNamespace(complete=lambda *_: reply)
        self.starts = 0
        self.start()

    def start(self) -> None:
        self.starts += 1
        self.gateway.ready_after_s = self._later.pop(0)

    def key(self, which: str) -> str:
        return which


def judge(subject: Any, other: Any, *wanted: str) -> None:
    expect_undisturbed(subject, wanted, limit_s=LIMIT_S, other=lambda: other)


def test_a_start_that_gives_up_on_the_network_has_waited() -> None:
    """Thirty seconds instead of one, each time, however long a start may take here."""
    with pytest.raises(ContractBreach, match="a start does not wait for the network") as breach:
        judge(Replayed(31.0, 30.4), Replayed(1.2), "a start")

    assert "30.40 s, and 1.20 s with nothing in the way" == breach.value.observed


@pytest.mark.parametrize(
    ("subject", "other"),
    [
        (Replayed(0.4), None),
        (Replayed(9.0, 0.4), None),
        (Replayed(5.5, 5.0), Replayed(3.0)),
    ],
    ids=["fast", "slow once", "slow machine"],
)
def test_a_start_that_is_slow_by_itself_waits_for_nobody(subject: Any, other: Any) -> None:
    """In a busy moment or on a slow machine."""
    judge(subject, other, "a start")


def test_a_first_call_that_waits_is_not_asked_again() -> None:
    """A second one may be spared what the first one waited for."""
    with pytest.raises(ContractBreach, match="a completion does not wait for the network"):
        judge(Replayed(0.4, completes_in_s=8.0), Replayed(0.4), "a start", "a completion")


def test_a_machine_that_is_too_slow_tells_nothing() -> None:
    """Then nobody knows."""
    with pytest.raises(HarnessError, match="too slow to tell"):
        judge(Replayed(30.0, 30.0), Replayed(20.0), "a start")
