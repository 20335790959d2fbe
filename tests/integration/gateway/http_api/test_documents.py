"""The contract at its two addresses: for programs and for people."""

import json
import sys

import pytest


def test_the_document(world):
    """Open to everybody, never cached, the same for a second reader."""
    first, second = (world.send("GET", "/openapi.json") for _ in range(2))

    assert (200, "application/json", "no-store") == (
        first.status,
        first.one("content-type"),
        first.one("cache-control"),
    )
    assert "/v1/models" in json.loads(first.body)["paths"]
    assert first.body == second.body


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("/docs", "text/html; charset=utf-8", b"<title>API reference"),
        ("/docs/start.js", "text/javascript; charset=utf-8", b'url: "openapi.json"'),
        ("/docs/docs.css", "text/css; charset=utf-8", b"prefers-color-scheme: dark"),
        ("/docs/swagger-ui.css", "text/css; charset=utf-8", b".swagger-ui"),
        ("/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8", b"SwaggerUIBundle"),
    ],
)
def test_the_viewer(world, path, kind, words):
    """From this origin alone, under a policy without inline scripts; what brings it is not imported."""
    reply = world.send("GET", path)

    assert (200, kind) == (reply.status, reply.one("content-type"))
    assert words in reply.body
    assert "script-src 'self';" in (reply.one("content-security-policy") or "")
    assert "max-age" in (reply.one("cache-control") or "")
    assert "flask" not in sys.modules


@pytest.mark.parametrize("path", ["/docs/", "/docs/nope.js", "/docs/../docs/start.js", "/openapi.yaml"])
def test_there_is_nothing_else(world, path):
    """A file is served because it is listed, not because it lies there."""
    assert 404 == world.send("GET", path).status
