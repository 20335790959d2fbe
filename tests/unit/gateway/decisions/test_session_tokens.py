"""What a browser carries: a session's name, a random half, and nothing the database could give away."""

from __future__ import annotations

import re

import pytest

from reference_gateway.domain.secrets import Secret
from reference_gateway.services.sessions import SessionTokens

SESSION = "11111111-1111-4111-8111-111111111111"
TOKENS = SessionTokens(Secret("identity"))


def test_a_token_names_its_session_and_no_two_are_alike():
    """128 random bits, as hex: no more than a cookie needs, no fewer than a guess must cost."""
    one, other = TOKENS.make(SESSION), TOKENS.make(SESSION)

    assert re.fullmatch(rf"{SESSION}\.[0-9a-f]{{32}}", one)
    assert one != other
    assert SESSION == TOKENS.session_id(one)


@pytest.mark.parametrize(
    ("token", "named"),
    [
        (f"{SESSION}.{'0' * 32}", SESSION),
        (f"{SESSION.upper()}.0", SESSION),
        (f"{SESSION}.0.0", SESSION),
        (SESSION, None),
        ("nobody.0", None),
        (".0", None),
        ("", None),
    ],
)
def test_a_session_is_named_before_the_first_dot(token: str, named: str | None):
    """By a UUID; what has no dot, or something else before it, is no token."""
    assert named == TOKENS.session_id(token)


def test_a_digest_is_the_same_in_every_version_of_the_gateway():
    """An upgrade signs nobody out. (HMAC-SHA-256 of `session:` and the token, computed with openssl.)"""
    token = f"{SESSION}.{'0' * 32}"

    assert "5453ec1ae2edc92ad97bc95b496a2293bdacfb68eee69093021df6d59afafac0" == TOKENS.digest(token)
    assert TOKENS.digest(token) != SessionTokens(Secret("rotated")).digest(token)
