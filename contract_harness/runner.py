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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from contract_harness import leftovers
from contract_harness.drivers.reaper import Reaper
from contract_harness.plan import PLAN_VARIABLE, Plan

Event = dict[str, Any]

_SUITE = Path(__file__).resolve().parent / "suite"
_STOP_WITHIN_S = 4.0
_OUTPUT_KEPT_CHARS = 4000
_START_WITHIN_S = 120.0
_TICK_S = 0.1
_OURS = (
    "contract_harness.messenger",
    "contract_harness.foreman",
    "contract_harness.plugin",
    "contract_harness.probing",
)


@dataclass(slots=True)
class Channel:
    """The running plan, as seen by the command that started it."""

    process: subprocess.Popen[bytes]
    reader: int
    output: Path
    silent_limit_s: float
    stalled: bool = field(default=False, init=False)
    """True when the events ended because none came within the limit."""
    ended: bool = field(default=False, init=False)
    """True when the run closed its end of the channel, which it does by ending."""

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

    def last_words(self) -> str:
        """The end of what pytest itself printed; worth showing only when a run failed as a whole."""
        return self.output.read_text("utf-8", "replace")[-_OUTPUT_KEPT_CHARS:].strip()


@contextmanager
def running(
    plan: Plan, *, plugins: Sequence[str], env: Mapping[str, str], silent_limit_s: float
) -> Iterator[Channel]:
    """Start *plan*, yield its channel; on leaving, everything it started has ended.

    Args:
        plugins: pytest plugins that define fixtures and steps.
        env: set in the child beside this process's environment.
        silent_limit_s: how long no event at all is believed to be work.
    """
    directory = Path(tempfile.mkdtemp(prefix="gateway-contracts-"))
    # Should this process be killed, the run must not go on unseen.
    reaper = Reaper.shared()
    reaper.watch_folder(directory)
    # Readable to others: a database server may have to run as another user than this one.
    directory.chmod(0o755)
    reader, writer = os.pipe()
    try:
        plan_file = directory / "plan.json"
        replace(plan, events_fd=writer).write(plan_file)
        output = directory / "pytest.log"
        with leftovers.swept(), output.open("wb") as log:
            process = subprocess.Popen(
                _command(_suite(plan), plugins, directory),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=_environment(env, plan_file, directory),
                pass_fds=(writer,),
                start_new_session=True,
            )
            reaper.watch(process.pid)
            os.close(writer)
            writer = -1
            channel = Channel(process, reader, output, silent_limit_s)
            try:
                yield channel
            finally:
                _stop(channel)
                reaper.forget(process.pid)
    finally:
        os.close(reader)
        if writer >= 0:
            os.close(writer)
        shutil.rmtree(directory, ignore_errors=True)
        reaper.forget_folder(directory)


def _suite(plan: Plan) -> list[str]:
    """The modules to collect: the clauses, and the probes where something is looked for."""
    is_probing = any(plan.probes.values())
    return [str(_SUITE / "test_contracts.py"), *([str(_SUITE / "test_probes.py")] if is_probing else [])]


def _command(modules: Sequence[str], plugins: Sequence[str], directory: Path) -> list[str]:
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


def _environment(env: Mapping[str, str], plan_file: Path, directory: Path) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        # Without its bytecode Python compiles every module again in every process of the run.
        if not name.startswith("PYTEST_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    return {
        **inherited,
        **env,
        PLAN_VARIABLE: str(plan_file),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "TMPDIR": str(directory),
    }


def _stop(channel: Channel) -> None:
    """Interrupt a run that is not over, the way Ctrl-C would, so that its fixtures clean up; then insist."""
    process = channel.process
    if not channel.ended:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_WITHIN_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
