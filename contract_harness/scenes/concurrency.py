"""Many visitors at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from contract_harness.clients.http import HttpClient, Reply
from contract_harness.clients.raw import RawConnection
from contract_harness.errors import ContractBreach
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.http_server import Upstream

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


def health_checks(http: HttpClient, count: int, *, callers: int = 4) -> list[str]:
    """Ask for the health of the API so many times, several callers at once; the requests' ids."""
    ids = [f"burst-{uuid.uuid4()}" for _ in range(count)]

    def ask(mine: list[str]) -> None:
        for request_id in mine:
            http.get("/api/v1/health", headers={"x-request-id": request_id})

    with ThreadPoolExecutor(callers) as crowd:
        list(crowd.map(ask, (ids[first::callers] for first in range(callers))))
    return ids
