"""Many visitors at once."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from contract_harness.clients.http import HttpClient, Reply
from contract_harness.clients.raw import RawConnection
from contract_harness.errors import ContractBreach
from contract_harness.patience import POLL_S
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.http_server import Answer, Hold, Upstream
from contract_harness.upstreams.provider import SimulatedProvider

AT_ONCE = {"in turn": False, "together": True}
"""How several visitors come, as the features say it."""


def of_several(visitor: Visitor, count: int, *, at_once: bool) -> dict[str, Reply]:
    """What each of *count* visitors with a cookie of their own gets for the same page, by cookie."""
    __tracebackhide__ = True

    def one(cookie: str) -> Reply:
        return visitor.open("/greeting", headers=(("Cookie", cookie),))

    cookies = [f"visitor=number-{number}" for number in range(count)]
    with ThreadPoolExecutor(count if at_once else 1) as visitors:
        return dict(zip(cookies, visitors.map(one, cookies), strict=True))


def keep_waiting(
    visitor: Visitor, upstream: Upstream, connections: Sequence[RawConnection], *, spoil: Callable[[], None]
) -> None:
    """Ask for a page on each connection, and wait until every request has reached the admin UI.

    A gateway may pass on fewer at a time than there are visitors: then the others wait in the gateway, and
    that has settled when the patience for one close is over. They would reach the admin UI in the next
    scenario, so that *spoil* is called.
    """
    for connection in connections:
        connection.send(visitor.head())
    try:
        upstream.wait_for(len(connections), within_s=visitor.http.patience.close_s)
    except ContractBreach:
        spoil()


def completion_request(host: str, key: str, model: str) -> bytes:
    """A chat completion as bytes, on a connection that would be kept."""
    body = json.dumps({"model": model, "messages": [{"role": "user", "content": "ping"}]}).encode()
    lines = (
        "POST /v1/chat/completions HTTP/1.1",
        f"Host: {host}",
        f"Authorization: Bearer {key}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def keep_callers_waiting(
    connections: Sequence[RawConnection], request: bytes, provider: SimulatedProvider, *, settled_s: float
) -> Callable[[], None]:
    """Make a call on each connection that the provider does not answer; gives what lets them all go.

    A gateway may pass on fewer calls at a time than there are callers: the others wait in the gateway. That
    is so once no further call has come for *settled_s*.
    """
    hold = Hold()
    provider.answer(Answer(status=503, hold_head=hold))
    for connection in connections:
        connection.send(request)
    seen, since = 0, time.monotonic()
    while seen < len(connections) and time.monotonic() - since < settled_s:
        if len(provider.calls) > seen:
            seen, since = len(provider.calls), time.monotonic()
        time.sleep(POLL_S)

    def let_go() -> None:
        hold.release()
        for connection in connections:
            connection.read_reply()

    return let_go


def health_checks(http: HttpClient, count: int, *, callers: int = 4) -> list[str]:
    """Ask for the health of the API so many times, several callers at once; the requests' ids."""
    ids = [f"burst-{uuid.uuid4()}" for _ in range(count)]

    def ask(mine: list[str]) -> None:
        for request_id in mine:
            http.get("/api/v1/health", headers={"x-request-id": request_id})

    with ThreadPoolExecutor(callers) as crowd:
        list(crowd.map(ask, (ids[first::callers] for first in range(callers))))
    return ids
