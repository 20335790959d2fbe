"""How commands end that must not succeed, and what they say."""

from __future__ import annotations

import re

from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import Outcome

_ERROR = re.compile(r"^Error: \S", re.MULTILINE)


def expect_error_line(outcome: Outcome) -> None:
    """It says why in a line of its own on standard error; a crash with a traceback does not.

    Source: observed gateway, 7.2.
    """
    __tracebackhide__ = True
    if not _ERROR.search(outcome.stderr):
        raise ContractBreach(
            "standard error says `Error: …` in a line of its own", "there is no such line", outcome.shown
        )


def expect_words(outcome: Outcome, words: str) -> None:
    """These words are on standard error, in any case."""
    __tracebackhide__ = True
    if words.lower() not in outcome.stderr.lower():
        raise ContractBreach(f"the error says `{words}`", "it does not", outcome.shown)


def expect_refused_database(outcome: Outcome, *, backend: str, names: str) -> None:
    """It failed saying that this backend's database must be reset, and because of what if that is asked.

    Source: observed gateway, 8.4.
    """
    __tracebackhide__ = True
    if outcome.exit_code != 1:
        raise ContractBreach("it fails with exit code 1", outcome.ending, outcome.shown)
    expect_error_line(outcome)
    expect_words(outcome, f"database reset required for {backend}")
    if names and not re.search(rf"(?<!\w){re.escape(names)}(?!\w)", outcome.stderr, re.IGNORECASE):
        raise ContractBreach(f"the refusal names `{names}`", "it does not", outcome.shown)
