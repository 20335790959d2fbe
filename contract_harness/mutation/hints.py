"""Beside each breach, what is known to break the same clause: a reader sees that it can fail, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from contract_harness.mutation.registry import sentences_for
from contract_harness.report.model import ClauseResult, RunResult, TargetResult
from contract_harness.targets.target import Target
from contract_harness.verdicts import Verdict

_TOLD_OF = (Verdict.BROKEN, Verdict.STALE, Verdict.DEVIATION)


def with_mutants(run: RunResult, targets: Mapping[str, Target]) -> RunResult:
    """*run* with the mutants of every clause that was not kept; nothing is listed when all were."""
    if not any(clause.verdict in _TOLD_OF for _, clause in run.clauses):
        return run
    return replace(run, targets=tuple(_told(one, targets[one.name]) for one in run.targets))


def _told(result: TargetResult, target: Target) -> TargetResult:
    if not any(clause.verdict in _TOLD_OF for clause in result.clauses):
        return result
    sentences = sentences_for(target)
    return replace(result, clauses=tuple(_with(clause, sentences) for clause in result.clauses))


def _with(clause: ClauseResult, sentences: Mapping[str, tuple[str, ...]]) -> ClauseResult:
    if clause.verdict not in _TOLD_OF:
        return clause
    return replace(clause, mutants=sentences.get(clause.id, ()))
