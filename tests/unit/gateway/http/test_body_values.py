"""How many values a body may have."""

import json

import pytest

from reference_gateway.http.api.bodies import parsed
from reference_gateway.http.api.inference import MOST_TOKENS
from reference_gateway.http.refusals import BodyTooLarge

TOKENS = [[15496] * 150_000] * 2
"""As many as OpenAI takes at once."""


def test_a_call_for_embeddings_may_have_many() -> None:
    """What it has tokens for."""
    assert {"input": TOKENS} == parsed(json.dumps({"input": TOKENS}).encode(), MOST_TOKENS)


@pytest.mark.parametrize(("tokens", "most"), [(TOKENS * 2, MOST_TOKENS), (TOKENS, None)])
def test_a_body_of_more_is_too_large(tokens: list[list[int]], most: int | None) -> None:
    """Of any other call it is what a call may have."""
    text = json.dumps({"input": tokens}).encode()
    with pytest.raises(BodyTooLarge):
        parsed(text, most) if most else parsed(text)
