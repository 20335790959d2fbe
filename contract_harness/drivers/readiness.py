"""Asking whether a gateway answers yet, cheaply enough to ask every few milliseconds."""

from __future__ import annotations

import re
import socket
import time

_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")


def status_of(address: tuple[str, int], path: str, *, within_s: float) -> int | None:
    """The status that GET *path* gives; None when nothing there speaks HTTP (yet).

    Raises:
        socket.gaierror: the host name is not known.
    """
    deadline = time.monotonic() + within_s
    try:
        with _connected(address, within_s) as connection:
            return status_over(connection, f"{address[0]}:{address[1]}", path, deadline=deadline)
    except socket.gaierror:
        raise
    except OSError:
        return None


def status_over(connection: socket.socket, host: str, path: str, *, deadline: float) -> int | None:
    """The same over a connection that is made already.

    Raises:
        OSError: it was cut, or the deadline passed.
    """
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    connection.sendall(request.encode("latin-1"))
    head = b""
    while len(head) < 12:
        # A byte now and then must not count as an answer on its way.
        connection.settimeout(max(0.001, deadline - time.monotonic()))
        piece = connection.recv(4096)
        if not piece:
            break
        head += piece
    matched = _STATUS.match(head)
    return int(matched[1]) if matched else None


def _connected(address: tuple[str, int], within_s: float) -> socket.socket:
    if not address[0].replace(".", "").isdecimal():
        return socket.create_connection(address, timeout=within_s)
    # Nothing to resolve, and most of the time that a refused connection takes is asking for its address.
    connection = socket.socket()
    try:
        connection.settimeout(within_s)
        connection.connect(address)
    except BaseException:
        connection.close()
        raise
    return connection
