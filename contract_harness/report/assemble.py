"""From the events of a run to its result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from contract_harness.evidence.redaction import Redactor
from contract_harness.ledger.claimables import FEATURE, Claimable
from contract_harness.ledger.clauses import Clause, Ledger
from contract_harness.ledger.sources import links
from contract_harness.report.caveats import reservations
from contract_harness.report.model import (
    ClauseResult,
    ExampleResult,
    Presence,
    Probe,
    RunResult,
    Step,
    TargetResult,
)
from contract_harness.targets.sections import Deviation
from contract_harness.targets.target import Target
from contract_harness.verdicts import Judged, Verdict, highest, judge, of_examples

_Key = tuple[str, str]


@dataclass(slots=True)
class Gathering:
    """Collects the events of a run; at any moment it can say what is known so far.

    Attributes:
        asked: for each target, the clauses it is asked, in report order.
        unasked: for each target, clauses that are reported without being run, each as what and why.
        probes: for each target, what is looked for beside its clauses.
        lost: ids of the edition that are no clauses any more.
        unscored: clauses that have no part in a score, with the reason.
    """

    ledger: Ledger
    asked: Mapping[str, Sequence[Clause]]
    targets: Mapping[str, Target]
    unasked: Mapping[str, Sequence[tuple[Clause, Judged]]] = field(default_factory=dict)
    probes: Mapping[str, Sequence[Claimable]] = field(default_factory=dict)
    unscored: Mapping[str, str] = field(default_factory=dict)
    edition: str = ""
    lost: tuple[str, ...] = ()
    narrowed: tuple[str, ...] = ()
    troubles: list[str] = field(default_factory=list)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _examples: dict[_Key, dict[tuple[str, str], ExampleResult]] = field(
        default_factory=lambda: defaultdict(dict), init=False
    )
    _places: dict[_Key, dict[tuple[str, str], int]] = field(
        default_factory=lambda: defaultdict(dict), init=False
    )
    _undecided: dict[str, list[Clause]] = field(default_factory=lambda: defaultdict(list), init=False)
    _running: dict[str, str] = field(default_factory=dict, init=False)
    _seen: dict[_Key, Mapping[str, Any]] = field(default_factory=dict, init=False)

    @property
    def running(self) -> str:
        """The examples that have begun and not ended, for a person."""
        return ", ".join(self._running.values()) or "nothing"

    def take(self, event: Mapping[str, Any]) -> tuple[ClauseResult, ...]:
        """Take one event; the clauses whose verdict it decides are given back.

        A broken one waits for those that would explain it, which may not have ended yet.
        """
        if event["kind"] == "trouble":
            self.troubles.append(Redactor().text(event["text"]))
        if event["kind"] == "started":
            self._running[event["worker"]] = f"{event['example']} ({event['clause']} at {event['target']})"
        if event["kind"] in ("example", "probe"):
            self._running.pop(event["worker"], None)
        if event["kind"] == "probe":
            self._seen[event["target"], event["clause"]] = event
        if event["kind"] != "example":
            return ()
        key = (event["target"], event["clause"])
        # A worker that died may have its example run again: the last word counts.
        name = (event["example"], repr(event["row"]))
        self._examples[key][name] = _example(event)
        self._places[key][name] = event["place"]
        target = event["target"]
        clause = next(one for one in self.asked[target] if one.id == event["clause"])
        if not self._has_ended(target, clause):
            return ()
        self._undecided[target] = [one for one in self._undecided[target] if one.id != clause.id] + [clause]
        decided = [one for one in self._undecided[target] if self._is_decided(target, one)]
        self._undecided[target] = [one for one in self._undecided[target] if one not in decided]
        return tuple(self._judged(target, one) for one in decided)

    def result(
        self, *, workers: int, stopped: str = "", order: int | None = None, seed: int | None = None
    ) -> RunResult:
        """Everything known. Examples that did not run leave their clauses `not-run`."""
        return RunResult(
            harness_version=version("gateway-contracts"),
            digest=self.ledger.digest,
            started_at=self.started_at,
            duration_s=(datetime.now(UTC) - self.started_at).total_seconds(),
            workers=workers,
            targets=tuple(self._target(name, stopped) for name in self.asked),
            troubles=tuple(self.troubles),
            stopped=stopped,
            edition=self.edition,
            narrowed=self.narrowed,
            order=order,
            seed=seed,
        )

    def _target(self, name: str, stopped: str) -> TargetResult:
        target = self.targets[name]
        judged = [self._judged(name, clause, stopped) for clause in self.asked[name]]
        judged += [self._result(clause, known, ()) for clause, known in self.unasked.get(name, ())]
        order = {clause.id: place for place, clause in enumerate(self.ledger.clauses)}
        return TargetResult(
            name=name,
            driver=target.driver,
            about=target.about,
            database=target.database or "",
            typed=target.typed,
            claims=target.claims,
            supports=target.supports,
            probes=tuple(self._probe(target, name, one) for one in self.probes.get(name, ())),
            reservations=tuple(reservations(judged, target.claims, self.narrowed, self.lost, target.lacking)),
            clauses=tuple(sorted(judged, key=lambda clause: order[clause.id])),
        )

    def _probe(self, target: Target, name: str, one: Claimable) -> Probe:
        event = self._seen.get((name, one.name), {})
        return Probe(
            name=one.name,
            kind=one.kind,
            claimed=one.name in (target.supports if one.kind == FEATURE else target.claims),
            presence=Presence(event.get("presence", Presence.UNSEEN.value)),
            observed=event.get("observed") or event.get("message", "the run ended before it was looked for"),
        )

    def _judged(self, name: str, clause: Clause, stopped: str = "") -> ClauseResult:
        examples = self._in_order((name, clause.id))
        raw = of_examples([one.verdict for one in examples], expected=clause.runs)
        deviation = self.targets[name].deviation(clause.id)
        reason = deviation.told if deviation else None
        judged = judge(
            raw,
            deviation=reason,
            broken_before=self._broken_before(name, clause),
            predicted=bool(deviation and deviation.predicted),
            by_chance=bool(deviation and deviation.by_chance),
        )
        if judged.verdict is Verdict.NOT_RUN:
            judged = Judged(
                Verdict.NOT_RUN, stopped or f"{len(examples)} of its {clause.runs} examples were run"
            )
        if judged.verdict is Verdict.BLOCKED and not judged.reason:
            judged = Judged(Verdict.BLOCKED, _first_word(examples, Verdict.BLOCKED))
        return self._result(clause, judged, examples, deviation)

    def _result(
        self,
        clause: Clause,
        judged: Judged,
        examples: tuple[ExampleResult, ...],
        deviation: Deviation | None = None,
    ) -> ClauseResult:
        why_unscored = self.unscored.get(clause.id, "")
        return ClauseResult(
            id=clause.id,
            profile=clause.profile,
            tier=clause.tier,
            title=clause.title,
            source=clause.source,
            sources=links(clause.source),
            place=clause.place,
            after=clause.after,
            needs=clause.needs,
            verdict=judged.verdict,
            reason=judged.reason,
            expected=clause.runs,
            examples=examples,
            scored=not why_unscored,
            note=why_unscored,
            deviation=deviation,
        )

    def _has_ended(self, target: str, clause: Clause) -> bool:
        return len(self._examples[(target, clause.id)]) >= clause.runs

    def _is_decided(self, target: str, clause: Clause) -> bool:
        """Only a breach can be explained by another clause."""
        if self._judged(target, clause).verdict is not Verdict.BROKEN:
            return True
        return all(self._has_ended(target, one) for one in self.asked[target] if one.id in clause.after)

    def _in_order(self, key: _Key) -> tuple[ExampleResult, ...]:
        """As the feature has them: which of them ends first is a matter of the workers."""
        places = self._places[key]
        return tuple(one for _, one in sorted(self._examples[key].items(), key=lambda pair: places[pair[0]]))

    def _broken_before(self, name: str, clause: Clause) -> list[str]:
        return [
            other
            for other in clause.after
            if highest(one.verdict for one in self._examples[(name, other)].values()) is Verdict.BROKEN
        ]


_CONVERTED: dict[str, Callable[[Any], Any]] = {
    "verdict": Verdict.named,
    "steps": lambda steps: tuple(Step(**step) for step in steps),
    "exchanges": tuple,
    "commands": tuple,
}
_CARRIED = [one.name for one in fields(ExampleResult) if one.name != "name"]


def _first_word(examples: Sequence[ExampleResult], verdict: Verdict) -> str:
    return next((one.message for one in examples if one.verdict is verdict), "")


def _example(event: Mapping[str, Any]) -> ExampleResult:
    given = {name: _CONVERTED.get(name, _as_is)(event[name]) for name in _CARRIED if name in event}
    return ExampleResult(name=event["example"], **{"duration_s": 0.0, **given})


def _as_is(value: Any) -> Any:
    return value
