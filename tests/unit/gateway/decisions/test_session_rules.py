"""Who is signed in, to the second, and the words in which the others are turned away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from reference_gateway.domain.errors import (
    InsufficientPrivileges,
    InvalidCredentials,
    InvalidRequest,
    PasswordChangeRequired,
    SessionRequired,
)
from reference_gateway.services.sessions import Sessions
from reference_gateway.store.sessions import SessionStore
from reference_gateway.wiring.graph import Graph
from tests.given.graphs import NOW
from tests.unit.gateway.decisions.given import edit, rows, user

PASSWORD = "first-password"
EMAIL = "ann@example.test"
SECONDS = int(NOW.timestamp())


class Clock:
    """Stands still until it is set."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **time: float) -> None:
        """Let that much time pass since the beginning."""
        self.now = NOW + timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """The time."""
    return Clock()


@pytest.fixture
def graph(graph_of, clock: Clock) -> Graph:
    """A database with one active platform admin, Ann."""
    graph: Graph = graph_of(clock=clock)
    graph.migrations.apply()
    edit(graph, user("ann", role="platform_admin"))
    graph.parts.identity_store(graph.backend).store_password(
        "ann", graph.hasher.hash(PASSWORD), must_change=False, at=NOW
    )
    return graph


@pytest.fixture
def sessions(graph: Graph) -> Sessions:
    """The rules over that database."""
    rules: Sessions = graph.sessions
    return rules


def last_seen(graph: Graph) -> int:
    """Seconds after the beginning at which the only session was last seen in use."""
    ((seen_at,),) = rows(graph, "last_seen_at", "user_sessions")
    return int(seen_at) - SECONDS


def words(refusal: type[Exception], act: Any, *arguments: Any) -> str:
    """In what words *act* is refused."""
    with pytest.raises(refusal) as refused:
        act(*arguments)
    return str(refused.value)


def test_signing_in_opens_the_session_it_tells_of(graph: Graph, sessions: Sessions):
    """Thirty days from now, never seen since, kept without the token."""
    signed_in, token = sessions.sign_in(EMAIL, PASSWORD)

    assert sessions.recognise(token) == signed_in
    assert ("ann", NOW, NOW + timedelta(days=30), NOW, None) == (
        signed_in.session.user_id,
        signed_in.session.created_at,
        signed_in.session.expires_at,
        signed_in.session.last_seen_at,
        signed_in.session.revoked_at,
    )
    assert token not in repr(rows(graph, "*", "user_sessions"))


@pytest.mark.parametrize("email", ["", "ann", "  "])
def test_what_is_no_address_is_said_to_be_none(sessions: Sessions, email: str):
    """That is a mistake of the form, and tells nothing about who exists."""
    assert "invalid request: email is not an address" == words(
        InvalidRequest, sessions.sign_in, email, PASSWORD
    )


@pytest.mark.parametrize(
    "change",
    [
        "auth_mode = 'oidc'",
        "auth_mode = 'oauth'",
        "global_role = 'user'",
        "status = 'invited'",
        "status = 'disabled'",
    ],
)
def test_nobody_else_may_sign_in_with_a_right_password(graph: Graph, sessions: Sessions, change: str):
    """In the words of a wrong one."""
    wrong = words(InvalidCredentials, sessions.sign_in, EMAIL, "wrong-password")
    edit(graph, f"UPDATE users SET {change}")

    assert wrong == words(InvalidCredentials, sessions.sign_in, EMAIL, PASSWORD)
    assert [] == rows(graph, "id", "user_sessions")


def test_a_session_ends_at_its_last_second(clock: Clock, sessions: Sessions):
    """Thirty days are thirty days: at that moment it is over."""
    _, token = sessions.sign_in(EMAIL, PASSWORD)
    clock.go_on(days=30, seconds=-1)
    assert sessions.recognise(token) is not None
    clock.go_on(days=30)

    assert sessions.recognise(token) is None


@pytest.mark.parametrize(("after_s", "seen_s"), [(0.999, 0), (1, 1), (1.5, 1), (60, 60)])
def test_a_use_is_remembered_to_the_second(
    clock: Clock, graph: Graph, sessions: Sessions, after_s: float, seen_s: int
):
    """A page that asks ten things in one second costs one write, not ten."""
    _, token = sessions.sign_in(EMAIL, PASSWORD)
    clock.go_on(seconds=after_s)
    sessions.recognise(token)

    assert seen_s == last_seen(graph)


