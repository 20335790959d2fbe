"""A process that runs the examples it is given, one after another; forked by `scheduler`."""

from __future__ import annotations

import atexit
import os
import socket
import struct
import sys
import traceback
from typing import NoReturn

import pytest

from contract_harness.running.events import EventWriter

ASKS = b"?"
"""The line with which a worker asks for an example; every other line is an event."""
ORDER = struct.Struct("!i")
"""The answer: the place of the example in the collection."""
NOTHING_LEFT = -1
_FAILED = 70


def work(session: pytest.Session, writer: EventWriter, channel: socket.socket, name: str) -> NoReturn:
    """Run examples until there are none; what they stand on is gone before this process is."""
    # What the first process registered for its own end is not this one's to do.
    atexit._clear()
    writer.become(channel.fileno(), name)
    code = 0
    try:
        try:
            _run(session, channel)
        finally:
            # As pytest ends a session. It is a no-op but for an interrupt in the middle of an example.
            session._setupstate.teardown_exact(None)
    except KeyboardInterrupt:
        pass
    except BaseException:  # noqa: BLE001 - whatever it was, the first process has to know
        writer.send({"kind": "trouble", "text": traceback.format_exc()})
        code = _FAILED
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run(session: pytest.Session, channel: socket.socket) -> None:
    item = _ask(session, channel)
    while item is not None:
        # pytest keeps what two neighbours share, so it has to know the next one beforehand.
        following = _ask(session, channel)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        item = following


def _ask(session: pytest.Session, channel: socket.socket) -> pytest.Item | None:
    channel.sendall(ASKS + b"\n")
    answer = channel.recv(ORDER.size, socket.MSG_WAITALL)
    # Nobody answers when the first process was killed.
    place = ORDER.unpack(answer)[0] if len(answer) == ORDER.size else NOTHING_LEFT
    return None if place == NOTHING_LEFT else session.items[place]
