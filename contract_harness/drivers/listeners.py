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


def can_be_seen() -> bool:
    """This system tells where its processes listen."""
    return Path("/proc/net/tcp").exists()


def bound_by(pids: Iterable[int]) -> set[str]:
    """Every address and port at which one of these processes listens, as `host:port`."""
    found: set[str] = set()
    for pid in pids:
        held = set(_sockets_of(pid))
        found |= {_shown(*_read(place)) for inode, place in _lines_beside(pid) if inode in held}
    return found


def _sockets_of(pid: int) -> Iterator[str]:
    with suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                kind, _, inode = str(entry.readlink()).partition(":")
                if kind == "socket":
                    yield inode.strip("[]")


def _listening_beside(pid: int) -> Iterator[tuple[str, tuple[str, int]]]:
    """Inode and place of every TCP listener in the network namespace of *pid*, if IPv4 reaches it."""
    for inode, text in _lines_beside(pid):
        if place := _place(text):
            yield inode, place


def _lines_beside(pid: int) -> Iterator[tuple[str, str]]:
    """Inode and place, as the kernel writes it, of every TCP listener beside *pid*."""
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/net/{table}").read_text("ascii").splitlines()[1:]:
                words = line.split()
                if words[3] == _LISTENING:
                    yield words[9], words[1]


def _place(text: str) -> tuple[str, int] | None:
    packed, port = _read(text)
    if not any(packed):
        return "127.0.0.1", port
    return (socket.inet_ntop(socket.AF_INET, packed), port) if len(packed) == 4 else None


def _shown(packed: bytes, port: int) -> str:
    if len(packed) == 4:
        return f"{socket.inet_ntop(socket.AF_INET, packed)}:{port}"
    return f"[{socket.inet_ntop(socket.AF_INET6, packed)}]:{port}"


def _read(text: str) -> tuple[bytes, int]:
    """The kernel writes an address as words in the byte order of the machine."""
    host, _, port = text.partition(":")
    packed = b"".join(struct.pack("=I", int(host[at : at + 8], 16)) for at in range(0, len(host), 8))
    return packed, int(port, 16)
