"""What becomes of a body that nobody will read, on each route."""

import json

import pytest

from tests.given.http_client import Client
from tests.given.population import KEY
from tests.integration.gateway.http_api.world import ApiWorld, refused

RIGHT, WRONG = f"Authorization: Bearer {KEY}", "Authorization: Bearer gwk_test.wrong"
COMPLETIONS, LOGIN = "/v1/chat/completions", "/api/v1/auth/login/password"


@pytest.mark.parametrize("framing", ["Content-Length: 120000000", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize(
    ("method", "path", "header", "expected"),
    [
        ("POST", "/nowhere", "X: y", (404, "not_found")),
        ("PUT", COMPLETIONS, RIGHT, (405, "method_not_allowed")),
        ("POST", COMPLETIONS, "X: y", (401, "missing_authorization_header")),
        ("POST", COMPLETIONS, WRONG, (401, "api_key_secret_mismatch")),
        ("POST", COMPLETIONS, RIGHT, (413, "request_body_too_large")),
        ("POST", "/api/v1/auth/password/change", "X: y", (401, "session_required")),
        ("POST", LOGIN, "X: y", (413, "request_body_too_large")),
    ],
)
def test_the_refusal_is_that_of_any_other_body(
    world: ApiWorld, method: str, path: str, header: str, expected: tuple[int, str], framing: str
) -> None:
    """Without waiting for the rest of it, and without an invitation to send it."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: a",
        "Content-Type: application/json",
        header,
        framing,
        "",
        "",
    ]
    client = Client(world.port)
    client.send("\r\n".join(lines).encode())
    if "chunked" in framing:
        client.send(b"200000\r\n" + b"[" * 0x1FFFF0)
    reply = client.reply()

    assert expected == refused(reply)
    assert client.is_closed()
    client.close()


def test_health_does_not_read(world: ApiWorld) -> None:
    """It is answered though a body was announced that never comes."""
    client = Client(world.port)
    client.send(b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 120000000\r\n\r\n")

    assert {"status": "ok"} == json.loads(client.reply().body)
    client.close()
