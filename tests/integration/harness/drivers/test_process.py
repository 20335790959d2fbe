"""Child processes always end, and with them all they started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from contract_harness.drivers import limits
from contract_harness.drivers.process import OUTPUT_READ_BYTES, Child
from contract_harness.errors import BadTarget
from contract_harness.patience import eventually

MEBIBYTE = 1024 * 1024
ENV = {"PATH": os.environ["PATH"]}


def _child(tmp_path: Path, *argv: str) -> Child:
    return Child(argv, env=ENV, cwd=tmp_path)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_environment_is_exactly_what_is_given(tmp_path: Path) -> None:
    """Nothing of ours leaks in."""
    child = Child(["env"], env={"PATH": ENV["PATH"], "A": "1"}, cwd=tmp_path)
    child.wait(5)
    child.kill()

    assert {"A=1", f"PATH={ENV['PATH']}"} == set(child.outcome().stdout.splitlines())


def test_output_and_exit_code_are_told(tmp_path: Path) -> None:
    """The streams apart."""
    child = _child(tmp_path, "sh", "-c", "echo out; echo err >&2; exit 7")
    assert child.wait(5)
    child.kill()

    outcome = child.outcome()
    assert (7, "out\n", "err\n") == (outcome.exit_code, outcome.stdout, outcome.stderr)


def test_the_end_is_noticed_at_once(tmp_path: Path) -> None:
    """Long before the wait is over."""
    child = _child(tmp_path, "sleep", "0.05")
    began = time.monotonic()
    assert child.wait(20)
    child.kill()

    assert time.monotonic() - began < 2


def test_what_a_child_left_behind_is_killed(tmp_path: Path) -> None:
    """Even when the child itself has ended well."""
    child = _child(tmp_path, "sh", "-c", "sleep 600 & echo $!")
    assert child.wait(5)
    left_behind = int(child.stdout)
    assert _is_alive(left_behind)
    child.kill()

    assert eventually(lambda: not _is_alive(left_behind), within_s=2, what="its end")


def test_who_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    """After the time it has to stop."""
    child = _child(tmp_path, "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done")
    eventually(lambda: "ready" in child.stdout, within_s=5, what="its start")
    child.end(within_s=0.1)

    assert -signal.SIGKILL == child.exit_code
    assert "ended by the harness" == child.outcome().ending
    assert "exit code" not in child.outcome().shown
    assert eventually(lambda: not child.pids(), within_s=2, what="their end")


def test_who_ends_by_itself_was_not_ended_by_the_harness(tmp_path: Path) -> None:
    """Whatever it left behind is killed; its exit code stays its own, be it that of a signal."""
    child = _child(tmp_path, "sh", "-c", "kill -KILL $$")
    assert child.wait(10)
    child.kill()

    assert "SIGKILL" == child.outcome().ending


def test_output_without_end_fills_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who writes a file beyond the limit is refused, as on a full disk; what is told of it stays small."""
    monkeypatch.setattr(limits, "FILE_BYTES", 8 * MEBIBYTE)
    go = tmp_path / "go"
    os.mkfifo(go)
    child = _child(tmp_path, "sh", "-c", f"cat {go}; exec cat /dev/zero")
    go.write_text("")
    assert child.wait(10)
    child.kill()

    assert (1, "File too large") == (child.exit_code, child.stderr.strip().rpartition(": ")[2])
    assert 8 * MEBIBYTE == child.written()[0]
    assert OUTPUT_READ_BYTES == len(child.stdout)


@pytest.mark.parametrize(
    "harm", ['rm -r "$PWD"', "for f in *; do rm $f; mkdir $f; done", "for f in *; do rm $f; mkfifo $f; done"]
)
def test_nothing_it_can_reach_is_evidence(tmp_path: Path, harm: str) -> None:
    """What it wrote is read whatever it does to the folder it runs in."""
    folder = tmp_path / "in reach"
    folder.mkdir()
    (folder / "file").touch()
    child = Child(["sh", "-c", f"echo before; {harm}; echo after; echo so >&2"], env=ENV, cwd=folder)
    assert child.wait(10)
    child.kill()

    assert ("before\nafter\n", (13, 3)) == (child.stdout, child.written())
    assert child.stderr.endswith("so\n")


def test_a_full_disk_is_an_error_and_no_signal(tmp_path: Path) -> None:
    """Of the signals that Python ignores, a program inherits SIGXFSZ alone: a broken pipe ends it as ever."""
    child = _child(tmp_path, "grep", "SigIgn", "/proc/self/status")
    assert child.wait(10)

    ignored = int(child.stdout.split()[1], 16)
    assert [signal.SIGXFSZ] == [
        one for one in (signal.SIGXFSZ, signal.SIGPIPE, signal.SIGTERM) if ignored >> (one - 1) & 1
    ]


def test_a_program_that_is_not_there_is_a_bad_target(tmp_path: Path) -> None:
    """One sentence, naming it."""
    with pytest.raises(BadTarget, match="cannot run '/no/such/gateway'"):
        _child(tmp_path, "/no/such/gateway")


def test_nothing_survives_a_harness_that_is_killed(tmp_path: Path) -> None:
    """Neither processes nor folders: the reaper ends what was started."""
    folder = tmp_path / "left"
    folder.mkdir()
    program = f"""
from pathlib import Path
from contract_harness.drivers.process import Child
from contract_harness.drivers.reaper import Reaper
folder = Path({str(folder)!r})
Reaper.shared().watch_folder(folder)
child = Child(["sleep", "600"], env={{"PATH": "/usr/bin:/bin"}}, cwd=folder)
print(child.pid, flush=True)
input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as harness:
        assert harness.stdout is not None
        pid = int(harness.stdout.readline())
        assert _is_alive(pid)
        harness.kill()

    try:
        assert eventually(lambda: not _is_alive(pid) and not folder.exists(), within_s=5, what="its end")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_what_is_written_from_now_on_is_told_apart(tmp_path: Path) -> None:
    """Of both streams, however much either wrote before."""
    child = _child(tmp_path, "sh", "-c", "echo a; echo b >&2; echo c; echo d >&2")
    child.wait(5)
    child.kill()

    assert "a\nc\nb\nd\n" == child.output_since((0, 0))
    assert "c\nd\n" == child.output_since((2, 2))
    assert (4, 4) == child.written()
