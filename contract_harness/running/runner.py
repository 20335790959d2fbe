"""
Running a plan: one pytest process, the workers it forks, and the stream of events that comes back.

The child sees nothing of the user's own pytest: no ini file, no conftest, no plugin, no cache. All it
writes goes to one temporary directory that is removed at the end.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from contract_harness.drivers.reaper import Reaper
from contract_harness.running import cleanup
from contract_harness.running.plan import PLAN_VARIABLE, Plan

Event = dict[str, Any]

_SUITE = Path(__file__).resolve().parent / "suite"
_OUTPUT = "pytest.log"
_STOP_WITHIN_S = 4.0
_OUTPUT_KEPT_CHARS = 4000
_START_WITHIN_S = 120.0
_TICK_S = 0.1
_OURS = (
    "contract_harness.running.events",
    "contract_harness.running.scheduler",
    "contract_harness.running.plugin",
    "contract_harness.running.probes.plugin",
)


@dataclass(slots=True)
class Channel:
    """The process that runs a plan, as seen by the command that started it.

    Attributes:
        reader: where its events are read.
        events_fd: what that process knows the other end by.
        orders: where it is told which plan to run.
        directory: where the run writes.
    """

    process: subprocess.Popen[bytes]
    reader: int
    events_fd: int
    orders: IO[bytes]
    directory: Path
    silent_limit_s: float = _START_WITHIN_S
    """How long no event at all is believed to be work."""
    stalled: bool = field(default=False, init=False)
    """True when the events ended because none came within the limit."""
    ended: bool = field(default=False, init=False)
    """True when the run closed its end of the channel, which it does by ending."""
    _is_stopped: bool = field(default=False, init=False)

    @property
    def has_begun(self) -> bool:
        """It was told what to do."""
        return self.orders.closed

    def begin(self, plan: Plan, *, silent_limit_s: float) -> None:
        """Tell the process, which has imported by now or goes on to, what to run."""
        self.silent_limit_s = silent_limit_s
        file = self.directory / "plan"
        replace(plan, events_fd=self.events_fd).write(file)
        with self.orders, contextlib.suppress(BrokenPipeError):
            # Broken, it ended already, which the end of its events will show.
            self.orders.write(os.fsencode(file))

    def events(self) -> Iterator[Event | None]:
        """Events as they come, and None about ten times a second while there is none.

        Ends when the run ends, or when it has been silent for longer than any example may take.
        """
        pending = b""
        heard_at = time.monotonic()
        # Until the first event the harness is only being imported, which a cold disk can make slow.
        limit_s = max(self.silent_limit_s, _START_WITHIN_S)
        with selectors.DefaultSelector() as selector:
            selector.register(self.reader, selectors.EVENT_READ)
            while True:
                if not selector.select(_TICK_S):
                    if time.monotonic() - heard_at > limit_s:
                        self.stalled = True
                        return
                    yield None
                    continue
                block = os.read(self.reader, 1 << 16)
                if not block:
                    self.ended = True
                    return
                heard_at, limit_s = time.monotonic(), self.silent_limit_s
                *lines, pending = (pending + block).split(b"\n")
                yield from (json.loads(line) for line in lines)

    def stop(self) -> None:
        """End it. A run that is not over is interrupted, as Ctrl-C would, so that its fixtures clean up."""
        if self._is_stopped:
            return
        self._is_stopped = True
        process = self.process
        if self.has_begun:
            if not self.ended:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_WITHIN_S)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def last_words(self) -> str:
        """The end of what pytest itself printed; worth showing only when a run failed as a whole."""
        output = self.directory / _OUTPUT
        return output.read_text("utf-8", "replace")[-_OUTPUT_KEPT_CHARS:].strip()


@contextmanager
def standing_by(plugins: Sequence[str]) -> Iterator[Channel]:
    """Start a process that can run a plan, and yield its channel; on leaving, all that it started has ended.

    Args:
        plugins: pytest plugins that define fixtures and steps.
    """
    reaper = Reaper.shared()
    with ExitStack() as stack:
        directory = stack.enter_context(_folder(reaper))
        reader, events = os.pipe()
        stack.callback(os.close, reader)
        plan, orders = os.pipe()
        telling = stack.enter_context(os.fdopen(orders, "wb", buffering=0))
        stack.enter_context(cleanup.swept())
        log = stack.enter_context((directory / _OUTPUT).open("wb"))
        try:
            process = subprocess.Popen(
                _command(plugins, directory),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=_environment(plan, directory),
                pass_fds=(events, plan),
                start_new_session=True,
            )
        finally:
            os.close(events)
            os.close(plan)
        reaper.watch(process.pid)
        channel = Channel(process, reader, events, telling, directory)
        try:
            yield channel
        finally:
            channel.stop()
            reaper.forget(process.pid)


@contextmanager
def _folder(reaper: Reaper) -> Iterator[Path]:
    """Where a run writes; gone with it, however this process ends."""
    directory = Path(tempfile.mkdtemp(prefix="gateway-contracts-"))
    reaper.watch_folder(directory)
    # Readable to others: a database server may have to run as another user than this one.
    directory.chmod(0o755)
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)
        reaper.forget_folder(directory)


def _command(plugins: Sequence[str], directory: Path) -> list[str]:
    modules = (str(_SUITE / "test_contracts.py"), str(_SUITE / "test_probes.py"))
    # -P: the user's directory is not a place to import from.
    command = [sys.executable, "-P", "-m", "pytest", *modules, "-c", os.devnull, "--noconftest"]
    command += ["--rootdir", str(_SUITE), "--basetemp", str(directory / "run")]
    # The cheapest traceback: nobody reads pytest's own, and a pretty one costs more than an example.
    command += ["--import-mode=importlib", "-q", "--tb=native"]
    # A step says itself what it expected; rewriting assertions would only keep a second bytecode of each.
    command += ["--assert=plain", "--capture=no", "-p", "no:cacheprovider"]
    for plugin in ("pytest_bdd.plugin", *plugins, *_OURS):
        command += ["-p", plugin]
    return command


def _environment(plan: int, directory: Path) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        # Without its bytecode Python compiles every module again in every process of the run.
        if not name.startswith("PYTEST_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    return {
        **inherited,
        PLAN_VARIABLE: str(plan),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "TMPDIR": str(directory),
    }
