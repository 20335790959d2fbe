"""What every path answers alike: health, unknown paths and methods, bodies that cannot be used."""

import json

import pytest

from tests.integration.gateway.http_api.world import refused


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


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/healthz"),
        ("GET", "/nowhere"),
        ("BREW", "/v1/models"),
        ("GET", "/v1/models"),
        ("GET", "/docs"),
    ],
)
def test_no_browser_takes_an_answer_for_another_type(world, method, path):
    """Whether it is an answer or a refusal."""
    assert "nosniff" == world.send(method, path).one("x-content-type-options")


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


def test_who_asks_is_settled_before_what_is_asked(world):
    """A bad body from nobody is 401, not 4xx about the body."""
    assert (401, "session_required") == refused(
        world.send("POST", "/api/v1/auth/password/change", "Content-Type: text/plain", body=b"{")
    )
    assert (401, "missing_authorization_header") == refused(
        world.send("POST", "/v1/chat/completions", "Content-Type: text/plain", body=b"{")
    )
