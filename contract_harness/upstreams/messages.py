"""What is said over a WebSocket, by the names the features call it, and a server that agrees to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from contract_harness.clients.websocket import BINARY, CLOSE, TEXT, Message, acceptance, unmasked
from contract_harness.upstreams.admin_ui import PAGE
from contract_harness.upstreams.script import Answer, Received, generated

_MIB_BYTES = 1024 * 1024
_HTML = (("Content-Type", "text/html; charset=utf-8"),)

GREETING = Message(TEXT, (b"at your service",))
GREETED = "what it was greeted with"
"""How a feature calls that: it is said already."""

MESSAGES: Mapping[str, Message] = MappingProxyType(
    {
        "a short text": Message(TEXT, ("Gr\u00fc\u00dfe, \u4f60\u597d".encode(),)),
        "an empty text": Message(TEXT, (b"",)),
        "a text in three fragments": Message(TEXT, (b"begun, ", b"gone on with, ", b"ended")),
        "a byte": Message(BINARY, (b"\0",)),
        "1 MiB of bytes": Message(BINARY, (b"".join(generated(_MIB_BYTES)),)),
        "an end with the code 4001": Message(CLOSE, ((4001).to_bytes(2, "big") + b"seen enough",)),
        GREETED: GREETING,
        "an end with the code 1000": Message(CLOSE, ((1000).to_bytes(2, "big"),)),
    }
)


def agreeing(request: Received) -> Answer:
    """Agrees to a WebSocket; whoever asks for none is given the page."""
    agreed = acceptance(request)
    if agreed is None:
        return Answer(headers=_HTML, body=PAGE)
    return Answer(status=101, headers=tuple(agreed), switches=True)


def greeting_at_once(request: Received) -> Answer:
    """Agrees, and says `GREETING` in the same breath."""
    agreed = agreeing(request)
    return replace(agreed, behind=unmasked(GREETING)) if agreed.switches else agreed
