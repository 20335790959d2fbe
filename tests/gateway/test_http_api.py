"""The API on the wire: envelopes, sessions, keys, lists and whole completions."""

import json
import time
from datetime import timedelta

import pytest

from tests.gateway.http_api_world import ADMIN, KEY, ORIGIN, PONG, add_route, api_world, prepare
from tests.gateway.http_world import raw

FROM_OUR_PAGE = f"Origin: {ORIGIN}"
MESSAGE = {"role": "user", "content": "ping"}
CHAT = {"model": "fast", "messages": [MESSAGE]}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("api") / "gateway.db"
    prepare(path)
    return path


@pytest.fixture
def world(template, tmp_path):
    with api_world(template, tmp_path) as world:
        yield world


def refused(reply) -> tuple[int, str]:
    document = json.loads(reply.body)["error"]
    assert {"message", "type", "code", "param"} == set(document)
    assert document["param"] is None
    assert ["application/json"] == reply.all("content-type")
    assert reply.one("x-request-id")
    return reply.status, document["code"]


def data(reply):
    assert reply.status == 200, reply.body
    document = json.loads(reply.body)
    assert {"data", "meta"} == set(document)
    assert document["meta"]["generated_at"].endswith("Z")
    return document["data"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/healthz", {"status": "ok"}),
        ("/readyz", {"status": "ready"}),
        ("/api/v1/health", {"status": "ok", "service": "gateway"}),
    ],
)
def test_health(world, path, body):
    """Outside the envelope, also for HEAD, never cached."""
    reply = world.send("GET", path)
    assert (200, body) == (reply.status, json.loads(reply.body))
    assert "no-store" == reply.one("cache-control")

    reply = world.send("HEAD", path)
    assert (200, b"") == (reply.status, reply.body)
    assert str(len(json.dumps(body))) == reply.one("content-length")


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/models/", "//v1/models", "/v1%2Fmodels", "/api/v1", "/adminx"]
)
def test_unknown_paths(world, path):
    """404 in the envelope, with a request id."""
    assert (404, "not_found") == refused(world.send("GET", path))


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/healthz", "GET, HEAD"),
        ("OPTIONS", "/healthz", "GET, HEAD"),
        ("BREW", "/v1/models", "GET, HEAD"),
        ("GET", "/api/v1/auth/logout", "POST"),
        ("DELETE", "/v1/chat/completions", "POST"),
    ],
)
def test_a_method_the_path_does_not_have(world, method, path, allow):
    """405 in the envelope, saying which it has."""
    reply = world.send(method, path)

    assert (405, "method_not_allowed") == refused(reply)
    assert allow == reply.one("allow")


def test_a_session_from_sign_in_to_sign_out(world):
    """Login hands out the cookie, the session is recognised, logout ends it."""
    reply = world.sign_in(email="  Admin@LOCAL ")
    view = data(reply)
    assert "admin@local" == view["user"]["email"]
    assert {"id", "name", "email", "global_role"} == set(view["user"])
    assert view["must_change_password"] is False
    token, *attributes = str(reply.one("set-cookie")).split("; ")
    assert ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=2592000"] == attributes
    assert "no-store" == reply.one("cache-control")
    cookie = f"Cookie: other=1; {token}; ogw_session=second"

    assert view == data(world.send("GET", "/api/v1/auth/session", cookie))
    ended = world.send("POST", "/api/v1/auth/logout", cookie, FROM_OUR_PAGE)
    assert {"status": "ok"} == data(ended)
    cleared = "ogw_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
    assert [cleared] == ended.all("set-cookie")
    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is None
    assert {"status": "ok"} == data(world.send("POST", "/api/v1/auth/logout"))


@pytest.mark.parametrize(
    "token", ["x", "x.y", "00000000-0000-4000-8000-000000000000.0", '"', "\xff", "a" * 5000]
)
def test_a_token_that_is_none(world, token):
    """No session, no failure."""
    assert data(world.send("GET", "/api/v1/auth/session", f"Cookie: ogw_session={token}")) is None


def test_an_altered_token_is_none(world):
    """One character differs."""
    cookie = world.cookie()
    altered = cookie[:-1] + ("0" if cookie[-1] != "0" else "1")

    assert data(world.send("GET", "/api/v1/auth/session", altered)) is None
    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is not None


