"""Headers that the configuration adds to a call: texts as they stand, references looked up at the call."""

import pytest

from reference_gateway.config import ReferenceUnresolved
from reference_gateway.domain.errors import UpstreamTransport
from reference_gateway.domain.models import Route
from reference_gateway.providers.openai_compat import OpenAiCompat
from reference_gateway.wiring.looking_up import looked_up

ENV = {"AZURE_KEY": "s3cret"}


def looked(text: str) -> str:
    """As the gateway looks it up."""
    return looked_up(ENV, text)


def route(**headers: str) -> Route:
    """A route that adds these headers."""
    return Route(
        id="r",
        model_id="m",
        provider_key="up",
        upstream_model="u",
        priority=1,
        weight=1.0,
        is_enabled=True,
        capabilities=frozenset(),
        extra_headers=headers,
    )


def test_a_reference_is_looked_up_and_a_text_is_sent_as_it_stands() -> None:
    """The route's header replaces the provider's; `literal.` is an escape for what looks like a reference."""
    upstream = OpenAiCompat(
        key="up",
        base_url="http://127.0.0.1:9",
        default_headers={"Api-Key": "env.AZURE_KEY", "x-team": "core", "x-tier": "slow"},
        resolve=looked,
    )
    told = upstream.headers(route(**{"x-tier": "literal.env.TIER"}), "id")

    assert ("s3cret", "core", "env.TIER") == (told["api-key"], told["x-team"], told["x-tier"])


def test_a_variable_that_has_gone_fails_the_call_and_names_itself_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A route in the database may name what this process was not given; the caller is not told."""
    upstream = OpenAiCompat(key="up", base_url="http://127.0.0.1:9", resolve=looked)
    with pytest.raises(UpstreamTransport) as failed:
        upstream.headers(route(**{"api-key": "env.GONE"}), "id")

    assert "GONE" not in str(failed.value)
    assert "header api-key: required environment variable `GONE` is not set" in caplog.text


def test_a_reference_that_cannot_be_resolved_says_so() -> None:
    """As everywhere."""
    with pytest.raises(ReferenceUnresolved):
        looked("env.GONE")
