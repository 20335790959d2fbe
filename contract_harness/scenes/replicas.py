"""Two gateways on one database, and one person's browser that talks to both."""

from __future__ import annotations

from collections.abc import Sequence

from contract_harness.clients.admin import AdminApi
from contract_harness.databases import Database
from contract_harness.drivers.gateway import Gateway


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

    def at_the_second(self) -> AdminApi:
        """The browser as it talks to the second replica, with the cookies it was given before signing out."""
        self._carried |= self.first.cookies
        there = self.gateways[1].admin()
        there.cookies = dict(self._carried)
        return there
