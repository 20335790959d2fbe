"""Gateway keys at the door of `/v1`, and the models behind it."""

import json

import pytest

from tests.given.population import KEY
from tests.integration.gateway.http_api.world import refused


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "missing_authorization_header"),
        ("\xe9", "missing_authorization_header"),
        ("Bearer", "missing_bearer_token"),
        (KEY, "missing_bearer_token"),
        ("Basic abc", "invalid_authorization_header"),
        ("Bearer gwk_", "invalid_api_key_format"),
        ("Bearer gwk_a.", "invalid_api_key_format"),
        ("Bearer sk-abc", "invalid_api_key_format"),
        ("Bearer gwk_nobody.x", "api_key_not_found"),
        ("Bearer gwk_test.wrong", "api_key_secret_mismatch"),
    ],
)
def test_a_key_that_does_not_open(world, header, code):
    """Each says what is wrong with it."""
    headers = [] if header is None else [f"Authorization: {header}"]

    assert (401, code) == refused(world.send("GET", "/v1/models", *headers))


def test_models_are_those_granted(world):
    """By rank, aliases included; the scheme's case and blanks do not matter."""
    reply = world.send("GET", "/v1/models", f"Authorization: bEaReR   {KEY}")

    document = json.loads(reply.body)
    assert ["fast", "quick", "dead"] == [model["id"] for model in document["data"]]
    assert {"id": "fast", "object": "model", "created": 0, "owned_by": "gateway"} == document["data"][0]


@pytest.mark.parametrize("path", ["/v1/models/fast", "/v1/models/%66ast"])
def test_one_model_is_what_the_list_says_of_it(world, path):
    """Under its name, however that is written."""
    reply = world.send("GET", path, f"Authorization: Bearer {KEY}")

    listed = json.loads(world.send("GET", "/v1/models", f"Authorization: Bearer {KEY}").body)["data"]
    assert (200, listed[0]) == (reply.status, json.loads(reply.body))


@pytest.mark.parametrize("written", ["maker/fast", "maker%2Ffast"])
def test_a_slash_is_part_of_a_name(world, written):
    """Written as it is, or encoded."""
    world.sql("UPDATE gateway_models SET model_key = 'maker/fast' WHERE model_key = 'fast'")

    reply = world.send("GET", f"/v1/models/{written}", f"Authorization: Bearer {KEY}")

    assert (200, "maker/fast") == (reply.status, json.loads(reply.body)["id"])


@pytest.mark.parametrize("name", ["reasoning", "nothing", "tag:cheap", "fast/", "FAST", "%00", "%ff"])
def test_what_the_key_may_not_call_is_not_there(world, name):
    """Whether it exists for others is nobody's business."""
    assert (404, "model_not_found") == refused(
        world.send("GET", f"/v1/models/{name}", f"Authorization: Bearer {KEY}")
    )
    assert 401 == world.send("GET", f"/v1/models/{name}").status


def test_a_revocation_acts_at_once_though_the_proof_is_remembered(world):
    """The second call verifies nothing anew, the third is refused."""
    assert 200 == world.send("GET", "/v1/models", f"Authorization: Bearer {KEY}").status
    verified = world.hasher.verified
    assert 200 == world.send("GET", "/v1/models", f"Authorization: Bearer {KEY}").status
    assert verified == world.hasher.verified
    world.sql("UPDATE api_keys SET status = 'revoked', revoked_at = 1")

    assert (401, "api_key_revoked") == refused(
        world.send("GET", "/v1/models", f"Authorization: Bearer {KEY}")
    )


def test_a_key_whose_owner_is_not_active(world):
    """403, not a failure of ours."""
    world.sql(
        "UPDATE api_keys SET owner_kind = 'user', owner_team_id = NULL,"
        " owner_user_id = (SELECT id FROM users WHERE email = 'ann@local')"
    )

    assert 403 == world.send("GET", "/v1/models", f"Authorization: Bearer {KEY}").status
