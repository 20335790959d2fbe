"""Where a process listens, to the address."""

from __future__ import annotations

import os
import socket

from contract_harness.drivers import listeners


def test_every_door_of_a_process_is_told_with_its_address() -> None:
    """All interfaces are not one of them, and a socket that is only bound is no door."""
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("0.0.0.0", 0)) as every,
        socket.socket() as bound,
    ):
        bound.bind(("127.0.0.1", 0))
        told = listeners.bound_by([os.getpid()])

        assert {f"127.0.0.1:{one.getsockname()[1]}", f"0.0.0.0:{every.getsockname()[1]}"} <= told
        assert f"127.0.0.1:{bound.getsockname()[1]}" not in told
