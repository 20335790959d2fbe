"""Where processes listen, as the kernel tells it: without its config a gateway may choose an address."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_LISTENING = "0A"
"""TCP_LISTEN of the kernel's include/net/tcp_states.h."""


def of_processes(pids: Iterable[int]) -> set[tuple[str, int]]:
    """Addresses that an IPv4 client on this machine can connect to, with their ports."""
    found: set[tuple[str, int]] = set()
    for pid in pids:
        held = set(_sockets_of(pid))
        if held:
            found |= {place for inode, place in _listening_beside(pid) if inode in held}
    return found


def _sockets_of(pid: int) -> Iterator[str]:
    with suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                kind, _, inode = str(entry.readlink()).partition(":")
                if kind == "socket":
                    yield inode.strip("[]")


def _listening_beside(pid: int) -> Iterator[tuple[str, tuple[str, int]]]:
    """Inode and place of every TCP listener in the network namespace of *pid*."""
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/net/{table}").read_text("ascii").splitlines()[1:]:
                words = line.split()
                if words[3] == _LISTENING and (place := _place(words[1])):
                    yield words[9], place


def _place(text: str) -> tuple[str, int] | None:
    """The kernel writes an address as words in the byte order of the machine."""
    host, _, port = text.partition(":")
    packed = b"".join(struct.pack("=I", int(host[at : at + 8], 16)) for at in range(0, len(host), 8))
    if not any(packed):
        return "127.0.0.1", int(port, 16)
    if len(packed) == 4:
        return socket.inet_ntop(socket.AF_INET, packed), int(port, 16)
    return None
