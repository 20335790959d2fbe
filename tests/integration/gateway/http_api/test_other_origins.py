"""What the log says of a change that a page of another origin asked for."""

from __future__ import annotations

import logging

import pytest

from tests.integration.gateway.http_api.world import ApiWorld, refused

LOGOUT = "/api/v1/auth/logout"


def told_of(world: ApiWorld, origin: str, caplog: pytest.LogCaptureFixture) -> str:
    """The log's one line of a refused change."""
    caplog.clear()
    with caplog.at_level(logging.WARNING, "gateway.http"):
        assert (403, "origin_not_allowed") == refused(
            world.post(LOGOUT, {}, f"Origin: {origin}", world.cookie())
        )
    (line,) = (record.getMessage() for record in caplog.records)
    return line


def test_the_line_to_add_is_named(world: ApiWorld, caplog: pytest.LogCaptureFixture) -> None:
    """With what the browser said, and what the gateway took itself for; the answer says nothing of it."""
    line = told_of(world, "https://gw.example:8443", caplog)

    assert 'this origin is "http://gateway.test"' in line
    assert line.endswith('add to its config: server.public_base_url: "https://gw.example:8443"')


@pytest.mark.parametrize(
    "origin", ["null", 'https://a"b', "https://a/b", "https://\xe9", "javascript:x", "x" * 9000]
)
def test_what_is_no_origin_is_quoted_and_recommended_to_nobody(
    world: ApiWorld, caplog: pytest.LogCaptureFixture, origin: str
) -> None:
    """In one line of ASCII that is not much longer than usual."""
    line = told_of(world, origin, caplog)

    assert "public_base_url" not in line
    assert line.isascii()
    assert line.isprintable()
    assert len(line) < 500
