"""Both ends of a WebSocket as the harness speaks it."""

import socket
from collections.abc import Iterator

import pytest

from contract_harness.clients.websocket import BINARY, CLOSE, PING, TEXT, Message, WebSocketEnd
from contract_harness.clients.wire import ByteStream
from contract_harness.errors import ContractBreach

WITHIN_S = 10.0

Ends = tuple[WebSocketEnd, WebSocketEnd, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """A visitor's, a server's, and the server's socket."""
    one, other = socket.socketpair()
    with one, other:
        visitor = WebSocketEnd(ByteStream(one, 0.0), is_visitor=True)
        yield visitor, WebSocketEnd(ByteStream(other, 0.0), is_visitor=False), other


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536])
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_what_is_said_is_heard(ends: Ends, opcode: int, size: int) -> None:
    """Either way, at each boundary of a length."""
    visitor, server, _ = ends
    said = Message(opcode, (b"x" * size,))
    for one, other in ((visitor, server), (server, visitor)):
        one.say(said, within_s=WITHIN_S)
        assert said == other.hear(within_s=WITHIN_S)


def test_fragments_are_one_message_and_pings_are_none(ends: Ends) -> None:
    """A ping between two of them is answered by whoever hears it."""
    visitor, server, held = ends
    held.sendall(b"\x01\x03one" + bytes([0x80 | PING, 2]) + b"hi" + b"\x80\x04 two")

    assert Message(TEXT, (b"one two",)) == visitor.hear(within_s=WITHIN_S)
    visitor.say(Message(CLOSE, (b"\x0f\xa1",)), within_s=WITHIN_S)
    assert Message(CLOSE, (b"\x0f\xa1",)) == server.hear(within_s=WITHIN_S)


def test_an_end_in_the_middle_is_a_breach(ends: Ends) -> None:
    """Half a message is none."""
    visitor, _, held = ends
    held.sendall(b"\x81\x05hal")
    held.close()

    with pytest.raises(ContractBreach, match="a message arrives"):
        visitor.hear(within_s=WITHIN_S)
