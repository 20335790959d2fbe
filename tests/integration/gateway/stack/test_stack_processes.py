"""Supervising: prefixed lines, readiness, orderly ends; the children are tiny Python programs."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from reference_gateway.stack.processes import ChildEnded, Interrupted, Log, ProcessManager

HELLO = "print('hello', flush=True)"
OBEDIENT = (
    f"import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0)); {HELLO}; signal.pause()"
)
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {HELLO}; signal.pause()"


class Stage:
    """Children, and what was written of them."""

    def __init__(self) -> None:
        self.out = io.StringIO()
        self.children = ProcessManager(Log(self.out, is_coloured=False))

    def start(self, name: str, program: str, **options: object) -> int:
        """Start a child and wait until it said hello; its process id."""
        command = [sys.executable, "-c", program]
        child = self.children.start(name, command, env=os.environ, **options)  # type: ignore[arg-type]
        self.children.wait_until(child, lambda: self.has_said(name))
        return child.process.pid

    def has_said(self, name: str) -> bool:
        return f"{name:<8} | hello" in self.out.getvalue()


@pytest.fixture
def stage() -> Stage:
    return Stage()


def is_alive(pid: int) -> bool:
    """Whether the process exists; it is ours, so a reaped one does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_lines_are_led_by_their_process(stage: Stage) -> None:
    """Standard output and error both, whole lines, in colour only when asked for."""
    with stage.children as children:
        program = "import sys; print('one', flush=True); print('two', file=sys.stderr)"
        children.start("admin-ui", [sys.executable, "-c", program], env=os.environ)
        with pytest.raises(ChildEnded):
            children.wait()

    assert stage.out.getvalue() == "admin-ui | one\nadmin-ui | two\n"


@pytest.mark.parametrize(
    ("is_coloured", "line"), [(False, "gateway  | x\n"), (True, "\x1b[36mgateway  |\x1b[0m x\n")]
)
def test_colour(is_coloured: bool, line: str) -> None:
    """Only the name is coloured, never the text."""
    out = io.StringIO()
    Log(out, is_coloured=is_coloured).line("gateway", "x")

    assert line == out.getvalue()


@pytest.mark.parametrize(
    ("program", "how"),
    [("raise SystemExit(3)", "exit code 3"), ("import os; os.kill(os.getpid(), 9)", "signal SIGKILL")],
)
def test_a_child_that_ends_is_named(stage: Stage, program: str, how: str) -> None:
    """Its name, how it ended, and where to look; the others are ended too."""
    with stage.children as children:
        other = stage.start("admin-ui", OBEDIENT)
        children.start("gateway", [sys.executable, "-c", program], env=os.environ)
        with pytest.raises(ChildEnded, match=f"the gateway process ended with {how}; its last lines above"):
            children.wait()

    assert not is_alive(other)


def test_a_child_that_ends_is_noticed_while_waiting_for_it(stage: Stage) -> None:
    """Nobody waits for the readiness of the dead."""
    began_s = time.monotonic()
    with stage.children as children:
        child = children.start("gateway", [sys.executable, "-c", "raise SystemExit(1)"], env=os.environ)
        with pytest.raises(ChildEnded):
            children.wait_until(child, lambda: False)

    assert time.monotonic() - began_s < 10


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_in_order(stage: Stage, number: int) -> None:
    """The latest first, the database last; the handlers are put back."""
    before = signal.getsignal(number)
    slow = OBEDIENT.replace("SIGTERM", "SIGINT").replace(
        "sys.exit(0)", "(print('bye', flush=True), sys.exit(0))"
    )
    with stage.children as children:
        pids = [stage.start("postgres", slow, stop_signal=signal.SIGINT), stage.start("gateway", OBEDIENT)]
        os.kill(os.getpid(), number)
        with pytest.raises(Interrupted):
            children.wait()

    assert [False, False] == [is_alive(pid) for pid in pids]
    assert stage.out.getvalue().endswith("postgres | bye\n")
    assert signal.getsignal(number) is before


def test_a_second_signal_does_not_wait(stage: Stage) -> None:
    """A child that will not end is killed at the second Ctrl-C, with whatever it started."""
    start = f"subprocess.Popen([sys.executable, '-c', {STUBBORN!r}])"
    child = f"import subprocess, sys; print({start}.pid, flush=True);"
    stop = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    with stage.children as children:
        stubborn = stage.start("gateway", child + STUBBORN)
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Interrupted):
            children.wait()
        stop.start()
    stop.join()

    lines = [line.removeprefix("gateway  | ") for line in stage.out.getvalue().splitlines()]
    grandchild = int(next(line for line in lines if line.isdigit()))
    assert "stack    | gateway did not stop in time; it was killed" in lines
    assert not is_alive(stubborn)
    assert _ends(grandchild)


def _ends(pid: int) -> bool:
    """Whether the process ends soon: a kill is delivered a moment after it was sent."""
    deadline_s = time.monotonic() + 5
    while _runs(pid) and time.monotonic() < deadline_s:
        time.sleep(0.005)
    return not _runs(pid)


def _runs(pid: int) -> bool:
    """Whether a process that is not ours runs; one nobody reaped yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
