"""The local demo: what it prints opens what it made, and making it again changes nothing of that."""

from __future__ import annotations

import uuid

import pytest

from reference_gateway.services.demo import DemoAccess
from tests.given.graphs import NOW
from tests.unit.gateway.decisions.given import edit, rows, team

SECONDS = int(NOW.timestamp())
RAW_KEY = "gwk_locdemo1.local-demo-secret"
PRINTED = DemoAccess("demo@local", "localdemo123", (("Demo key", RAW_KEY),))
KEY_ID = "0833809a-b75f-5c76-b46f-fff5af589d00"
"""The same on every machine, so that what is written down about the demo is true everywhere."""


def test_what_is_printed_is_what_was_made(graph):
    """The documented address, password and key; each is the one that is stored."""
    printed = graph.demo().seed()
    ((user_id, *stored),) = rows(
        graph,
        "id, name, email, global_role, auth_mode, status, must_change_password, "
        "request_logging_enabled, created_at",
        "users",
    )
    ((team_id, *made),) = rows(graph, "id, team_key, team_name, status", "teams")
    ((phc,),) = rows(graph, "password_hash", "user_password_auth")
    ((*key, secret_hash),) = rows(graph, "id, public_id, name, owner_team_id, secret_hash", "api_keys")

    assert printed == PRINTED
    assert ["Demo", "demo@local", "user", "password", "active", 0, 1, SECONDS] == stored
    assert ["demo", "Demo", "active"] == made
    assert [(user_id, team_id, "member")] == rows(graph, "user_id, team_id, role", "team_memberships")
    assert [KEY_ID, "locdemo1", "Demo key", team_id] == key
    assert graph.hasher.verify(phc, "localdemo123")
    assert graph.hasher.verify(secret_hash, "local-demo-secret")
    assert [user_id, team_id] == [str(uuid.UUID(one)) for one in (user_id, team_id)]


def test_a_password_that_was_changed_is_the_printed_one_again(graph):
    """Seeding again refreshes the demo: nobody is locked out of it, and nothing is to be rotated."""
    graph.demo().seed()
    edit(
        graph,
        "UPDATE user_password_auth SET password_hash = 'another'",
        "UPDATE users SET must_change_password = 1",
    )
    graph.demo().seed()
    ((phc,),) = rows(graph, "password_hash", "user_password_auth")

    assert graph.hasher.verify(phc, "localdemo123")
    assert [(0,)] == rows(graph, "must_change_password", "users")


@pytest.mark.parametrize("name", ["Demo", "Renamed"])
def test_what_was_there_before_is_used(graph, name):
    """A team, a key: by what they are called, under the ids they have, the team under its own name."""
    edit(
        graph,
        team("demo", name=name),
        "INSERT INTO api_keys (id, public_id, secret_hash, name, owner_kind, owner_team_id, created_at) "
        "VALUES ('made-elsewhere', 'locdemo1', 'unreadable', 'old', 'team', 'demo', 1)",
        "INSERT INTO gateway_models (id, model_key, created_at, updated_at) VALUES ('m', 'fast', 1, 1)",
    )
    graph.demo().seed()

    assert [("demo", name)] == rows(graph, "id, team_name", "teams")
    assert [("made-elsewhere", "Demo key", "demo")] == rows(graph, "id, name, owner_team_id", "api_keys")
    assert [("made-elsewhere", "m")] == rows(graph, "api_key_id, model_id", "api_key_model_grants")
