"""Waiting until a container is well, and saying why it is not."""

from __future__ import annotations

import time

from contract_harness.compose.containers import Container
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import POLL_S

_TAIL_CHARS = 1500


def wait_until_healthy(container: Container, promised: str, known: Evidence) -> None:
    """Return as soon as its health check or probe holds.

    Args:
        known: hides secrets in what is said.

    Raises:
        ContractBreach: it ended, or was not well within `Patience.gateway_ready_s`.
        HarnessError: it ended, and is a program of the harness.
    """
    __tracebackhide__ = True
    deadline = time.monotonic() + container.world.patience.gateway_ready_s
    while container.is_running and time.monotonic() < deadline:
        if container.is_healthy():
            return
        time.sleep(POLL_S)
    raise failed(container, promised, known)


def wait_until_done(container: Container, promised: str, known: Evidence) -> None:
    """Return once it has ended with exit code 0.

    Raises:
        ContractBreach: it ended otherwise, or not within `Patience.command_s`.
    """
    __tracebackhide__ = True
    child = container.child
    if child is None or not child.wait(container.world.patience.command_s) or child.exit_code != 0:
        raise failed(container, promised, known)


def failed(container: Container, promised: str, known: Evidence) -> ContractBreach | HarnessError:
    """The breach that says how it ended and what it said last; the harness's own fault where it is one."""
    code = container.child.exit_code if container.child else None
    observed = "it did not in time" if code is None else f"it ended with exit code {code}"
    words = known.redacted(container.log[-_TAIL_CHARS:])
    if container.is_ours and code is not None:
        last = next(reversed(words.strip().splitlines()), "nothing")
        return HarnessError(
            f"the program that stands for {container.name} here ended with exit code {code}, saying: {last}"
        )
    return ContractBreach(f"{container.name} {promised}", observed, f"its last words:\n{words}")
