"""
What a scenario saw: every exchange and every command, clipped and without secrets.

One Evidence belongs to one scenario. Clients and installations write to it, the report reads it. What is
kept is redacted when it is written, so nothing that holds an Evidence can leak.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from contract_harness.evidence import repro
from contract_harness.evidence.places import Places
from contract_harness.evidence.records import BODY_KEPT_BYTES, CommandRun, Exchange, decoded, head_of
from contract_harness.evidence.redaction import Redactor

__all__ = ["BODY_KEPT_BYTES", "CommandRun", "Evidence", "Exchange"]

OUTPUT_KEPT_CHARS = 8192
RECORDS_KEPT = 400
"""More exchanges or commands than this in one scenario are counted, not kept."""


@dataclass(slots=True)
class Evidence:
    """Everything one scenario saw. Safe to write to from several threads.

    Attributes:
        dropped: how many records did not fit.
        diagnose: says what is wrong with the gateways themselves, beside what they answered.
        places: what is a variable in a command line because it goes with the run.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    commands: list[CommandRun] = field(default_factory=list)
    dropped: int = 0
    diagnose: Callable[[], str] = field(default=str, repr=False)
    redactor: Redactor = field(default_factory=Redactor, repr=False)
    places: Places = field(init=False, repr=False)
    began_at: float = field(default_factory=time.monotonic, repr=False)
    _logs: dict[str, Callable[[], str]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self.places = Places(self.redactor.variables)

    def hide(self, variable: str, secret: str) -> None:
        """From now on *secret* is written as `$variable`."""
        self.redactor.hide(variable, secret)

    def give(self, variable: str, secret: str) -> None:
        """Hide *secret*, which is already written as `$variable` where a request carries it."""
        self.redactor.hide(variable, secret)
        self.redactor.variables.add(variable)

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
        head_s: float = 0.0,
        trouble: str = "",
        origin: str = "",
        files: Mapping[str, str] | None = None,
        sent: bytes | None = None,
        sent_bytes: int = 0,
    ) -> None:
        """Keep one exchange.

        Args:
            request_body: its first bytes, at least as many as are kept.
            began: a `time.monotonic()` reading.
            origin: what *url* begins with, for a target that is no path.
            files: what the connection was made with: `ca`, `cert` and `key`.
            sent: the first bytes that were sent, where they are no request an HTTP client would send.
            sent_bytes: how many there were of those in all.
        """
        clean = self.redactor.text
        header = self.redactor.header
        headers = tuple((name, header(name, value)) for name, value in request_headers)
        body_bytes = len(request_body) if request_body_bytes is None else request_body_bytes
        origin = origin or "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if sent is None:
            target = url.removeprefix(origin)
            again = self._curl(method, origin, target, headers, request_body, body_bytes, files or {})
        else:
            again = self._raw_bytes(origin, sent, sent_bytes, files or {})
        self._keep(
            self.exchanges,
            Exchange(
                method=clean(method),
                url=clean(url),
                request_headers=headers,
                request_body=self._body(request_body),
                request_body_bytes=body_bytes,
                status=status,
                reason=clean(reason),
                response_headers=tuple((name, header(name, value)) for name, value in response_headers),
                response_body=self._body(response_body),
                response_body_bytes=len(response_body),
                began_s=began - self.began_at,
                head_s=head_s,
                elapsed_s=elapsed_s,
                trouble=clean(trouble),
                again=again,
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
        ended_by_harness: bool = False,
        env: Mapping[str, str] | None = None,
        config: str = "",
        folder: str = "",
    ) -> None:
        """Keep one command.

        Args:
            began: a `time.monotonic()` reading.
            ended_by_harness: it was killed, and its exit code is the harness's doing.
            env: what repeating it takes beside the environment everybody has.
            config: the text of its config file.
            folder: where it ran, and where that file lies.
        """
        if folder:
            self.places.add("FOLDER", folder)
        clean = self.redactor.text
        words = tuple(clean(word) for word in argv)
        settings = {name: clean(value) for name, value in (env or {}).items()}
        self._keep(
            self.commands,
            CommandRun(
                argv=words,
                exit_code=exit_code,
                stdout=self._output(stdout),
                stderr=self._output(stderr),
                began_s=began - self.began_at,
                duration_s=duration_s,
                config=clean(config),
                ended_by_harness=ended_by_harness,
                again=partial(
                    repro.shell_command,
                    words,
                    settings,
                    self.redactor.variables,
                    folder=folder,
                    place=self.places.named_in,
                ),
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

    def last_done(self) -> Exchange | CommandRun | None:
        """The exchange or the command that began last; None when nothing was done."""
        done: list[Exchange | CommandRun] = [*self.exchanges, *self.commands]
        return max(done, key=lambda one: one.began_s, default=None)

    def again(self) -> str:
        """A command line that repeats what was done last, or the empty string when nothing was."""
        last = self.last_done()
        return last.again() if last else ""

    def values(self) -> dict[str, str]:
        """What to set each name to that stands for a secret, an address or a folder; not for a report."""
        return {**self.places.values, **self.redactor.values}

    def redacted(self, text: str) -> str:
        """*text* without the secrets this scenario knows."""
        return self.redactor.text(text)

    def as_dict(self, *, most: int = RECORDS_KEPT) -> dict[str, Any]:
        """The evidence as JSON data, for a report: the last *most* exchanges and commands.

        What was met as a secret later is taken out of what was recorded before.
        """
        logs = self.logs
        left_out = max(0, len(self.exchanges) - most) + max(0, len(self.commands) - most)
        document = {
            "exchanges": [one.as_dict() for one in self.exchanges[-most:]],
            "commands": [run.as_dict() for run in self.commands[-most:]],
            "again": self.again(),
        }
        return {**self._cleaned(document), "logs": logs, "dropped": self.dropped + left_out}

    def _cleaned(self, value: Any) -> Any:
        # Shapes were looked for before; in a command line they would be found in the quoting.
        if isinstance(value, str):
            return self.redactor.without_known(value)
        if isinstance(value, dict):
            return {name: self._cleaned(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._cleaned(one) for one in value]
        return value

    def _curl(
        self,
        method: str,
        origin: str,
        target: str,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        body_bytes: int,
        files: Mapping[str, str],
    ) -> Callable[[], str]:
        kept = body[:BODY_KEPT_BYTES]
        text, is_text = decoded(kept)
        sent = repro.Sent(
            method=self.redactor.text(method),
            origin=origin,
            target=self.redactor.text(target),
            headers=headers,
            body=self.redactor.text(text),
            body_bytes=body_bytes,
            is_text=is_text,
            is_whole=len(kept) == body_bytes,
            variables=self.redactor.variables,
            files=files,
            place=self.places.named_in,
        )
        return sent.curl

    def _raw_bytes(
        self, origin: str, sent: bytes, sent_bytes: int, files: Mapping[str, str]
    ) -> Callable[[], str]:
        variables = self.redactor.variables
        text = self.redactor.text(head_of(sent).decode("latin-1"))
        is_whole = len(sent) <= BODY_KEPT_BYTES * 2 and len(sent) == sent_bytes
        length = len(text) if is_whole else sent_bytes
        return partial(
            repro.raw_bytes,
            origin,
            text,
            sent_bytes=length,
            variables=variables,
            files=files,
            place=self.places.named_in,
        )

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
        return self.redactor.text(head_of(body).decode("utf-8", "replace"))[:BODY_KEPT_BYTES]

    def _output(self, text: str) -> str:
        tail = text[-OUTPUT_KEPT_CHARS * 2 :]
        if len(tail) < len(text):
            # Of a line that was cut nothing is kept: half a secret is not recognised.
            tail = tail.partition("\n")[2] or tail[-OUTPUT_KEPT_CHARS:]
        return self.redactor.text(tail)[-OUTPUT_KEPT_CHARS:]