def test_a_session_ends_after_thirty_days(world):
    """Use does not prolong it."""
    cookie = world.cookie()
    world.clock.ahead = timedelta(days=29, hours=23)
    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is not None
    world.clock.ahead = timedelta(days=30, seconds=1)

    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is None


@pytest.mark.parametrize(
    "credentials",
    [
        {"password": "wrong"},
        {"email": "nobody@local"},
        {"email": "ann@local"},
        {"password": ""},
    ],
    ids=["wrong password", "unknown", "invited, no password", "empty password"],
)
def test_a_login_that_fails_always_fails_alike(world, credentials):
    """The same refusal, and one verification each, so that time tells nothing."""
    reply = world.sign_in(**credentials)

    assert (401, "invalid_credentials") == refused(reply)
    assert [] == reply.all("set-cookie")
    assert 1 == world.hasher.verified


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ((), b"{}", (415, "unsupported_media_type")),
        (("Content-Type: text/plain",), b"{}", (415, "unsupported_media_type")),
        (("Content-Type: application/json",), b"{", (400, "invalid_request")),
        (("Content-Type: application/json",), b"", (400, "invalid_request")),
        (("Content-Type: application/json",), b"\xff", (400, "invalid_request")),
        (("Content-Type: application/json",), b"[" * 100_000, (400, "invalid_request")),
        (("Content-Type: application/json",), b'{"email": NaN}', (400, "invalid_request")),
        (("Content-Type: application/json",), b"[]", (422, "validation_failed")),
        (("Content-Type: application/json",), b'{"email": "a@b"}', (422, "validation_failed")),
        (("Content-Type: application/json",), b'{"email": 1, "password": "x"}', (422, "validation_failed")),
        (
            ("Content-Type: application/json",),
            b'{"email": "a\\ud800@b", "password": "x"}',
            (422, "validation_failed"),
        ),
        (("Content-Type: application/json",), b'{"email": "a", "password": "x"}', (400, "invalid_request")),
        (
            ("Content-Type: application/ld+json; a=b",),
            b'{"email": "", "password": "x"}',
            (400, "invalid_request"),
        ),
        (("Content-Type: application/json",), b" " * (1 << 20) + b"{}", (413, "request_body_too_large")),
    ],
)
def test_a_body_that_cannot_be_used(world, headers, body, expected):
    """Each in the envelope."""
    assert expected == refused(world.send("POST", "/api/v1/auth/login/password", *headers, body=body))


@pytest.mark.parametrize("path", ["/api/v1/admin/api-keys", "/api/v1/admin/identity/users"])
def test_admin_lists_need_a_session_and_no_key_opens_them(world, path):
    """401 for nobody and for a data-plane key."""
    assert (401, "session_required") == refused(world.send("GET", path))
    assert (401, "session_required") == refused(world.send("GET", path, f"Authorization: Bearer {KEY}"))
    assert 200 == world.send("GET", path, world.cookie()).status


def test_who_asks_is_settled_before_what_is_asked(world):
    """A bad body from nobody is 401, not 4xx about the body."""
    assert (401, "session_required") == refused(
        world.send("POST", "/api/v1/auth/password/change", "Content-Type: text/plain", body=b"{")
    )
    assert (401, "missing_authorization_header") == refused(
        world.send("POST", "/v1/chat/completions", "Content-Type: text/plain", body=b"{")
    )


def test_a_demoted_admin_loses_the_lists(world):
    """403, at once."""
    cookie = world.cookie()
    world.sql("UPDATE users SET global_role = 'user'")

    assert (403, "insufficient_privileges") == refused(world.send("GET", "/api/v1/admin/api-keys", cookie))
    assert (401, "invalid_credentials") == refused(world.sign_in())


def test_a_disabled_admin_is_signed_out(world):
    """Every session of theirs, for good."""
    cookie = world.cookie()
    world.sql("UPDATE users SET status = 'disabled'")
    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is None
    world.sql("UPDATE users SET status = 'active'")

    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is None


