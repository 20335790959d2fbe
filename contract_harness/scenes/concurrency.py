"""Many visitors at once, and when many callers can be said to wait for an upstream."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from contract_harness.clients.http import HttpClient, Reply
from contract_harness.clients.raw import RawConnection
from contract_harness.errors import ContractBreach
from contract_harness.patience import POLL_S
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.http_server import Upstream

AT_ONCE = {"in turn": False, "together": True}
"""How several visitors come, as the features say it."""
_TIMES = 5
"""So many of the longest pauses between calls are one that means something."""
_IDLE_S = 0.02
"""Who computes less in such a pause does nothing."""
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def of_several(visitor: Visitor, count: int, *, at_once: bool) -> dict[str, Reply]:
    """What each of *count* visitors with a cookie of their own gets for the same page, by cookie."""
    __tracebackhide__ = True

    def one(cookie: str) -> Reply:
        return visitor.open("/greeting", headers=(("Cookie", cookie),))

    cookies = [f"visitor=number-{number}" for number in range(count)]
    with visitor.http.shared_by(count), ThreadPoolExecutor(count if at_once else 1) as visitors:
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

    with http.shared_by(callers), ThreadPoolExecutor(callers) as crowd:
        list(crowd.map(ask, (ids[first::callers] for first in range(callers))))
    return ids


@dataclass(frozen=True, slots=True)
class Crowd:
    """Callers of a gateway, which may pass on fewer calls at a time than there are callers.

    Attributes:
        arrived: how many have reached the upstream.
        worked_s: for how long the gateway has computed.
    """

    arrived: Callable[[], int]
    worked_s: Callable[[], float]

    def wait_until_settled(self, most: int, *, settled_s: float, within_s: float) -> None:
        """Return once *most* have arrived, or no more seem to come, at the latest after *within_s*.

        That is so when in *settled_s*, and in several times the longest pause so far, none has come and the
        gateway has computed nothing: one that is still busy with their keys waits for nobody.
        """
        began = since = time.monotonic()
        seen, worked, longest = self.arrived(), self.worked_s(), 0.0
        while seen < most and (now := time.monotonic()) - began < within_s:
            quiet = now - since
            if (number := self.arrived()) > seen:
                seen, since, longest, worked = number, now, max(longest, quiet), self.worked_s()
            elif self.worked_s() - worked > _IDLE_S:
                since, worked = now, self.worked_s()
            elif quiet > max(settled_s, _TIMES * longest):
                return
            time.sleep(POLL_S)


def worked_s(pids: Sequence[int]) -> float:
    """For how long processes have computed; those that have ended, or of a system without /proc, for none."""
    return sum(_ticks(pid) for pid in pids) / _TICKS_PER_S


def _ticks(pid: int) -> int:
    try:
        # The name of the program may hold anything; behind its bracket stand numbers.
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])
