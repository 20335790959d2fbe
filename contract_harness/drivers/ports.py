"""Ports for the processes that are started."""

from __future__ import annotations

import random
import socket
from pathlib import Path

from contract_harness.errors import HarnessError

_RANGE_FILE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST = 15_000
_TRIES = 200


def free_port() -> int:
    """A loopback port that nobody holds now.

    It lies below the range the system gives to outgoing connections, of which the harness makes many:
    one of those could take the port before the gateway does.

    Raises:
        HarnessError: none was found.
    """
    for _ in range(_TRIES):
        port = random.randrange(_LOWEST, _ephemeral_start())  # noqa: S311 - not a secret
        if is_free(port):
            return port
    raise HarnessError("no free port on 127.0.0.1: end some of the programs that hold them.")


def is_free(port: int) -> bool:
    """Nobody listens at *port* on any address, or is bound to it on loopback."""
    for address in ("127.0.0.1", "0.0.0.0"):  # noqa: S104 - bound for a moment, never listened at
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True


def _ephemeral_start() -> int:
    try:
        start = int(_RANGE_FILE.read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        start = 32_768
    return start if start > _LOWEST + _TRIES else 32_768