def test_rotation_is_enforced_and_ends_the_other_sessions(world):
    """Until it is done only session, change and logout are open; then the old password is dead."""
    world.sql("UPDATE users SET must_change_password = 1")
    mine, other = world.cookie(), world.cookie()
    assert data(world.send("GET", "/api/v1/auth/session", mine))["must_change_password"] is True
    assert (403, "password_change_required") == refused(world.send("GET", "/api/v1/admin/api-keys", mine))

    def change(current: str, new: str):
        document = {"current_password": current, "new_password": new}
        return world.post("/api/v1/auth/password/change", document, mine, FROM_OUR_PAGE)

    assert (401, "invalid_credentials") == refused(change("wrong", "new-password"))
    assert (400, "invalid_request") == refused(change(ADMIN["password"], "short"))
    assert (400, "invalid_request") == refused(change(ADMIN["password"], ADMIN["password"]))
    assert data(change(ADMIN["password"], "new-password"))["must_change_password"] is False
    assert 200 == world.send("GET", "/api/v1/admin/api-keys", mine).status
    assert data(world.send("GET", "/api/v1/auth/session", other)) is None
    assert (401, "invalid_credentials") == refused(world.sign_in())
    assert 200 == world.sign_in(password="new-password").status


@pytest.mark.parametrize("origin", [None, "http://evil.test", "null", "http://gateway.test:81"])
def test_a_write_with_the_cookie_needs_our_origin(world, origin):
    """Somebody else's page cannot sign anybody out; without the cookie there is nothing to protect."""
    cookie = world.cookie()
    headers = [cookie] + ([f"Origin: {origin}"] if origin else [])

    assert (403, "origin_not_allowed") == refused(world.send("POST", "/api/v1/auth/logout", *headers))
    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is not None
    assert 200 == world.sign_in().status


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


@pytest.mark.parametrize("name", ["fast", "quick", "tag:cheap"])
def test_a_completion(world, name):
    """The upstream sees its own model and our token; the caller sees the name that was asked for."""
    reply = world.chat(
        {**CHAT, "model": name, "seed": 7}, "X-Request-Id: abc", "User-Agent: spy", "Cookie: a=b"
    )

    expected_name = "fast" if name.startswith("tag:") else name
    assert (200, {**PONG, "model": expected_name}) == (reply.status, json.loads(reply.body))
    (asked,) = world.provider.asked
    assert "POST /v1/chat/completions HTTP/1.1" == asked.line
    sent = {**MESSAGE, "name": None}
    assert {"model": "gpt-4o-mini", "messages": [sent], "stream": False, "seed": 7} == json.loads(asked.body)
    assert ["Bearer up-token"] == asked.all("authorization")
    assert ["abc"] == asked.all("x-request-id") == reply.all("x-request-id")
    assert [] == asked.all("cookie") + asked.all("user-agent")


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"model": "reasoning"}, (403, "model_not_granted")),
        ({"model": "nothing"}, (404, "model_not_found")),
        ({"model": "tag:none"}, (404, "model_not_found")),
        ({"model": "tag:"}, (400, "invalid_request")),
        ({"model": "dead"}, (503, "no_routes_available")),
        ({}, (422, "validation_failed")),
        ({"model": 1}, (422, "validation_failed")),
        ({"model": "fast", "stream": None}, (422, "validation_failed")),
        ({"model": "fast", "messages": {}}, (422, "validation_failed")),
        ({"model": "fast", "messages": [{"role": "user"}]}, (422, "validation_failed")),
        ({"model": "fast", "messages": [{"content": "x"}]}, (422, "validation_failed")),
        (
            {"model": "fast", "messages": [{"role": "user", "content": "x", "name": 1}]},
            (422, "validation_failed"),
        ),
        ({"model": "fast", "stream": True}, (501, "not_implemented")),
        ({"model": "fast", "pad": "x" * 10_000}, (413, "request_body_too_large")),
    ],
)
def test_a_call_that_is_refused_asks_no_provider(world, document, expected):
    """Whatever is wrong."""
    assert expected == refused(world.chat(document))
    assert [] == world.provider.asked


@pytest.mark.parametrize(
    "header",
    [
        "X-Oceans-Service: Upper",
        "X-Oceans-Env: ",
        "X-Oceans-Tags: a=b;",
        "X-Oceans-Tags: a=b; a=c",
        "X-Oceans-Tags: env=b",
        "X-Oceans-Tags: 1a=b",
        "X-Oceans-Tags: a=1; b=2; c=3; d=4; e=5; f=6",
        "X-Oceans-Service: a\r\nX-Oceans-Service: a",
    ],
)
def test_tags_that_break_a_rule(world, header):
    """400 naming the header; good ones pass and go no further."""
    reply = world.chat(CHAT, header)
    assert (400, "invalid_request") == refused(reply)
    assert header.partition(":")[0].lower() in json.loads(reply.body)["error"]["message"]

    assert 200 == world.chat(CHAT, "X-Oceans-Service: a/b", "X-Oceans-Tags: k=v; k2=v:2").status


