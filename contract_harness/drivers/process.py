"""
Child processes that always end.

Each runs in a session of its own, with an environment made for it and its output in files without a name,
which it can neither take away nor replace. Its end is noticed at once, and whatever it started goes with it.
When the harness itself dies without a word, the reaper (drivers/reaper.py) ends what it had started.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import select
import signal
import subprocess
import tempfile
import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contract_harness.drivers import limits
from contract_harness.drivers.forking import Forked, Preloaded
from contract_harness.drivers.reaper import Reaper
from contract_harness.errors import BadTarget
from contract_harness.evidence import wording
from contract_harness.patience import POLL_S

OUTPUT_READ_BYTES = 4 * 1024 * 1024
"""Of each output stream, from its end."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended.

    Attributes:
        exit_code: negative for the signal that ended it.
        stdout, stderr: whole up to 4 MiB each, unredacted.
        ended_by_harness: it was running, and the harness killed it: its exit code says nothing about it.
    """

    argv: tuple[str, ...]
    exit_code: int
    stdout: str
    stderr: str
    duration_s: float
    ended_by_harness: bool = False

    @property
    def ending(self) -> str:
        """The exit code, or the signal that ended it; of one that the harness killed, that it did."""
        return "ended by the harness" if self.ended_by_harness else wording.ended(self.exit_code)

    @property
    def shown(self) -> str:
        """How it ended and its clipped output, for the detail of a breach."""
        lines = [f"{self.ending} after {self.duration_s:.2f} s"]
        for name, text in (("stdout", self.stdout), ("stderr", self.stderr)):
            lines.append(f"{name}: {text[-1000:].rstrip() or '(empty)'}")
        return "\n".join(lines)


class Child:
    """One running child process.

    Attributes:
        folder: where it runs.
        began: a `time.monotonic()` reading.
        was_ready: it was seen to answer.
        was_signalled: the harness sent it a signal, so its end is no news.
        overdue: what it did not do in time; empty when nothing was waited for in vain.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path,
        named: str = "",
        account: str | None = None,
        preload: Sequence[str] = (),
    ) -> None:
        """Start *argv* in *cwd*.

        Args:
            account: run it as this user, which only root can.
            preload: modules it may find imported, when it is `python -m …`; only a matter of speed.

        Raises:
            BadTarget: there is no such program, or it may not be run; *named* says whose it is.
            PreloadFailed: a module of *preload* cannot be imported.
        """
        self.argv = tuple(argv)
        self.folder = cwd
        # In no folder: what is judged may delete, move or replace whatever it can reach.
        self._out, self._err = _Output(), _Output()
        self.began = time.monotonic()
        self.was_ready = False
        self.was_signalled = False
        self._was_killed = False
        self.overdue = ""
        self._ended_at: float | None = None
        self._is_buried = False
        limits.tell_by_errors()
        try:
            self._process = _forked(self.argv, preload, env, cwd, self._out, self._err) or subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=self._out.fileno(),
                stderr=self._err.fileno(),
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
                restore_signals=False,
                user=account,
                group=pwd.getpwnam(account).pw_gid if account else None,
                extra_groups=[] if account else None,
            )
        except OSError as error:
            raise BadTarget(
                named or "target",
                "commands",
                problem=f"cannot run {self.argv[0]!r} ({error.strerror})",
                remedy="name a program that is there and may be run",
            ) from None
        Reaper.shared().watch(self._process.pid)
        limits.bound_files(self._process.pid)

    @property
    def pid(self) -> int:
        """Its process id, which is also that of its process group."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """It has not ended."""
        return self._poll() is None

    @property
    def exit_code(self) -> int | None:
        """Negative for a signal; None while it runs."""
        return self._poll()

    @property
    def stdout(self) -> str:
        """What it has written so far."""
        return self._out.text()

    @property
    def stderr(self) -> str:
        """What it has written so far."""
        return self._err.text()

    def written(self) -> tuple[int, int]:
        """How many bytes it has written to standard output and to standard error."""
        return self._out.size, self._err.size

    def output_since(self, written: tuple[int, int]) -> str:
        """What it wrote after it had *written* so much, standard output first."""
        return self._out.text(written[0]) + self._err.text(written[1])

    def pids(self) -> list[int]:
        """The processes of its group that are alive now, itself included."""
        group = self._process.pid
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError, IndexError, ValueError):
                    fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                    if int(fields[2]) == group and fields[0] != "Z":
                        found.append(int(entry.name))
        return found

    def signal(self, number: int) -> None:
        """Send a signal to it (not to its children); nothing happens when it has ended."""
        if self.is_running:
            self.was_signalled = True
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    def wait(self, within_s: float) -> bool:
        """It ended, at the latest within *within_s*."""
        if self._poll() is not None:
            return True
        try:
            watcher = os.pidfd_open(self.pid)
        except OSError:
            return self._wait_by_asking(within_s)
        try:
            poller = select.poll()
            poller.register(watcher, select.POLLIN)
            poller.poll(within_s * 1000)
        finally:
            os.close(watcher)
        return self._poll() is not None

    def end(self, *, within_s: float) -> None:
        """SIGTERM, then SIGKILL when it has not ended *within_s*; children it left behind are killed."""
        self.signal(signal.SIGTERM)
        self.wait(within_s)
        self.kill()

    def kill(self) -> None:
        """SIGKILL for it and everything in its process group; twice does nothing."""
        if self._is_buried:
            return
        self._was_killed = self.is_running
        self.was_signalled = self.was_signalled or self._was_killed
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        self._poll()
        # From here on the number may belong to somebody else.
        self._is_buried = True
        Reaper.shared().forget(self.pid)

    def outcome(self) -> Outcome:
        """How it ended; it must have."""
        code = self._process.wait()
        ended_at = self._ended_at or time.monotonic()
        is_ours = self._was_killed and code == -signal.SIGKILL
        return Outcome(self.argv, code, self.stdout, self.stderr, ended_at - self.began, is_ours)

    def _wait_by_asking(self, within_s: float) -> bool:
        deadline = time.monotonic() + within_s
        while self._poll() is None and time.monotonic() < deadline:
            time.sleep(POLL_S)
        return self._poll() is not None

    def _poll(self) -> int | None:
        code = self._process.poll()
        if code is not None and self._ended_at is None:
            self._ended_at = time.monotonic()
        return code


def _forked(
    argv: Sequence[str],
    preload: Sequence[str],
    env: Mapping[str, str],
    cwd: Path,
    out: _Output,
    err: _Output,
) -> Forked | None:
    source = Preloaded.for_command(argv, preload, env, cwd)
    return source.fork(argv, env=env, cwd=cwd, out=out, err=err) if source else None


class _Output:
    """What a process writes: a file without a name, closed when nobody can ask for it any more."""

    def __init__(self) -> None:
        with tempfile.TemporaryFile() as file:
            self._descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._descriptor)

    def fileno(self) -> int:
        """For the process to write to."""
        return self._descriptor

    @property
    def size(self) -> int:
        """Bytes so far."""
        return os.fstat(self._descriptor).st_size

    def text(self, begin: int = 0) -> str:
        """The end of what was written after so many bytes, whole up to 4 MiB."""
        # Not by the file's own position, which the process shares; and not to its end, which may run away.
        start = max(begin, self.size - OUTPUT_READ_BYTES)
        return os.pread(self._descriptor, OUTPUT_READ_BYTES, start).decode("utf-8", "replace")
