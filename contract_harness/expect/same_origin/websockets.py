"""What is said over a WebSocket, heard at the other end."""

from __future__ import annotations

import time

from contract_harness.clients.websocket import WebSocketEnd
from contract_harness.errors import ContractBreach
from contract_harness.patience import Patience, eventually
from contract_harness.tables import Table, pairs
from contract_harness.upstreams.http_server import Upstream
from contract_harness.upstreams.messages import GREETED, MESSAGES

_SILENCE = "nothing, for "
"""How a table says that one end falls silent, as `nothing, for 3 s`."""


def expect_passes(visitor: WebSocketEnd, upstream: Upstream, rows: Table, patience: Patience) -> None:
    """Each message of the table arrives at the other end, however it is framed, before the next is sent."""
    __tracebackhide__ = True
    admin_ui = eventually(
        lambda: upstream.websockets[:1], within_s=patience.arrival_s, what="a WebSocket at the admin UI"
    )[0]
    for sender, called in pairs(rows):
        if called.startswith(_SILENCE):
            time.sleep(float(called.removeprefix(_SILENCE).removesuffix(" s")) * patience.factor)
            continue
        ends = {"the visitor": (visitor, admin_ui), "the admin UI": (admin_ui, visitor)}
        _expect_passed(called, sender, *ends[sender], within_s=patience.arrival_s)


def _expect_passed(
    called: str, sender: str, one: WebSocketEnd, other: WebSocketEnd, *, within_s: float
) -> None:
    __tracebackhide__ = True
    said = MESSAGES[called]
    try:
        if called != GREETED:
            one.say(said, within_s=within_s)
        heard = other.hear(within_s=within_s)
    except ContractBreach as breach:
        raise ContractBreach(f"{called} of {sender} arrives: {said}", breach.observed) from None
    if (heard.opcode, heard.content) != (said.opcode, said.content):
        raise ContractBreach(f"{called} of {sender} arrives: {said}", f"{heard}")
