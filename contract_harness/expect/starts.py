"""How a start or a command ended, and what it said."""

from __future__ import annotations

from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import Outcome

_SAID_CHARS = 600
REFUSED = 1
USAGE_ERROR = 2


def expect_success(outcome: Outcome) -> None:
    """The command ended with exit code 0."""
    __tracebackhide__ = True
    _expect_exit(outcome, 0, promised="the command succeeds")


def expect_refused(outcome: Outcome) -> None:
    """It ended as a runtime error.

    Source: observed gateway, 7.2.
    """
    __tracebackhide__ = True
    _expect_exit(outcome, REFUSED, promised="it is refused")


def expect_usage_error(outcome: Outcome) -> None:
    """It ended as a usage error.

    Source: observed gateway, 7.2.
    """
    __tracebackhide__ = True
    _expect_exit(outcome, USAGE_ERROR, promised="it is a usage error")


def expect_said(outcome: Outcome, name: str) -> None:
    """What it wrote to stderr names this thing."""
    __tracebackhide__ = True
    if name not in outcome.stderr:
        raise ContractBreach(f"the refusal names `{name}`", "it does not", _said(outcome))


def _expect_exit(outcome: Outcome, code: int, *, promised: str) -> None:
    __tracebackhide__ = True
    if outcome.exit_code != code:
        raise ContractBreach(f"{promised} (exit code {code})", outcome.ending, _said(outcome))


def _said(outcome: Outcome) -> str:
    return f"stderr: {outcome.stderr[-_SAID_CHARS:].rstrip() or '(nothing)'}"
