"""What happened while one example ran: its steps, what was raised, what was seen."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from contract_harness.drivers.diagnosis import of_start
from contract_harness.errors import Blocked, ContractBreach, HarnessError, NotObservable, TargetNeverReady
from contract_harness.evidence.recorder import Evidence
from contract_harness.evidence.redaction import Redactor
from contract_harness.running.drawn import Drawing
from contract_harness.verdicts import Verdict

EXCHANGES_SHOWN = 12
"""The last ones: a breach is about what was just said."""
TRACE_KEPT_CHARS = 6000


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step as a feature says it, a row's values filled in.

    Attributes:
        argument: the table or doc string below it, as written; empty when there is none.
    """

    keyword: str
    text: str
    argument: str = ""

    def as_data(self, state: str) -> dict[str, Any]:
        """As an event tells it; what is empty is left out."""
        data = {"keyword": self.keyword.strip(), "text": self.text, "state": state, "duration_s": 0.0}
        return data | ({"argument": self.argument} if self.argument else {})


@dataclass(slots=True)
class ExampleRecord:
    """One example against one target, filled in as its phases go by.

    Attributes:
        place: its number in the order of the feature files.
    """

    clause: str
    target: str
    example: str
    row: dict[str, str]
    place: int = 0
    verdict: Verdict = Verdict.NOT_RUN
    duration_s: float = 0.0
    promised: str = ""
    observed: str = ""
    detail: str = ""
    message: str = ""
    trace: str = ""
    ailment: str = ""
    again_shows: str = ""
    drawing: Drawing | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)
    _waiting: list[StepLine] = field(default_factory=list)
    _began: float = 0.0

    def expect_steps(self, steps: Sequence[StepLine]) -> None:
        """All steps to come."""
        self._waiting = list(steps)

    def begin_step(self, step: StepLine) -> None:
        """A step is about to run."""
        self._began = time.perf_counter()
        self._waiting = self._waiting[1:]
        self.steps.append(step.as_data("failed"))

    def end_step(self, *, failed: bool) -> None:
        """The step that began last has ended."""
        self.steps[-1]["state"] = "failed" if failed else "held"
        self.steps[-1]["duration_s"] = round(time.perf_counter() - self._began, 6)

    def add_phase(self, call: pytest.CallInfo[None]) -> None:
        """Judge setup, call or teardown. The worst phase stands; the first of equals tells the story."""
        self.duration_s += call.duration
        if call.excinfo is None:
            if call.when == "call" and self.verdict is Verdict.NOT_RUN:
                self.verdict = Verdict.KEPT
            return
        error = call.excinfo.value
        verdict = _verdict_of(error)
        if verdict.rank <= self.verdict.rank:
            return
        self.verdict = verdict
        self.promised = self.observed = self.detail = self.trace = ""
        self.message = str(error)
        if isinstance(error, ContractBreach):
            self.promised, self.observed, self.detail = error.promised, error.observed, error.detail
            self.message = ""
        elif not isinstance(error, HarnessError | NotObservable):
            # Only a fault of the harness itself is worth a traceback, and only to who fixes it.
            self.message = f"{type(error).__name__}: {error}"
            self.trace = "".join(traceback.format_exception(error))[-TRACE_KEPT_CHARS:]

    def diagnose(self, item: pytest.Item, error: BaseException) -> None:
        """After a breach, while the gateways still run: did one crash or hang, beside what it answered?"""
        if not isinstance(error, ContractBreach):
            return
        never_ready = error.__context__
        evidence = evidence_of(item)
        if isinstance(never_ready, TargetNeverReady):
            self.ailment = of_start(never_ready)
        elif evidence is not None:
            self.ailment = evidence.diagnose()

    def as_event(self, item: pytest.Item, *, whole: bool) -> dict[str, Any]:
        """The example as JSON data; *whole* with its steps, and with its evidence unless it was kept."""
        event: dict[str, Any] = {
            "kind": "example",
            "clause": self.clause,
            "target": self.target,
            "example": self.example,
            "row": self.row,
            "place": self.place,
        }
        if not whole:
            return event
        evidence = evidence_of(item)
        clean = evidence.redacted if evidence else Redactor().text
        event |= {
            "verdict": self.verdict.label,
            "duration_s": round(self.duration_s, 6),
            "steps": [
                _cleaned(step, clean)
                for step in (*self.steps, *(one.as_data("not-reached") for one in self._waiting))
            ],
            "promised": clean(self.promised),
            "observed": clean(self.observed),
            "detail": clean(self.detail),
            "message": clean(self.message),
            "ailment": self.ailment,
            "again_shows": self.again_shows,
            "trace": clean(self.trace),
        }
        if self.drawing and self.drawing.values:
            event |= {"seed": self.drawing.seed, "drawn": self.drawing.values}
        if evidence and self.verdict is not Verdict.KEPT:
            event |= _seen(evidence)
        return event


def _cleaned(step: Mapping[str, Any], clean: Callable[[str], str]) -> dict[str, Any]:
    return {**step, **{name: clean(step[name]) for name in ("text", "argument") if name in step}}


def _verdict_of(error: BaseException) -> Verdict:
    if isinstance(error, ContractBreach):
        return Verdict.BROKEN
    if isinstance(error, NotObservable):
        return Verdict.NOT_APPLICABLE
    return Verdict.BLOCKED if isinstance(error, Blocked) else Verdict.VOID


def evidence_of(item: pytest.Item) -> Evidence | None:
    """What the example saw, once it has begun to see."""
    funcargs: dict[str, object] = getattr(item, "funcargs", None) or {}
    evidence = funcargs.get("evidence")
    return evidence if isinstance(evidence, Evidence) else None


def _seen(evidence: Evidence) -> dict[str, Any]:
    return evidence.as_dict(most=EXCHANGES_SHOWN)
