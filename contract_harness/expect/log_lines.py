"""Log lines: for programs, or for people."""

from __future__ import annotations

import json
import re
from typing import Any

from contract_harness.drivers.gateway import Gateway
from contract_harness.errors import ContractBreach
from contract_harness.patience import eventually

_SHOWN_CHARS = 300
LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "CRITICAL")


def expect_json_lines(gateway: Gateway) -> None:
    """There are lines, and each is an object that says when, how grave and what.

    Source: observed gateway, 11.1.
    """
    __tracebackhide__ = True
    for line in _lines(gateway):
        said = json_object(line)
        if said is None:
            raise _breach(gateway, "each log line is one JSON object", "one is not", line)
        if not (said.get("timestamp") and level_of(said) in LEVELS and message_of(said)):
            raise _breach(gateway, "each log line says time, level and message", "one does not", line)


def expect_lines_for_people(gateway: Gateway) -> None:
    """There are lines with levels, and none is JSON."""
    __tracebackhide__ = True
    lines = _lines(gateway)
    for line in lines:
        if json_object(line) is not None:
            raise _breach(gateway, "log lines are for people", "one is JSON", line)
    if not any(level in line for line in lines for level in LEVELS):
        raise _breach(gateway, "log lines for people tell their level", "none does", lines[0])


def expect_line_of(gateway: Gateway, request_id: str, word: str, *, within_s: float) -> None:
    """Some line is about the model *word*, and about this request where lines name requests.

    Source: observed gateway, 11.1, where lines do not.
    """
    __tracebackhide__ = True

    def is_there() -> bool:
        lines = [line for line in gateway.log.splitlines() if re.search(rf"\b{re.escape(word)}\b", line)]
        named = [line for line in lines if "request_id" in line]
        return any(request_id in line for line in named) if named else bool(lines)

    eventually(is_there, within_s=within_s, what=f"a log line that names the model {word}")


def json_object(line: str) -> dict[str, Any] | None:
    """The JSON object that *line* is; None when it is anything else."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def level_of(said: dict[str, Any]) -> str:
    """How grave: `WARNING` and `WARN` are the same."""
    return str(said.get("level", "")).upper().removesuffix("ING")


def message_of(said: dict[str, Any]) -> str:
    """What was said, beside the other members or among its `fields`."""
    fields = said.get("fields")
    nested = fields.get("message") if isinstance(fields, dict) else None
    return str(said.get("message") or nested or "")


def _lines(gateway: Gateway) -> list[str]:
    __tracebackhide__ = True
    lines = [line for line in gateway.log.splitlines() if line.strip()]
    if not lines:
        raise ContractBreach("the gateway logs its start", "it logged nothing")
    return lines


def _breach(gateway: Gateway, promised: str, observed: str, line: str) -> ContractBreach:
    return ContractBreach(promised, observed, gateway.evidence.redacted(line[:_SHOWN_CHARS]))
