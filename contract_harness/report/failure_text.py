"""
What an example that was not kept has to tell, in one order and one wording for every writer.

The terminal and the Markdown page tell it in brief, JUnit tells it whole; the HTML page, which can fold,
shows every exchange and not only the last.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract_harness.evidence import wording
from contract_harness.report.grouping import distinct
from contract_harness.report.model import ClauseResult, ExampleResult, TargetResult
from contract_harness.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Length:
    """How many lines of what may be long are told."""

    detail: int
    headers: int
    body: int
    log: int


BRIEF = Length(detail=12, headers=8, body=6, log=6)
WHOLE = Length(detail=400, headers=400, body=400, log=100)
_LINE_CHARS = 300
_TALES = 6
SHOWN_AGAIN = {
    "breach": "the breach: it is in the answer of this line",
    "call": "the call only: the breach is in what lies around it",
}
"""What the line `again` shows, by what an example says of it."""
_OUTLINE = ("promised", "observed", "besides", "because")


def told(example: ExampleResult, length: Length) -> dict[str, str]:
    """What there is to tell, by its name: the failed step, promised and observed, the evidence.

    Lines that begin with `>` were sent, with `<` received.
    """
    failed = next((one for one in example.steps if one.state == "failed"), None)
    last = last_done(example)
    what = "exchange" if last in example.exchanges else "command"
    fields = {
        "step": f"{failed.keyword} {failed.text}" if failed else "",
        "with": _first(failed.argument, length.detail) if failed else "",
        "promised": example.promised,
        "observed": example.observed,
        "besides": example.ailment,
        "detail": _first(example.detail, length.detail),
        "because": _first(example.message, length.detail),
        what: "\n".join(_evidence(last, length)) if last else "",
        "again": example.again,
        "shows": SHOWN_AGAIN.get(example.again_shows, "") if example.again else "",
        "log": "\n".join(_logs(example.logs, length.log)),
        "trace": example.trace if length is WHOLE else "",
    }
    return {name: text for name, text in fields.items() if text}


def tales(examples: Iterable[ExampleResult]) -> Iterator[dict[str, str]]:
    """What to tell of a clause in brief: its first breach with the evidence, the next with what was seen."""
    found = distinct(examples)
    for place, (example, more) in enumerate(found[:_TALES]):
        fields = told(example, BRIEF)
        title = example.title + (
            f", and {more} more example{'s' if more > 1 else ''} likewise" if more else ""
        )
        kept = fields if not place else {name: fields[name] for name in _OUTLINE if name in fields}
        yield {"example": title, **kept}
    if len(found) > _TALES:
        yield {"example": f"… and {len(found) - _TALES} more, each in its own way"}


def guarded_by(clause: ClauseResult) -> str:
    """How the clause is known to be able to fail."""
    return "\n".join(clause.mutants) or "none is known"


def repeated_by(target: TargetResult, clause: ClauseResult) -> str:
    """What to type for a gateway at which the lines `again` of this clause work; empty when they do as they
    are, or when nothing broke."""
    is_broken = any(one.verdict is Verdict.BROKEN for one in clause.examples)
    if target.driver != "process" or not is_broken:
        return ""
    seeds = [str(one.seed) for one in clause.examples if one.seed is not None]
    return repeat_line(target, clause.id, seeds[0] if seeds else None)


def repeat_line(target: TargetResult, clause: str, seed: str | None = None) -> str:
    """The command that breaks *clause* again at *target*, as it was given, on the values that were drawn."""
    given = {**target.typed, "seed": seed}
    flags = [word for flag in ("command", "database", "seed") for word in _flag(flag, given.get(flag))]
    return shlex.join(
        ["gateway-contracts", "repeat", clause, target.typed.get("target", target.name), *flags]
    )


def _flag(name: str, value: str | None) -> list[str]:
    return [] if value is None else [f"--{name}", value]


def remarks(target: TargetResult) -> list[str]:
    """What stands beside the clauses: what is there unclaimed, and what the claim does not rest on."""
    findings = [f"{one.name} is there and is not claimed ({one.observed})" for one in target.findings]
    return [*findings, *target.reservations]


def absences(target: TargetResult) -> list[str]:
    """What is claimed and is not there, which fails the run."""
    return [f"{one.name} is claimed and is not there ({one.observed})" for one in target.missing]


def last_done(example: ExampleResult) -> Mapping[str, Any] | None:
    """The exchange or command that `again` repeats; None when nothing was recorded."""
    return max((*example.exchanges, *example.commands), key=lambda one: one["began_s"], default=None)


def ending(command: Mapping[str, Any]) -> str:
    """How a command ended; an exit code only where it is the command's own."""
    if command["exit_code"] is None:
        return "still running"
    return "ended by the harness" if command.get("ended_by_harness") else wording.ended(command["exit_code"])


def duration(seconds: float) -> str:
    """For a person: `12 ms`, `1.24 s`."""
    if seconds < 0.01:
        return f"{seconds * 1000:.1f} ms"
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def timing(exchange: Mapping[str, Any]) -> str:
    """When the head and the end of an answer came."""
    if not exchange["head_s"]:
        return f"given up after {duration(exchange['elapsed_s'])}"
    return f"head after {duration(exchange['head_s'])}, whole after {duration(exchange['elapsed_s'])}"


def _evidence(record: Mapping[str, Any], length: Length) -> Iterator[str]:
    if "argv" in record:
        yield " ".join(record["argv"])
        yield f"{ending(record)} after {duration(record['duration_s'])}"
        for name in ("stdout", "stderr"):
            yield from (f"{name}: {line}" for line in _last(record[name], length.body))
        return
    yield f"{record['method']} {record['url']}"
    yield from _half(">", record["request_headers"], record["request_body"], length)
    answer = f"{record['status']} {record['reason']}".strip() if record["status"] else "no answer"
    yield f"< {answer}  ({timing(record)}; {record['response_body_bytes']} bytes of body)"
    yield from _half("<", record["response_headers"], record["response_body"], length)
    if record["trouble"]:
        yield record["trouble"]


def _half(mark: str, headers: Sequence[Sequence[str]], body: str, length: Length) -> Iterator[str]:
    for name, value in headers[: length.headers]:
        yield f"{mark} {name}: {value[:_LINE_CHARS]}"
    if (more := len(headers) - length.headers) > 0:
        yield f"{mark} … {more} more headers"
    yield from (f"{mark} {line[:_LINE_CHARS]}" for line in _first(body, length.body).splitlines())


def _logs(logs: Mapping[str, str], lines: int) -> Iterator[str]:
    spoken = {name: text for name, text in logs.items() if text.strip()}
    for name, text in spoken.items():
        if len(spoken) > 1:
            yield f"{name}:"
        yield from (line[:_LINE_CHARS] for line in _last(text, lines))


def _first(text: str, lines: int) -> str:
    every = text.strip().splitlines()
    more = len(every) - lines
    return "\n".join([*every[:lines], *([f"… {more} more lines"] if more > 0 else [])])


def _last(text: str, lines: int) -> list[str]:
    return text.rstrip().splitlines()[-lines:]
