"""A gateway that has ended refuses everything and drains nothing: that is not taken for draining."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect import in_flight
from contract_harness.expect.operations import stopping
from contract_harness.patience import Patience
from contract_harness.scenes import orchestrator

GONE: Any = SimpleNamespace(is_running=False, patience=Patience())
CALL: Any = None


def test_who_is_gone_refuses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call was in flight, for which it should still be there."""
    monkeypatch.setattr(stopping, "refuses", lambda _: True)

    with pytest.raises(ContractBreach, match="the gateway drains while a call is in flight"):
        stopping.expect_refuses(GONE)


def test_who_is_gone_is_not_told_again() -> None:
    """So it does not end at the second signal."""
    with pytest.raises(ContractBreach, match="it has ended before"):
        orchestrator.send(GONE, "SIGTERM", to="the gateway")


def test_who_is_gone_tells_no_probe() -> None:
    """It may end, where no other call is in flight: then nothing is to be seen of draining."""
    with pytest.raises(NotObservable, match="it drains nothing"):
        in_flight.expect_not_ready(CALL, GONE)
