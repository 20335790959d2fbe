"""What the admin lists and a session say, and when that is a breach."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contract_harness.clients.reply import Reply
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect import lists, sessions
from contract_harness.tables import records

USERS = [
    {"email": "Ada@Example.com", "team_name": "Platform"},
    {"email": "hedy@example.com", "team_name": None},
]
KEYS = [{"prefix": "gwk_a", "status": "active", "owner": "x"}, {"prefix": "gwk_b", "status": "revoked"}]


def answering(data: Any) -> Reply:
    return Reply(200, "OK", (), json.dumps({"data": data}).encode(), 0.1, "GET /list")


ALL = [["email", "team_name"], ["hedy@example.com", ""], ["Ada@Example.com", "Platform"]]


def test_a_list_is_exactly_its_table_in_any_order() -> None:
    """Only the columns of the table count, and an empty cell is null."""
    lists.expect_exactly(answering({"users": USERS}), "users", records(ALL))


@pytest.mark.parametrize("rows", [ALL[:2], [*ALL, ["grace@example.com", ""]]], ids=["fewer", "more"])
def test_a_list_that_is_longer_or_shorter_is_a_breach(rows: list[list[str]]) -> None:
    """It shows what was promised beside what is there."""
    with pytest.raises(ContractBreach, match=r"hedy@example\.com -"):
        lists.expect_exactly(answering({"users": USERS}), "users", records(rows))


def test_who_must_not_be_listed_is_found_in_any_case() -> None:
    """An email is the same in capitals."""
    reply = answering({"users": USERS})

    lists.expect_absent(reply, "users", records([["email"], ["grace@example.com"]]))
    with pytest.raises(ContractBreach, match=r"ada@example\.com is not among"):
        lists.expect_absent(reply, "users", records([["email"], ["ada@example.com"]]))


def test_a_given_key_may_be_somebody_elses() -> None:
    """Then it was seeded by no config, which is nobody's breach; that it is live is still promised."""
    reply = answering({"items": KEYS})

    with pytest.raises(NotObservable, match="give a key that the config seeds"):
        lists.expect_key(reply, "gwk_a.s", [("owner", "system")], is_given=True)
    with pytest.raises(ContractBreach, match="status active"):
        lists.expect_key(reply, "gwk_b.s", [("status", "active")], is_given=True)


def test_a_key_is_listed_with_what_is_promised_of_it() -> None:
    """The key is found by its public id; the member at fault is named."""
    reply = answering({"items": KEYS})

    lists.expect_key(reply, "gwk_a.secret", [("status", "active"), ("owner", "x")])
    with pytest.raises(ContractBreach, match="listed with status active"):
        lists.expect_key(reply, "gwk_b.secret", [("status", "active")])
    with pytest.raises(ContractBreach, match="it is not listed"):
        lists.expect_key(reply, "gwk_c.secret", [("status", "active")])


SESSION = {
    "user": {"email": "Root@Example.com", "global_role": "platform_admin"},
    "must_change_password": True,
}
SAID = [("user", "root@example.com"), ("role", "platform_admin"), ("password change", "required")]


def test_a_session_says_whose_it_is_and_what_is_required() -> None:
    """The email in any case."""
    sessions.expect_says(answering(SESSION), SAID)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"must_change_password": False}, "password change: not required"),
        ({"must_change_password": None}, "password change: not told"),
        ({"must_change_password": "true"}, "password change: not told"),
        ({"user": {"email": "root@example.com", "global_role": "user"}}, "role: user"),
        ({"user": None}, "user: nothing, role: nothing"),
    ],
)
def test_a_session_that_says_otherwise_is_a_breach(change: dict[str, Any], words: str) -> None:
    """Only what differs is told."""
    with pytest.raises(ContractBreach) as breach:
        sessions.expect_says(answering({**SESSION, **change}), SAID)

    assert f"it says {words}" in str(breach.value)
