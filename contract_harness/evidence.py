"""
What a scenario saw: every exchange and every command, clipped and without secrets.

One Evidence belongs to one scenario. Clients and installations write to it, the report reads it. What is
kept is redacted when it is written, so nothing that holds an Evidence can leak.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from contract_harness.records import BODY_KEPT_BYTES, CommandRun, Exchange
from contract_harness.redaction import Redactor

__all__ = ["BODY_KEPT_BYTES", "CommandRun", "Evidence", "Exchange"]

OUTPUT_KEPT_CHARS = 8192
RECORDS_KEPT = 400
"""More exchanges or commands than this in one scenario are counted, not kept."""


@dataclass(slots=True)
class Evidence:
    """Everything one scenario saw. Safe to write to from several threads.

    Attributes:
        dropped: how many records did not fit.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    commands: list[CommandRun] = field(default_factory=list)
    dropped: int = 0
    redactor: Redactor = field(default_factory=Redactor, repr=False)
    began_at: float = field(default_factory=time.monotonic, repr=False)
    _logs: dict[str, Callable[[], str]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def hide(self, variable: str, secret: str) -> None:
        """From now on *secret* is written as `$variable`."""
        self.redactor.hide(variable, secret)

    def record_exchange(
        self,
        *,
        method: str,
        url: str,
        request_headers: Sequence[tuple[str, str]],
        request_body: bytes,
        request_body_bytes: int | None = None,
        status: int,
        reason: str,
        response_headers: Sequence[tuple[str, str]],
        response_body: bytes,
        began: float,
        elapsed_s: float,
        trouble: str = "",
    ) -> None:
        """Keep one exchange. *began* is a `time.monotonic()` reading."""
        header = self.redactor.header
        self._keep(
            self.exchanges,
            Exchange(
                method=method,
                url=self.redactor.text(url),
                request_headers=tuple((name, header(name, value)) for name, value in request_headers),
                request_body=self._body(request_body),
                request_body_bytes=len(request_body) if request_body_bytes is None else request_body_bytes,
                status=status,
                reason=reason,
                response_headers=tuple((name, header(name, value)) for name, value in response_headers),
                response_body=self._body(response_body),
                response_body_bytes=len(response_body),
                began_s=began - self.began_at,
                elapsed_s=elapsed_s,
                trouble=self.redactor.text(trouble),
            ),
        )

    def record_command(
        self,
        *,
        argv: Sequence[str],
        exit_code: int | None,
        stdout: str,
        stderr: str,
        began: float,
        duration_s: float,
    ) -> None:
        """Keep one command. *began* is a `time.monotonic()` reading."""
        self._keep(
            self.commands,
            CommandRun(
                argv=tuple(self.redactor.text(word) for word in argv),
                exit_code=exit_code,
                stdout=self._output(stdout),
                stderr=self._output(stderr),
                began_s=began - self.began_at,
                duration_s=duration_s,
            ),
        )

    def watch_log(self, name: str, read: Callable[[], str]) -> None:
        """Show what *read* gives as the log *name*, read when somebody looks."""
        self._logs[name] = read

    @property
    def logs(self) -> dict[str, str]:
        """The tail of each gateway log as it is now, by the gateway's name; clipped, without secrets."""
        return {name: self._output(read()) for name, read in self._logs.items()}

    def settle_logs(self) -> None:
        """Read every log for the last time: its file is about to go."""
        settled = self.logs
        self._logs = {name: text.__str__ for name, text in settled.items()}

    def curl(self) -> str:
        """A command line that repeats the last exchange, or the empty string when there was none."""
        return self.exchanges[-1].curl() if self.exchanges else ""

    def redacted(self, text: str) -> str:
        """*text* without the secrets this scenario knows."""
        return self.redactor.text(text)

    def as_dict(self) -> dict[str, Any]:
        """The evidence as JSON data, for a report."""
        return {
            "exchanges": [one.as_dict() for one in self.exchanges],
            "commands": [run.as_dict() for run in self.commands],
            "logs": self.logs,
            "dropped": self.dropped,
        }

    def _keep(self, shelf: list[Any], record: Exchange | CommandRun) -> None:
        with self._lock:
            if len(shelf) < RECORDS_KEPT:
                shelf.append(record)
            else:
                # The last record is the one a failure is about, so it always stays.
                shelf[-1] = record
                self.dropped += 1

    def _body(self, body: bytes) -> str:
        # Redacted before it is clipped: a clipped secret would no longer be recognised.
        text = body[: BODY_KEPT_BYTES * 2].decode("utf-8", "replace")
        return self.redactor.text(text)[:BODY_KEPT_BYTES]

    def _output(self, text: str) -> str:
        return self.redactor.text(text[-OUTPUT_KEPT_CHARS * 2 :])[-OUTPUT_KEPT_CHARS:]
