"""The admin lists: who may see them, and what they show."""

import json

import pytest

from tests.given.population import KEY
from tests.integration.gateway.http_api.world import data, refused


@pytest.mark.parametrize("path", ["/api/v1/admin/api-keys", "/api/v1/admin/identity/users"])
def test_admin_lists_need_a_session_and_no_key_opens_them(world, path):
    """401 for nobody and for a data-plane key."""
    assert (401, "session_required") == refused(world.send("GET", path))
    assert (401, "session_required") == refused(world.send("GET", path, f"Authorization: Bearer {KEY}"))
    assert 200 == world.send("GET", path, world.cookie()).status


def test_a_demoted_admin_loses_the_lists(world):
    """403, at once."""
    cookie = world.cookie()
    world.sql("UPDATE users SET global_role = 'user'")

    assert (403, "insufficient_privileges") == refused(world.send("GET", "/api/v1/admin/api-keys", cookie))
    assert (401, "invalid_credentials") == refused(world.sign_in())


def test_the_key_list(world):
    """Full public id, no secret, owners and models to choose from."""
    listed = data(world.send("GET", "/api/v1/admin/api-keys", world.cookie()))

    (item,) = listed["items"]
    assert ("gwk_test", "ci", "active", "team") == tuple(
        item[k] for k in ("prefix", "name", "status", "owner_kind")
    )
    assert ("System Legacy", "system-legacy", None) == (
        item["owner_name"],
        item["owner_team_key"],
        item["owner_email"],
    )
    assert ["fast", "quick", "dead"] == item["model_keys"]
    assert ["fast", "quick", "reasoning", "dead"] == [model["key"] for model in listed["models"]]
    assert [] == listed["users"]
    assert ["system-legacy"] == [team["key"] for team in listed["teams"]]
    assert "some.secret" not in json.dumps(listed)


def test_the_user_list(world):
    """The bootstrap admin is not shown; an invited user has an invitation to be sent."""
    (user,) = data(world.send("GET", "/api/v1/admin/identity/users", world.cookie()))["users"]

    assert ("ann@local", "invited", None) == (user["email"], user["status"], user["team_id"])
    assert {"kind": "password_invite", "invite_url": None, "expires_at": None, "can_resend": True} == user[
        "onboarding"
    ]
