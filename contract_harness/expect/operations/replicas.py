"""What replicas know of a session and of a key, by the words of the features."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.public import PublicApi
from contract_harness.configs.default_config import MODEL
from contract_harness.expect import access, sessions
from contract_harness.scenes.replicas import Replicas
from contract_harness.scenes.wording import meant


def expect_session(browser: AdminApi, state: str, *, email: str) -> None:
    """The session of *browser* is "known" to belong to the platform admin of this email, or "unknown"."""
    __tracebackhide__ = True
    meant(_SESSIONS, state)(browser, email)


def expect_key(replicas: Replicas, key: str, answer: str) -> None:
    """At each replica the key is "accepted" or "refused", once no call of the other keeps its store busy."""
    __tracebackhide__ = True
    for public in replicas.publics():
        meant(_ANSWERS, answer)(public, key)


def _expect_known(browser: AdminApi, email: str) -> None:
    __tracebackhide__ = True
    sessions.expect_platform_admin(browser.session(), email=email)


def _expect_unknown(browser: AdminApi, _: str) -> None:
    __tracebackhide__ = True
    sessions.expect_no_session(browser)


def _expect_accepted(public: PublicApi, key: str) -> None:
    __tracebackhide__ = True
    access.expect_opens(public, key, MODEL)


_SESSIONS: Mapping[str, Callable[[AdminApi, str], None]] = {
    "known": _expect_known,
    "unknown": _expect_unknown,
}
_ANSWERS: Mapping[str, Callable[[PublicApi, str], None]] = {
    "accepted": _expect_accepted,
    "refused": access.expect_no_entrance,
}
