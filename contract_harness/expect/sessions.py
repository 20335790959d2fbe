"""Who is let in, and what a session says about its holder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.cookies import SESSION_COOKIE
from contract_harness.clients.http import Reply
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.evidence.wording import plain
from contract_harness.expect.replies import data_of, expect_refusal, user_of
from contract_harness.tables import Pairs

_MALFORMED = {400, 422}
_CHANGES = {"true": "required", "false": "not required", "missing": "not told"}


def expect_let_in(reply: Reply) -> None:
    """The sign-in was granted, with a session cookie.

    Source: observed gateway, 2.1 and 2.3.
    """
    __tracebackhide__ = True
    data_of(reply)
    if not reply.cookies().get(SESSION_COOKIE):
        raise ContractBreach(f"signing in sets the cookie {SESSION_COOKIE}", "no such cookie", reply.shown)


def expect_turned_away(reply: Reply, *, is_blank: bool = False) -> None:
    """The sign-in was refused like every other bad one, and no session was given.

    Args:
        is_blank: without a password it may be refused as a malformed one as well.
    """
    __tracebackhide__ = True
    if not (is_blank and reply.status in _MALFORMED):
        expect_refusal(reply, code="invalid_credentials")
    if reply.cookies().get(SESSION_COOKIE):
        raise ContractBreach("a refused sign-in gives no session", "it set a session cookie", reply.shown)


def expect_rotation(reply: Reply, *, pending: bool) -> None:
    """The reply, of a sign-in, a session or a password change, says whether rotation is pending.

    Source: observed gateway, 2.4 and 2.6.
    """
    __tracebackhide__ = True
    view = _session(reply)
    if view.get("must_change_password") is not pending:
        raise ContractBreach(
            f"{reply.request} says must_change_password is {_json(pending)}",
            f"it says {_json(view.get('must_change_password'))}",
            reply.shown,
        )


def expect_platform_admin(reply: Reply, *, email: str) -> None:
    """The session belongs to the platform admin of this email, compared without regard to case."""
    __tracebackhide__ = True
    user = user_of(_session(reply))
    observed = (str(user.get("email", "")).lower(), user.get("global_role"))
    if observed != (email.lower(), "platform_admin"):
        raise ContractBreach(
            f"the session belongs to {email}, a platform_admin",
            f"it belongs to {observed[0] or 'nobody'}, a {plain(observed[1], 'user without a role')}",
            reply.shown,
        )


def expect_says(reply: Reply, promised: Pairs) -> None:
    """The session says this of its user, the role, and whether a password change is required.

    The user is an email, compared without regard to case. Source: observed gateway, 2.4.
    """
    __tracebackhide__ = True
    view = _session(reply)
    user = user_of(view)
    said = {
        "user": str(user.get("email", "")).lower(),
        "role": user.get("global_role"),
        "password change": _CHANGES[_json(view.get("must_change_password"))],
    }
    wrong = [(about, value) for about, value in promised if said[about] != value]
    if wrong:
        raise ContractBreach(
            f"the session says {_listed(wrong)}",
            f"it says {_listed((about, said[about] or 'nothing') for about, _ in wrong)}",
            reply.shown,
        )


def expect_live(browser: AdminApi) -> None:
    """The browser's session goes on: its holder is still somebody."""
    __tracebackhide__ = True
    if not browser.cookies:
        raise NotObservable("the admin was not signed in")
    reply = browser.session()
    if data_of(reply) is None:
        raise ContractBreach("the session goes on", "it is answered as signed in no more", reply.shown)


def expect_nobody(reply: Reply) -> None:
    """Whoever sent no session is nobody."""
    __tracebackhide__ = True
    if data_of(reply) is not None:
        raise ContractBreach("a visitor without a session is nobody", "a visitor is somebody", reply.shown)


def expect_no_session(browser: AdminApi) -> None:
    """The browser's session is no longer one, neither where it is asked about nor for the admin API."""
    __tracebackhide__ = True
    if not browser.cookies:
        raise NotObservable("the admin was not signed in")
    reply = browser.session()
    if data_of(reply) is not None:
        raise ContractBreach("the session has ended", "it is still answered as signed in", reply.shown)
    expect_refusal(browser.list_api_keys(), code="session_required")


def _session(reply: Reply) -> Mapping[str, Any]:
    __tracebackhide__ = True
    view = data_of(reply)
    if not isinstance(view, dict):
        raise ContractBreach(f"{reply.request} tells of a session", "it tells of none", reply.shown)
    return view


def _listed(sayings: Iterable[tuple[str, object]]) -> str:
    return ", ".join(f"{about}: {value}" for about, value in sayings)


def _json(value: object) -> str:
    return {True: "true", False: "false"}.get(value, "missing") if isinstance(value, bool) else "missing"
