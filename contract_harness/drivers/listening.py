"""At which TCP ports processes listen, whatever they were told: without its config a gateway takes its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

_TABLES = ("net/tcp", "net/tcp6")
_LISTENS = "0A"
"""How the kernel writes TCP_LISTEN."""


def ports(pids: Iterable[int]) -> set[int]:
    """The ports at which these processes listen now; none where the kernel does not tell."""
    found: set[int] = set()
    for pid in pids:
        mine = set(_sockets(pid))
        found |= {port for port, inode in _listening(pid) if inode in mine}
    return found


def _sockets(pid: int) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            # It may be closed by now.
            with contextlib.suppress(OSError):
                kind, _, inode = entry.readlink().name.partition(":")
                if kind == "socket":
                    yield inode.strip("[]")


def _listening(pid: int) -> Iterator[tuple[int, str]]:
    for table in _TABLES:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/{table}").read_text("ascii").splitlines()[1:]:
                fields = line.split()
                if fields[3] == _LISTENS:
                    yield int(fields[1].rpartition(":")[2], 16), fields[9]
