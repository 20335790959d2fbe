"""
Nothing is left running: whatever a run started ends with it, even when the processes in between died.

The command adopts orphans (`PR_SET_CHILD_SUBREAPER`), so a gateway whose pytest worker was killed becomes
a child that can be found and ended. Off Linux there is no such call and no /proc; there the process group
of the run is all that is ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_TERMINATE_WITHIN_S = 1.5
_POLL_S = 0.01


@contextmanager
def swept() -> Iterator[None]:
    """On leaving, end every descendant that was not there on entering."""
    _adopt_orphans()
    before = frozenset(_descendants())
    try:
        yield
    finally:
        _end(before)


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        # A refusal costs only the sweep of orphans, so its return value does not matter.
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end(before: frozenset[int]) -> None:
    deadline = time.monotonic() + _TERMINATE_WITHIN_S
    for pid in _new(before):
        _signal(pid, signal.SIGTERM)
    while _new(before) and time.monotonic() < deadline:
        time.sleep(_POLL_S)
    # A process may fork while it is being ended, so look again until nothing is left.
    while remaining := _new(before):
        for pid in remaining:
            _signal(pid, signal.SIGKILL)
        time.sleep(_POLL_S)


def _new(before: frozenset[int]) -> list[int]:
    found = [pid for pid in _descendants() if pid not in before]
    for pid in found:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    return [pid for pid in _descendants() if pid not in before]


def _signal(pid: int, number: signal.Signals) -> None:
    # PermissionError: a database server may run as another user; its own context manager ends it.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _descendants() -> list[int]:
    """Every process below this one, nearest first; those another user owns are left out."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            # The command's name stands in parentheses and may hold anything, so fields count from its end.
            fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found: list[int] = []
    queue = list(children.get(os.getpid(), []))
    while queue:
        pid = queue.pop(0)
        found.append(pid)
        queue += children.get(pid, [])
    return found
