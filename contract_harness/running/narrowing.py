"""Clauses that a target is not asked: by name or pattern, or because they did not fail last time."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from contract_harness.errors import HarnessError
from contract_harness.ledger.clauses import Clause, Ledger
from contract_harness.report.model import ClauseResult, RunResult
from contract_harness.running.choice import Asked
from contract_harness.verdicts import Verdict

_FAILED = (Verdict.BROKEN, Verdict.STALE, Verdict.BLOCKED, Verdict.VOID)


def without(asked: Asked, ledger: Ledger, patterns: Sequence[str]) -> Asked:
    """*asked* without the clauses that a pattern names: an id, a profile, or either with `*` and `?`.

    Raises:
        HarnessError: a pattern names nothing, so that what it was to leave out would be asked.
    """
    for pattern in patterns:
        if not any(_is_meant(clause, pattern) for clause in ledger.clauses):
            raise HarnessError(_names_nothing(pattern, ledger))

    def is_left(clause: Clause) -> bool:
        return not any(_is_meant(clause, pattern) for pattern in patterns)

    return replace(
        asked,
        clauses=tuple(filter(is_left, asked.clauses)),
        unasked=tuple(pair for pair in asked.unasked if is_left(pair[0])),
        narrowed=(*asked.narrowed, f"without {' and '.join(dict.fromkeys(patterns))}"),
        probes=tuple(probe for probe in asked.probes if probe.name not in patterns),
    )


def failed_in(asked: Asked, run: RunResult) -> Asked:
    """*asked* without what did not fail in an earlier run at a target of the same name.

    A clause that a failed one comes after stays, or nobody would know that it explains the failure.
    """
    failed = {
        clause.id for target, clause in run.clauses if target.name == asked.target.name and has_failed(clause)
    }
    explaining = {before for clause in asked.clauses if clause.id in failed for before in clause.after}
    return replace(
        asked,
        clauses=tuple(clause for clause in asked.clauses if clause.id in failed | explaining),
        unasked=(),
        narrowed=(*asked.narrowed, "only what failed last time"),
        probes=(),
    )


def has_failed(clause: ClauseResult) -> bool:
    """Whether it was asked and not kept, for whatever reason."""
    return clause.verdict in _FAILED


def _is_meant(clause: Clause, pattern: str) -> bool:
    return fnmatchcase(clause.id, pattern) or fnmatchcase(clause.profile, pattern)


def _names_nothing(pattern: str, ledger: Ledger) -> str:
    known = [*ledger.profiles, *(clause.id for clause in ledger.clauses)]
    near = difflib.get_close_matches(pattern, known, n=1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    return (
        f"--exclude {pattern!r} names no clause and no profile{hint}: `gateway-contracts clauses` lists what "
        "there is."
    )