def test_what_is_no_token_is_not_looked_up(graph_of):
    """A stranger's cookie costs the database nothing."""

    class Untouched(SessionStore):
        def session(self, session_id: str) -> Any:
            raise AssertionError(f"looked up {session_id}")

    sessions = graph_of(session_store=Untouched).sessions

    assert [None] * 3 == [sessions.recognise(token) for token in (None, "x", "x.y")]


def test_only_the_whole_token_ends_a_session(sessions: Sessions):
    """Whoever knows a session's id alone cannot sign its owner out; and signing out twice is no mistake."""
    _, token = sessions.sign_in(EMAIL, PASSWORD)
    for not_it in (None, "", token.partition(".")[0] + "." + "0" * 32):
        sessions.sign_out(not_it)
    assert sessions.recognise(token) is not None
    sessions.sign_out(token)
    sessions.sign_out(token)

    assert sessions.recognise(token) is None


def test_a_revoked_session_keeps_the_moment_of_its_end(clock: Clock, graph: Graph, sessions: Sessions):
    """A second sign-out does not move it."""
    _, token = sessions.sign_in(EMAIL, PASSWORD)
    for seconds in (10, 20):
        clock.go_on(seconds=seconds)
        sessions.sign_out(token)

    assert [(SECONDS + 10,)] == rows(graph, "revoked_at", "user_sessions")


@pytest.mark.parametrize(
    ("change", "refusal", "sentence"),
    [
        ("global_role = 'user'", InsufficientPrivileges, "session lacks required privileges"),
        ("status = 'invited'", InvalidRequest, "invalid request: only active platform admins may do this"),
        ("status = 'disabled'", SessionRequired, "authenticated session is required"),
        (
            "must_change_password = 1",
            PasswordChangeRequired,
            "password must be changed before anything else is allowed",
        ),
    ],
)
def test_an_admin_who_is_none_any_more_is_told_why(
    graph: Graph, sessions: Sessions, change: str, refusal: type[Exception], sentence: str
):
    """The session was theirs, and what became of them since decides the words."""
    _, token = sessions.sign_in(EMAIL, PASSWORD)
    edit(graph, f"UPDATE users SET {change}")

    assert sentence == words(refusal, sessions.require_admin, token)


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("1234567", "invalid request: password must have at least 8 bytes"),
        ("é" * 3 + "1", "invalid request: password must have at least 8 bytes"),
        ("x" * 4097, "invalid request: password must have at most 4096 bytes"),
        ("é" * 2048 + "1", "invalid request: password must have at most 4096 bytes"),
        (PASSWORD, "invalid request: new password must differ from the current one"),
    ],
)
def test_a_password_that_will_not_do_is_told_why(sessions: Sessions, new: str, sentence: str):
    """Bytes are counted, not letters; and the old password goes on."""
    _, token = sessions.sign_in(EMAIL, PASSWORD)

    assert sentence == words(InvalidRequest, sessions.change_password, token, PASSWORD, new)
    assert sessions.sign_in(EMAIL, PASSWORD)


@pytest.mark.parametrize("new", ["12345678", "é" * 4, "x" * 4096])
def test_the_shortest_and_the_longest_password_will_do(graph: Graph, sessions: Sessions, new: str):
    """The visitor goes on in the same session, with nothing left to rotate."""
    edit(graph, "UPDATE users SET must_change_password = 1")
    before, token = sessions.sign_in(EMAIL, PASSWORD)
    after = sessions.change_password(token, PASSWORD, new)

    assert (True, False) == (before.user.must_change_password, after.user.must_change_password)
    assert before.session == after.session
    assert after == sessions.require_admin(token)
    assert sessions.sign_in(EMAIL, new)


def test_who_does_not_sign_in_with_a_password_has_none_to_change(graph: Graph, sessions: Sessions):
    """Told before anything is said about the passwords."""
    _, token = sessions.sign_in(EMAIL, PASSWORD)
    edit(graph, "UPDATE users SET auth_mode = 'oidc'")

    assert "invalid request: this user does not sign in with a password" == words(
        InvalidRequest, sessions.change_password, token, "wrong", "short"
    )
