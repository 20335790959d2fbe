"""
Ends what the harness started when the harness dies without a word.

Run as a program, it is a small process that reads lines from a pipe: `+<what>` when a process group was
started (its number) or a folder was made (its path), `-<what>` when it is gone. The end of the pipe means
that the harness is gone; then every group still listed is ended, with what left its group but has its home
in a folder still listed, and every folder removed. Run as a module, it is the harness's end of that pipe.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import ClassVar

_REMOVE_WITHIN_S = 10.0
_POLL_S = 0.01


class Reaper:
    """The harness's end of the pipe. One for each process; workers that fork from it make their own."""

    _shared: ClassVar[Reaper | None] = None
    _lock: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self) -> None:
        self._owner = os.getpid()
        reading, self._writing = os.pipe()
        # -I -S: nothing but the interpreter, so that it costs some ten milliseconds and no imports.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__],
            stdin=reading,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(reading)
        atexit.register(self._end)

    @classmethod
    def shared(cls) -> Reaper:
        """The reaper of this process, started when first needed."""
        with cls._lock:
            if cls._shared is None or cls._shared._owner != os.getpid():
                cls._shared = Reaper()
            return cls._shared

    def watch(self, group: int) -> None:
        """Have process group *group* killed should this process die."""
        self._tell(f"+{group}\n")

    def forget(self, group: int) -> None:
        """Process group *group* is gone."""
        self._tell(f"-{group}\n")

    def watch_folder(self, folder: Path) -> None:
        """Have *folder* removed should this process die."""
        self._tell(f"+{folder}\n")

    def forget_folder(self, folder: Path) -> None:
        """*folder* is gone."""
        self._tell(f"-{folder}\n")

    def _tell(self, line: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self._writing, line.encode())

    def _end(self) -> None:
        """Whoever counts processes after this one finds none of ours."""
        if self._owner == os.getpid():
            os.close(self._writing)
            self._process.wait()


def main() -> None:
    """Read until the harness is gone, then kill what it left."""
    # Ctrl-C reaches the whole terminal; the harness must die first.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    watched: set[str] = set()
    for line in sys.stdin:
        what = line[1:].rstrip("\n")
        if line[0] == "+":
            watched.add(what)
        else:
            watched.discard(what)
    groups = [int(what) for what in watched if what.isdigit()]
    folders = [Path(what) for what in watched if not what.isdigit()]
    _end(groups)
    for pid in _at_home_in(folders):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    for folder in folders:
        _remove(folder)


def _end(groups: list[int]) -> None:
    """SIGQUIT first, on which a PostgreSQL server gives its shared memory back, then SIGKILL."""
    for number, wait_s in ((signal.SIGQUIT, 0.5), (signal.SIGKILL, 0.0)):
        for group in groups:
            with contextlib.suppress(OSError):
                os.killpg(group, number)
        deadline = time.monotonic() + wait_s
        while time.monotonic() < deadline and any(_is_there(group) for group in groups):
            time.sleep(_POLL_S)


def _at_home_in(folders: list[Path]) -> list[int]:
    """Processes, such as daemons, that were started in one of *folders*."""
    found = []
    for entry in Path("/proc").glob("[0-9]*") if folders else ():
        with contextlib.suppress(OSError):
            names = (entry / "environ").read_bytes().split(b"\0")
            homes = [Path(os.fsdecode(name[5:])) for name in names if name.startswith(b"HOME=")]
            homes.append((entry / "cwd").readlink())
            if any(home.is_relative_to(folder) for home in homes for folder in folders):
                found.append(int(entry.name))
    return found


def _remove(folder: Path) -> None:
    """Again and again: what is just being ended may still write there."""
    deadline = time.monotonic() + _REMOVE_WITHIN_S
    while folder.exists() and time.monotonic() < deadline:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(_POLL_S)


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
