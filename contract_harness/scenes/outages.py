"""What callers are told while a database is in trouble, and a disk that is full."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contract_harness.clients.http import Reply
from contract_harness.databases import Database
from contract_harness.errors import ContractBreach
from contract_harness.patience import eventually
from contract_harness.scenes.scenario_gateway import ScenarioGateway

MOST_SIGN_INS = 60
ROOM_BYTES = 64 * 1024
"""Each sign-in writes some ten kilobytes, so a disk with so much room left is full long before the last."""

_OWN_WORDS = (
    "sqlite",
    "postgres",
    "psycopg",
    "sqlx",
    "tokio",
    "traceback",
    "panicked",
    "select ",
    "/gateway.db",
)
"""Words that only a database, its driver or a crash would say."""


def _with_a_key(subject: ScenarioGateway) -> Reply:
    return subject.public.list_models(subject.key("configured"))


def _with_a_session(subject: ScenarioGateway) -> Reply:
    return subject.browser.list_api_keys()


def _signs_in(subject: ScenarioGateway) -> Reply:
    return subject.stranger().sign_in(subject.email, subject.password("configured"))


CALLERS: Mapping[str, Callable[[ScenarioGateway], Reply]] = {
    "a caller with a key": _with_a_key,
    "a visitor with a session": _with_a_session,
    "somebody who signs in": _signs_in,
}
"""Who needs the database, by the name the features use."""


def expect_discreet(reply: Reply) -> None:
    """The refusal names no product, no file, no statement and no line of code."""
    __tracebackhide__ = True
    said = [word for word in _OWN_WORDS if word in reply.text.lower()]
    if said:
        raise ContractBreach(
            "a refusal says nothing of the database's own words", f"it says {said}", reply.shown
        )


def expect_opens_soon(subject: ScenarioGateway, model: str) -> None:
    """The configured key gets a completion, at the latest when what has happened has arrived."""
    __tracebackhide__ = True
    key = subject.key("configured")
    eventually(
        lambda: subject.public.complete(key, model).status == 200,
        within_s=subject.gateway.patience.arrival_s,
        what="the call is served again",
    )


class FullDisk:
    """A disk that is full for one gateway, until there is room again."""

    def __init__(self) -> None:
        self._make_room: Callable[[], None] = lambda: None
        self._granted = 0
        self._before = 0

    def sign_in_until_refused(self, subject: ScenarioGateway) -> Reply:
        """Leave little room, sign in until that is refused, and give the refusal.

        Raises:
            ContractBreach: it is never refused.
        """
        __tracebackhide__ = True
        database = subject.database
        self._before = _sessions(database)
        self._make_room = database.run_out_of_room(subject.gateway.pids(), ROOM_BYTES)
        for _ in range(MOST_SIGN_INS):
            reply = subject.stranger().sign_in(subject.email, subject.password("configured"))
            if reply.status != 200:
                return reply
            self._granted += 1
        raise ContractBreach("a full disk shows", f"{MOST_SIGN_INS} sign-ins were granted")

    def expect_sessions(self, subject: ScenarioGateway) -> None:
        """As many new sessions are stored as sign-ins were granted."""
        __tracebackhide__ = True
        stored = _sessions(subject.database) - self._before
        if stored != self._granted:
            raise ContractBreach(
                f"{self._granted} sessions, one for each sign-in granted", f"{stored} are stored"
            )

    def close(self) -> None:
        """Make room; twice does nothing."""
        make_room, self._make_room = self._make_room, lambda: None
        make_room()


def _sessions(database: Database) -> int:
    return int(database.rows("SELECT count(*) AS count FROM user_sessions")[0]["count"])
