"""How the end of a command is told."""

import signal

import pytest

from contract_harness.drivers.process import Outcome


@pytest.mark.parametrize(
    ("code", "told"),
    [(0, "exit code 0"), (2, "exit code 2"), (-signal.SIGKILL, "SIGKILL"), (-63, "signal 63")],
)
def test_a_signal_is_called_by_its_name(code: int, told: str) -> None:
    """A negative exit code is Python's own."""
    outcome = Outcome(("gateway",), code, "", "", 1.5)

    assert told == outcome.ending
    assert outcome.shown.startswith(f"{told} after 1.50 s")
