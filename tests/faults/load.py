"""People who sign in and out as fast as they can, and what they were promised."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from contract_harness.clients.admin import AdminApi
from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import ProcessGateway
from contract_harness.targets.credentials import Credentials

PEOPLE = 4


class Load:
    """While entered, people sign in, and every second one signs out again.

    Attributes:
        granted: cookies of every sign-in that was acknowledged and whose end was not asked for.
        ended: cookies of every sign-out that was acknowledged.
        refused: answers that were not a grant.
    """

    def __init__(self, gateway: ProcessGateway, credentials: Credentials) -> None:
        self._gateway = gateway
        self._credentials = credentials
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._people = [threading.Thread(target=self._act) for _ in range(PEOPLE)]
        self.granted: list[dict[str, str]] = []
        self.ended: list[dict[str, str]] = []
        self.refused: list[int] = []

    def __enter__(self) -> Self:
        for one in self._people:
            one.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        for one in self._people:
            one.join()

    @property
    def acknowledged(self) -> int:
        """How many changes were acknowledged."""
        return len(self.granted) + 2 * len(self.ended)

    def _act(self) -> None:
        turn = 0
        while not self._over.is_set():
            turn += 1
            browser = self._gateway.admin()
            try:
                status = browser.sign_in(
                    self._credentials.admin_email, self._credentials.admin_password
                ).status
            except ContractBreach:
                return  # cut off: nothing was acknowledged
            cookies = dict(browser.cookies)
            if status != 200:
                self.refused.append(status)
            elif turn % 2:
                self.granted.append(cookies)
            else:
                self._sign_out(browser, cookies)

    def _sign_out(self, browser: AdminApi, cookies: dict[str, str]) -> None:
        try:
            if browser.sign_out().status < 300:
                self.ended.append(cookies)
        except ContractBreach:
            return  # it may have happened or not; nobody was promised either


def lost(gateway: ProcessGateway, load: Load) -> int:
    """How much of what was acknowledged is not so any more: sessions that are gone, or back."""
    wrong = 0
    for promised, cookies in ((True, load.granted), (False, load.ended)):
        for jar in cookies:
            browser = gateway.admin()
            browser.cookies = dict(jar)
            is_known = browser.session().json()["data"] is not None
            wrong += is_known is not promised
    return wrong
