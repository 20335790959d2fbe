"""
Verifying targets: from what is asked to a judged result.

What the targets need is supplied, the plan runs, its events are gathered and judged. What is asked comes from
`request`, which makes it of somebody's words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from contract_harness import steps
from contract_harness.databases.lazy_server import promised
from contract_harness.errors import HarnessError
from contract_harness.ledger.clauses import Ledger, Tier
from contract_harness.ledger.editions import Scoring
from contract_harness.ledger.rules import faults
from contract_harness.patience import FACTOR_VARIABLE, Patience
from contract_harness.report.assemble import Gathering
from contract_harness.report.model import FAIL_FAST, INTERRUPTED, ClauseResult, RunResult
from contract_harness.running.choice import Asked
from contract_harness.running.plan import Plan
from contract_harness.running.runner import Channel, standing_by
from contract_harness.verdicts import Verdict

PLUGINS = ("contract_harness.running.fixtures", *steps.MODULES, "contract_harness.extras.plugin")
"""The pytest plugins with the fixtures clauses stand on, with their steps, and with an adopter's own."""
_STALLED = "nothing happened for {limit:g} s, so the run was ended; still running: {running}"
_UNSCORED = {
    Tier.PROVISIONAL: "provisional: new in this edition",
    Tier.EXTRA: "extra: outside the contract",
}
"""Why clauses of these tiers have no part in a score."""
_QUIET = 2.0
"""How often the longest waits of one example may come in a row before its silence is a stall."""

Listener = Callable[["Gathering", Mapping[str, Any] | None, Sequence[ClauseResult]], None]
"""Told of each event with the clauses whose verdict it decided, and about ten times a second of nothing."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """How to run.

    Attributes:
        plugins: pytest plugins with the fixtures and steps of the clauses.
        patience: factor on every wait, as the environment variable has it; None leaves that alone.
        step_files: modules with an adopter's own steps, for extra clauses.
        order: the seed of the order in which examples run; None for the order of the feature files.
        seed: of the values that are drawn.
        scoring: what an edition leaves unscored; None scores the clauses as they are now.
        holds, examples: as a plan has them.
    """

    workers: int = 1
    fail_fast: bool = False
    patience: str | None = None
    order: int | None = None
    seed: int = 0
    scoring: Scoring | None = None
    step_files: Sequence[Path] = ()
    plugins: Sequence[str] = PLUGINS
    holds: bool = False
    examples: tuple[str, ...] = ()


def verify(
    ledger: Ledger,
    asked: Sequence[Asked],
    conditions: Conditions,
    listen: Listener | None = None,
    channel: Channel | None = None,
) -> RunResult:
    """Run everything *asked* and judge it. An interrupt ends the run and keeps what is known.

    Args:
        channel: a process that stands by with the plugins of the conditions; without one, it is started.

    Raises:
        HarnessError: the ledger is unsound, or a server the targets need cannot be had.
    """
    wrong = faults(ledger)
    if wrong:
        raise HarnessError(f"the features under {ledger.root} are not sound: {'; '.join(wrong[:5])}.")
    gathering = Gathering(
        ledger,
        asked={one.target.name: one.clauses for one in asked},
        targets={one.target.name: one.target for one in asked},
        unasked={one.target.name: one.unasked for one in asked},
        probes={one.target.name: one.probes for one in asked},
        unscored=_unscored(ledger, conditions.scoring),
        edition=conditions.scoring.edition if conditions.scoring else "",
        lost=conditions.scoring.lost if conditions.scoring else (),
        narrowed=tuple(dict.fromkeys(words for one in asked for words in one.narrowed)),
    )
    stopped = ""
    if any(one.clauses for one in asked):
        try:
            with nullcontext(channel) if channel else standing_by(conditions.plugins) as run:
                stopped = _run(ledger, asked, conditions, gathering, listen or _nobody, run)
        except KeyboardInterrupt:
            stopped = INTERRUPTED
    return gathering.result(
        workers=conditions.workers, stopped=stopped, order=conditions.order, seed=conditions.seed
    )


def _unscored(ledger: Ledger, scoring: Scoring | None) -> Mapping[str, str]:
    by_tier = {one.id: _UNSCORED[one.tier] for one in ledger.clauses if one.tier in _UNSCORED}
    return {**(scoring.unscored if scoring else {}), **by_tier}


def _run(
    ledger: Ledger,
    asked: Sequence[Asked],
    conditions: Conditions,
    gathering: Gathering,
    listen: Listener,
    channel: Channel,
) -> str:
    """Why the run was stopped early, empty when it was not."""
    wanted = {str(ledger.file_of(clause)) for one in asked for clause in one.clauses}
    patience = {FACTOR_VARIABLE: conditions.patience} if conditions.patience else {}
    plan = Plan(
        files=tuple(sorted(wanted)),
        clauses={one.target.name: tuple(clause.id for clause in one.clauses) for one in asked},
        targets={one.target.name: one.target for one in asked},
        order=conditions.order,
        seed=conditions.seed,
        workers=conditions.workers,
        holds=conditions.holds,
        examples=conditions.examples,
        step_files=tuple(file.absolute() for file in conditions.step_files),
        probes={one.target.name: tuple(probe.name for probe in one.probes) for one in asked if one.clauses},
    )
    with ExitStack() as stack:
        promise = None
        if any(one.target.database == "postgres" and one.clauses for one in asked):
            promise = stack.enter_context(promised())
        # Whatever happens, the run ends before its server does.
        stack.callback(channel.stop)
        channel.begin(
            replace(plan, environment={**patience, **(promise.environment if promise else {})}),
            silent_limit_s=_silent_limit_s(conditions.patience),
        )
        if promise is not None:
            # Only now, while the process of the run begins; and only such a run pays for the driver.
            from contract_harness.databases.postgres_server import postgres_server

            promise.keep(postgres_server)
        finished = False
        for event in channel.events():
            decided = gathering.take(event) if event else ()
            listen(gathering, event, decided)
            finished = finished or bool(event and event["kind"] == "finished")
            if conditions.fail_fast and any(_is_failure(clause) for clause in decided):
                return FAIL_FAST
        _note_silence(channel, gathering, finished=finished)
    return ""


def _note_silence(channel: Channel, gathering: Gathering, *, finished: bool) -> None:
    if channel.stalled:
        gathering.troubles.append(_STALLED.format(limit=channel.silent_limit_s, running=gathering.running))
    elif not finished:
        channel.process.wait()
        gathering.troubles.append(f"the run ended by itself before its end:\n{channel.last_words()}")


def _is_failure(clause: ClauseResult) -> bool:
    return clause.verdict is Verdict.VOID or (clause.verdict.fails and clause.counts)


def _silent_limit_s(factor: str | None) -> float:
    patience = Patience().stretched(float(factor)) if factor else Patience.from_environment()
    longest_s = patience.gateway_ready_s + patience.command_s + patience.reply_s + patience.server_ready_s
    return longest_s * _QUIET


def _nobody(_gathering: object, _event: object, _decided: object) -> None:
    """The listener of a run nobody watches."""
