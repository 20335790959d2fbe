"""Log lines: one event a line, for people or as JSON, redacted (observed gateway, 11.1)."""

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

from reference_gateway.telemetry.context import log_notes
from reference_gateway.telemetry.redaction import Redactor

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What would end a line, or move a terminal's cursor."""
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def configure(stream: TextIO, *, log_format: str, redactor: Redactor, level: int = logging.INFO) -> None:
    """Send every log line of the process to *stream*; `json` means JSON lines, all else is for people."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(redactor) if log_format == "json" else PrettyLines(redactor))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Repeats what the gateway's own lines say, without a request id.
    logging.getLogger("waitress").setLevel(logging.ERROR)


class PrettyLines(logging.Formatter):
    """`2026-04-24T09:30:00Z  INFO gateway.http: gateway started address=127.0.0.1:8080`"""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """The line, whatever stands in what it says; a traceback follows it, indented."""
        notes = "".join(f" {name}={value}" for name, value in notes_of(record).items())
        said = self._redactor.clean(f"{record.name}: {record.getMessage()}{notes}")
        raised = self.formatException(record.exc_info) if record.exc_info else ""
        lines = [f"{_at(record)} {record.levelname:>5} {said}", *self._redactor.clean(raised).splitlines()]
        return "\n    ".join(map(escaped, lines))


class JsonLines(logging.Formatter):
    """One JSON object a line: timestamp, level, target, message, and the notes beside them."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, Any] = {
            "timestamp": _at(record),
            "level": record.levelname,
            "target": record.name,
            "message": self._redactor.clean(record.getMessage()),
        }
        said.update({name: self._note(value) for name, value in notes_of(record).items()})
        if record.exc_info:
            said["exception"] = self._redactor.clean(self.formatException(record.exc_info))
        return json.dumps(said, default=str)

    def _note(self, value: Any) -> Any:
        return self._redactor.clean(value) if isinstance(value, str) else value


def escaped(line: str) -> str:
    """*line* with `\\x1b` and the like in the place of control characters."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), line)


def notes_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """What was said beside the message, like `request_id`, and the trace; nothing that is None."""
    said = {
        name: value for name, value in vars(record).items() if name not in _STANDARD and value is not None
    }
    return {**said, **log_notes()}


def _at(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
