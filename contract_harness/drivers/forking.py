"""
The harness's end of preloaded Python: commands that begin where their imports end.

A verification starts some 150 processes, and importing is most of what a Python gateway does in them. A
target whose commands are `python -m …` may name modules to `preload`: they are imported once a worker, and
each command is forked from there (`drivers/preloaded.py`). It is a process like any other, with its own
group, signals, files and exit code, and a child of this one.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import json
import os
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Protocol

from contract_harness.drivers.preloaded import MESSAGE_BYTES
from contract_harness.errors import HarnessError

_PROGRAM = Path(__file__).with_name("preloaded.py")
_PR_SET_CHILD_SUBREAPER = 36
_PRELOAD_WITHIN_S = 60.0
_LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""For memory that no command ever sees: a password hash touches 19 MiB that a new process has not got yet."""
_READ_AT_START = ("PYTHON", "LANG", "LC_", "TZ", "LD_", "MALLOC_", "GLIBC_", "OPENSSL_", "SSL_")
"""Variables that the interpreter or a library reads once and never again."""


class PreloadFailed(HarnessError):
    """The modules a target names to preload could not be imported."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"cannot preload for this target: {problem}; correct `preload` in its file.")


class HasDescriptor(Protocol):
    """What a command may write to."""

    def fileno(self) -> int:
        """The descriptor."""
        ...


class Forked:
    """A forked command, as `subprocess.Popen` would describe it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        return self._look(os.WNOHANG)

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        code = self._look(0)
        assert code is not None
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def _look(self, options: int) -> int | None:
        if self._code is None:
            pid, status = os.waitpid(self.pid, options)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code


class Preloaded:
    """One interpreter with its modules imported. One for each process of the harness, and end with it."""

    _all: ClassVar[dict[tuple[int, str, tuple[str, ...]], Preloaded]] = {}

    def __init__(self, python: str, modules: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        self._owner = os.getpid()
        self._read_at_start = _read_at_start(env)
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._channel.settimeout(_PRELOAD_WITHIN_S)
        _adopt_orphans()
        with theirs:
            self._process = subprocess.Popen(
                [python, str(_PROGRAM)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**_LARGE_PAGES, **env},
                cwd=cwd,
                start_new_session=True,
            )
        self._channel.send(json.dumps(list(modules)).encode())
        said = self._answer()
        if "error" in said:
            self.close()
            about = f"module {said['module']!r}: " if "module" in said else ""
            raise PreloadFailed(f"{about}{said['error']}")

    def close(self) -> None:
        """End it; commands that were forked from it go on."""
        if self._owner == os.getpid():
            self._channel.close()
            self._process.wait()

    @classmethod
    def for_command(
        cls, argv: Sequence[str], modules: Sequence[str], env: Mapping[str, str], cwd: Path
    ) -> Preloaded | None:
        """Where to fork *argv* from; None when it must be executed to be what it says.

        Raises:
            PreloadFailed: the modules cannot be imported.
        """
        if not modules or len(argv) < 3 or argv[1] != "-m" or not hasattr(socket, "SOCK_SEQPACKET"):
            return None
        key = (os.getpid(), argv[0], tuple(modules))
        found = cls._all.get(key)
        if found is None or found._process.poll() is not None:
            found = cls._all[key] = cls(argv[0], modules, env, cwd)
            atexit.register(found.close)
        return found if found._read_at_start == _read_at_start(env) else None

    def fork(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path,
        out: HasDescriptor,
        err: HasDescriptor,
    ) -> Forked | None:
        """The command as a new process; None when the request is too long to be sent.

        Raises:
            OSError: it could not begin, as `subprocess.Popen` would raise it.
        """
        request = json.dumps({"words": argv[2:], "env": dict(env), "cwd": str(cwd)})
        if len(request) > MESSAGE_BYTES // 2:
            return None
        nothing = os.open(os.devnull, os.O_RDONLY)
        try:
            socket.send_fds(self._channel, [request.encode()], [nothing, out.fileno(), err.fileno()])
        finally:
            os.close(nothing)
        # One from the command and one from where it was forked, in either order.
        said = self._answer() | self._answer()
        if "error" in said:
            raise OSError(0, str(said["error"]))
        return Forked(int(str(said["pid"])))

    def _answer(self) -> dict[str, object]:
        with contextlib.suppress(TimeoutError, ConnectionError):
            if answer := self._channel.recv(MESSAGE_BYTES):
                said: dict[str, object] = json.loads(answer)
                return said
        raise PreloadFailed("the process that imported them ended, or did not answer")


def _read_at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(_READ_AT_START)}


def _adopt_orphans() -> None:
    """A command's own parent ends at once; from then on this process is its parent, and may wait for it."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
