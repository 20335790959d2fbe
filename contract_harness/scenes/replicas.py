"""Two gateways on one database, and one person's browser that talks to both."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import HttpClient, Reply
from contract_harness.clients.public import PublicApi
from contract_harness.databases import Database
from contract_harness.drivers.gateway import Gateway
from contract_harness.patience import POLL_S


class Replicas:
    """The gateways, and the admin's browser.

    Attributes:
        first: the browser as it talks to the first replica.
    """

    def __init__(self, database: Database, gateways: Sequence[Gateway]) -> None:
        self.database = database
        self.gateways = gateways
        self.first = gateways[0].admin()
        self._carried: dict[str, str] = {}

    def publics(self) -> list[PublicApi]:
        """The data plane of each replica, whose caller tries again as `TriesAgain` does."""
        return [TriesAgain(one.public().http, within_s=one.patience.arrival_s) for one in self.gateways]

    def at_the_second(self) -> AdminApi:
        """The browser as it talks to the second replica, with the cookies it was given before signing out."""
        self._carried |= self.first.cookies
        there = self.gateways[1].admin()
        there.cookies = dict(self._carried)
        return there


class TriesAgain(PublicApi):
    """
    A caller who tries again for a while where the server fails.

    One replica may still be writing down what it answered, and the other have no patience with a file that is
    locked; who is let in is another question.
    """

    def __init__(self, http: HttpClient, *, within_s: float) -> None:
        super().__init__(http)
        self._within_s = within_s

    def list_models(self, key: str | None) -> Reply:
        return self._answer(lambda: super(TriesAgain, self).list_models(key))

    def complete(self, *args: Any, **named: Any) -> Reply:
        return self._answer(lambda: super(TriesAgain, self).complete(*args, **named))

    def _answer(self, call: Callable[[], Reply]) -> Reply:
        __tracebackhide__ = True
        deadline = time.monotonic() + self._within_s
        while (reply := call()).status >= 500 and time.monotonic() < deadline:
            time.sleep(POLL_S)
        return reply
