"""Log lines: for programs, or for people.

Source: observed gateway, 11.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from contract_harness.drivers.gateway import Gateway
from contract_harness.errors import ContractBreach
from contract_harness.expect.log_lines import json_object, level_of, message_of
from contract_harness.patience import eventually

_SHOWN_CHARS = 300
LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "CRITICAL")


def expect_json_lines(gateway: Gateway) -> None:
    """There are lines, and each is an object that says when, how grave and what."""
    __tracebackhide__ = True
    for line in _lines(gateway):
        said = json_object(line)
        if said is None:
            raise _breach(gateway, "each log line is one JSON object", "one is not", line)
        if not (_is_of_today(said.get("timestamp")) and level_of(said) in LEVELS and message_of(said)):
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


EACH_LINE: Mapping[str, Callable[[Gateway], None]] = {
    "a JSON object with time, level and message": expect_json_lines,
    "for people": expect_lines_for_people,
}
"""What each log line may be promised to be, as a feature calls it."""


def _is_of_today(timestamp: object) -> bool:
    """A moment as RFC 3339 has it, with its offset, of less than a day ago."""
    try:
        moment = datetime.fromisoformat(str(timestamp))
    except ValueError:
        return False
    return moment.tzinfo is not None and abs(datetime.now(UTC) - moment) < timedelta(days=1)


def expect_line_of(gateway: Gateway, request_id: str, word: str, *, within_s: float) -> None:
    """Some line is about the model *word*, and about this request where lines name requests."""
    __tracebackhide__ = True

    def is_there() -> bool:
        lines = [line for line in gateway.log.splitlines() if re.search(rf"\b{re.escape(word)}\b", line)]
        named = [line for line in lines if "request_id" in line]
        return any(request_id in line for line in named) if named else bool(lines)

    eventually(is_there, within_s=within_s, what=f"a log line that names the model {word}")


def _lines(gateway: Gateway) -> list[str]:
    __tracebackhide__ = True
    lines = [line for line in gateway.log.splitlines() if line.strip()]
    if not lines:
        raise ContractBreach("the gateway logs its start", "it logged nothing")
    return lines


def _breach(gateway: Gateway, promised: str, observed: str, line: str) -> ContractBreach:
    return ContractBreach(promised, observed, gateway.evidence.redacted(line[:_SHOWN_CHARS]))
