"""Several processes as one: their logs side by side, ready together, stopped together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from types import FrameType, TracebackType
from typing import IO, Self, TextIO

from reference_gateway.domain.faults import Fault

READY_WITHIN_S = 30.0
STOP_WITHIN_S = 15.0
"""More than the gateway's own grace for calls in flight."""

_POLL_S = 0.05
_COLOURS = {"gateway": "36", "admin-ui": "35", "postgres": "33", "stack": "32"}


class ChildEnded(Fault):
    """A process of the stack ended by itself; the message names it."""

    def __init__(self, name: str, exit_code: int) -> None:
        how = f"exit code {exit_code}" if exit_code >= 0 else f"signal {signal.Signals(-exit_code).name}"
        super().__init__(f"the {name} process ended with {how}; its last lines above say why")


class NeverReady(Fault):
    """A process of the stack did not become ready; the message names it."""


class Interrupted(Exception):
    """The user asked to stop (Ctrl-C, SIGTERM, or the terminal went away)."""


class Log:
    """One stream of whole lines, each led by the name of the process that wrote it."""

    def __init__(self, out: TextIO, *, is_coloured: bool) -> None:
        self._out = out
        self._is_coloured = is_coloured
        self._lock = threading.Lock()

    @classmethod
    def to_stdout(cls, environ: Mapping[str, str]) -> Self:
        """Coloured on a terminal, unless NO_COLOR is set (no-color.org)."""
        return cls(sys.stdout, is_coloured=sys.stdout.isatty() and not environ.get("NO_COLOR"))

    def line(self, name: str, text: str) -> None:
        """Write one line. A reader who went away (a closed pipe) is no reason to stop the stack."""
        label = f"{name:<8} |"
        if self._is_coloured:
            label = f"\x1b[{_COLOURS.get(name, '37')}m{label}\x1b[0m"
        with self._lock, contextlib.suppress(BrokenPipeError, ValueError):
            print(label, text, file=self._out, flush=True)


@dataclass
class Child:
    """One running process, in a session of its own: a Ctrl-C at the terminal reaches only the stack."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: int
    reader: threading.Thread = field(repr=False)

    def ask_to_stop(self) -> None:
        """Send the signal that means an orderly end to this program."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(self.stop_signal)

    def kill(self) -> None:
        """End it and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class ProcessManager:
    """Starts children, waits, and ends them.

    A context manager that leaves nothing running. Children end in rounds, the latest started first; those
    with the same stop signal end together, so the gateway and the UI go before the database they use.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._children: list[Child] = []
        self._news: SimpleQueue[tuple[str, int] | None] = SimpleQueue()
        self._handlers: dict[int, object] = {}
        self._requests = 0

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._handlers[number] = signal.signal(number, self._asked_to_stop)
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        while self._children:
            last = self._children[-1]
            together = [child for child in self._children if child.stop_signal == last.stop_signal]
            self._children = [child for child in self._children if child not in together]
            self._end(together)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal gave, given back

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        stop_signal: int = signal.SIGTERM,
        user: str | None = None,
        cwd: str | None = None,
    ) -> Child:
        """Start a child; its output becomes lines of the log."""
        process = subprocess.Popen(
            command,
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            group=_group_of(user) if user else None,
            extra_groups=[] if user else None,
        )
        assert process.stdout is not None
        reader = threading.Thread(target=self._relay, args=(name, process, process.stdout), daemon=True)
        child = Child(name, process, stop_signal, reader)
        self._children.append(child)
        reader.start()
        return child

    def wait_until(self, child: Child, is_ready: Callable[[], bool]) -> None:
        """Return when *is_ready* says so.

        Raises:
            NeverReady: not within `READY_WITHIN_S`.
            ChildEnded: some child ended meanwhile.
            Interrupted: the user does not want to wait.
        """
        deadline_s = time.monotonic() + READY_WITHIN_S
        while not is_ready():
            if time.monotonic() > deadline_s:
                raise NeverReady(f"the {child.name} process was not ready after {READY_WITHIN_S:g} s")
            with contextlib.suppress(Empty):
                self._raise(self._news.get(timeout=_POLL_S))

    def wait(self) -> None:
        """Block until something ends the stack.

        Raises:
            ChildEnded: a child ended by itself.
            Interrupted: the user asked to stop.
        """
        self._raise(self._news.get())

    def _relay(self, name: str, process: subprocess.Popen[bytes], output: IO[bytes]) -> None:
        with output:
            for line in output:
                self._log.line(name, line.decode("utf-8", "replace").rstrip("\r\n"))
        self._news.put((name, process.wait()))

    def _asked_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Once: stop in order. Twice: at once."""
        self._requests += 1
        self._news.put(None)

    def _raise(self, news: tuple[str, int] | None) -> None:
        if news is None:
            raise Interrupted
        raise ChildEnded(*news)

    def _end(self, children: Sequence[Child]) -> None:
        for child in children:
            child.ask_to_stop()
        deadline_s = time.monotonic() + STOP_WITHIN_S
        while any(child.process.poll() is None for child in children):
            if self._requests > 1 or time.monotonic() > deadline_s:
                break
            with contextlib.suppress(Empty):
                self._news.get(timeout=_POLL_S)
        for child in children:
            if child.process.poll() is None:
                self._log.line("stack", f"{child.name} did not stop in time; it was killed")
            child.kill()
            child.process.wait()
            child.reader.join(1)


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid
