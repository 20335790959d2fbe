"""How commands end when they must not succeed, or when many must."""

from __future__ import annotations

import re

from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import Outcome

_ERROR = re.compile(r"^Error: \S", re.MULTILINE)


def expect_clear_failure(outcome: Outcome) -> None:
    """It failed as a runtime error and says so in a line of its own; a crash with a traceback does not.

    Source: observed gateway, 7.2.
    """
    __tracebackhide__ = True
    if outcome.exit_code != 1:
        raise ContractBreach("it fails with exit code 1", f"exit code {outcome.exit_code}", outcome.shown)
    if not _ERROR.search(outcome.stderr):
        raise ContractBreach(
            "standard error says `Error: …` in a line of its own", "there is no such line", outcome.shown
        )


def expect_refused_with_remedy(outcome: Outcome, *, backend: str, names: str) -> None:
    """It failed saying that this backend's database must be recreated, and because of what.

    Source: observed gateway, 8.4.
    """
    __tracebackhide__ = True
    expect_clear_failure(outcome)
    said = outcome.stderr.lower()
    for words in (f"database reset required for {backend}", "recreate"):
        if words not in said:
            raise ContractBreach(f"the refusal says {words!r}", "it does not", outcome.shown)
    if not re.search(rf"(?<!\w){re.escape(names.lower())}(?!\w)", said):
        raise ContractBreach(f"the refusal names {names!r}", "it does not", outcome.shown)


def expect_failure_saying(outcome: Outcome, words: str) -> None:
    """It failed as a runtime error, and these words are on standard error, in any case."""
    __tracebackhide__ = True
    expect_clear_failure(outcome)
    if words.lower() not in outcome.stderr.lower():
        raise ContractBreach(f"the error says {words!r}", "it does not", outcome.shown)


def expect_all_succeed(outcomes: list[Outcome]) -> None:
    """Every one of them ended with exit code 0."""
    __tracebackhide__ = True
    failed = [outcome for outcome in outcomes if outcome.exit_code != 0]
    if failed:
        observed = f"{len(failed)} failed"
        raise ContractBreach(f"all {len(outcomes)} succeed", observed, failed[0].shown)
