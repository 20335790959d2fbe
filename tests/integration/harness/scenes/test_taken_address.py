"""Another program at the gateway's address: where the address is not to be had, another is chosen first."""

import socket
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from contract_harness.drivers.ports import free_port
from contract_harness.scenes.operator import take_address


class _Subject(SimpleNamespace):
    """What the scene needs of a scenario's gateway, on a port that *first* gives."""

    def __init__(self, first: int, *, moves: bool) -> None:
        super().__init__(address=f"127.0.0.1:{first}", installation=self, moves=moves)

    def move(self) -> bool:
        """As an installation that moves, or whose clause chose the port."""
        if self.moves:
            self.address = f"127.0.0.1:{free_port()}"
        return bool(self.moves)


def _over_and_not_forgotten() -> int:
    """A port whose listener has gone, and a connection of it stays in TIME_WAIT."""
    port = free_port()
    with socket.socket() as listener, socket.socket() as caller:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
        caller.connect(("127.0.0.1", port))
        served, _ = listener.accept()
        served.close()
        assert b"" == caller.recv(1)
    return port


@pytest.mark.parametrize("has", ["listens at", "holds"])
def test_a_port_that_cannot_be_had_is_left(has: str) -> None:
    """The clause is about a program that has the gateway's address, whichever that is."""
    subject = _Subject(_over_and_not_forgotten(), moves=True)
    before = subject.address

    with ExitStack() as opened:
        take_address(subject, opened, has)

        assert before != subject.address
        host, _, port = subject.address.partition(":")
        with socket.socket() as gateway:
            gateway.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with pytest.raises(OSError, match="in use"):
                gateway.bind((host, int(port)))


def test_one_that_a_clause_chose_is_no_other() -> None:
    """Then it is told as it is."""
    subject = _Subject(_over_and_not_forgotten(), moves=False)

    with ExitStack() as opened, pytest.raises(OSError, match="in use"):
        take_address(subject, opened, "listens at")