def test_a_route_without_the_capability_is_not_called(world):
    """400 naming what is missing, in the fixed order."""
    model_id = world.seeds.model_id("fast")
    add_route(world.seeds, model_id, capabilities=frozenset({"chat_completions"}))
    image = {"role": "Developer", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}

    reply = world.chat({"model": "fast", "messages": [image], "tools": [{}]})

    assert (400, "invalid_request") == refused(reply)
    assert "(chat_completions, tools, vision, developer_role)" in json.loads(reply.body)["error"]["message"]


def test_route_extras_and_profile_shape_the_call(world):
    """Extra body replaces, extra headers are added, the profile renames."""
    profile = {"max_tokens_field": "max_tokens", "supports_store": False, "developer_role": "system"}
    add_route(
        world.seeds,
        world.seeds.model_id("fast"),
        extra_body={"temperature": 0},
        extra_headers={"X-Extra": "1"},
        compatibility={"openai_compat": {**profile, "reasoning_effort": "reasoning_object"}},
    )
    asked_for = {
        "model": "fast",
        "messages": [{"role": "developer", "content": "x"}],
        "store": True,
        "temperature": 1,
        "max_completion_tokens": 5,
        "reasoning_effort": "low",
    }

    assert 200 == world.chat(asked_for).status
    (asked,) = world.provider.asked
    assert {
        "model": "gpt-4o-mini",
        "stream": False,
        "messages": [{"role": "system", "content": "x", "name": None}],
        "temperature": 0,
        "max_tokens": 5,
        "reasoning": {"effort": "low"},
    } == json.loads(asked.body)
    assert ["1"] == asked.all("x-extra")


# what the provider does, its bytes, the refusal
FAULTS = [
    ("400", b"HTTP/1.1 400 x\r\nContent-Length: 6\r\n\r\nsecret", (400, "upstream_http_error")),
    ("429", b"HTTP/1.1 429 x\r\nContent-Length: 0\r\n\r\n", (429, "upstream_http_error")),
    ("500", b"HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n", (500, "upstream_http_error")),
    ("401", b"HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n", (502, "upstream_http_error")),
    ("403", b"HTTP/1.1 403 x\r\nContent-Length: 0\r\n\r\n", (502, "upstream_http_error")),
    ("302", b"HTTP/1.1 302 x\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", (502, "upstream_http_error")),
    ("no JSON", b"HTTP/1.1 200 x\r\nContent-Length: 6\r\n\r\nsecret", (502, "upstream_transport")),
    ("no object", b"HTTP/1.1 200 x\r\nContent-Length: 2\r\n\r\n[]", (502, "upstream_transport")),
    ("empty", b"HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n", (502, "upstream_transport")),
    ("cut", b"HTTP/1.1 200 x\r\nContent-Length: 99\r\n\r\n{}", (502, "upstream_transport")),
    (
        "cut chunk",
        b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
        (502, "upstream_transport"),
    ),
    ("garbage", b"SSH-2.0\r\n\r\n", (502, "upstream_transport")),
    ("silence", b"", (502, "upstream_transport")),
]


@pytest.mark.parametrize(
    ("answer", "expected"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_a_provider_that_fails(world, answer, expected):
    """One call, no retry, nothing of its body shown."""
    world.provider.script = raw(answer)

    reply = world.chat(CHAT)

    assert expected == refused(reply)
    assert b"secret" not in reply.body
    assert 1 == len(world.provider.asked)


def test_a_provider_that_takes_too_long(world):
    """504 at the total limit, even when it dribbles."""

    def dribble(conversation, _asked):
        conversation.say(b"HTTP/1.1 200 x\r\nContent-Length: 1000\r\n\r\n")
        while True:
            conversation.say(b" ")
            time.sleep(0.05)

    world.provider.script = dribble
    began = time.monotonic()

    assert (504, "upstream_timeout") == refused(world.chat(CHAT))
    assert 0.5 < time.monotonic() - began < 2


def test_a_provider_that_is_not_there(world):
    """502."""
    world.provider.stop()

    assert (502, "upstream_transport") == refused(world.chat(CHAT))
