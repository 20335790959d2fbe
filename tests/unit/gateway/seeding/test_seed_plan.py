"""What a configuration becomes: each value as it is stored, whole, and without a secret."""

from __future__ import annotations

from typing import Any

import pytest

from reference_gateway.domain.access import RawKey
from reference_gateway.domain.faults import SeedFault
from reference_gateway.domain.models import CAPABILITIES, GatewayModel, Provider, ProviderType, Route
from reference_gateway.services.seed_plan import (
    SeedKey,
    check_provider_secrets,
    model_of,
    provider_of,
    route_of,
    seed_keys,
)
from tests.unit.gateway.decisions.given import config_of

COMPATIBLE = {
    "id": "up",
    "type": "openai_compat",
    "base_url": "https://up.test/v1",
    "pricing_provider_id": "openai",
}
VERTEX = {"id": "cloud", "type": "gcp_vertex", "project_id": "p"}


def the_only_provider(section: dict[str, Any]) -> Provider:
    """What is stored of it."""
    (provider,) = config_of({"providers": [section]}).providers
    return provider_of(provider)


def test_a_provider_is_stored_whole_but_for_its_secret():
    """Everything a client of it needs, the defaults included; of the credentials only their kind."""
    told = {
        **COMPATIBLE,
        "auth": {"kind": "bearer", "token": "literal.secret"},
        "default_headers": {"x-team": "core"},
        "timeouts": {"total_ms": 5000},
        "display": {"label": "Up", "icon_key": "openai"},
    }
    stored = {
        "base_url": "https://up.test/v1",
        "pricing_provider_id": "openai",
        "auth": {"kind": "bearer"},
        "default_headers": {"x-team": "core"},
        "timeouts": {"total_ms": 5000},
        "display": {"label": "Up", "icon_key": "openai"},
    }

    assert Provider("up", ProviderType.OPENAI_COMPAT, stored) == the_only_provider(told)


def test_a_provider_without_credentials_says_so():
    """Null, not an absent entry."""
    stored = the_only_provider(COMPATIBLE).config

    assert ("auth", None) in stored.items()
    assert {"total_ms": 120_000} == stored["timeouts"]


def test_a_vertex_provider_keeps_how_it_signs_in():
    """The mode and the path of a credentials file are no secrets; a token is."""
    by_file = {**VERTEX, "auth": {"mode": "service_account", "credentials_path": "/run/key.json"}}
    by_token = {**VERTEX, "auth": {"mode": "bearer", "token": "literal.secret"}}

    assert {"mode": "service_account", "credentials_path": "/run/key.json"} == the_only_provider(
        by_file
    ).config["auth"]
    assert Provider(
        "cloud",
        ProviderType.GCP_VERTEX,
        {
            "project_id": "p",
            "auth": {"mode": "bearer", "credentials_path": None},
            "location": "global",
            "api_host": "aiplatform.googleapis.com",
            "default_headers": {},
            "timeouts": {"total_ms": 120_000},
            "display": {"label": None, "icon_key": None},
        },
    ) == the_only_provider(by_token)


def test_a_model_has_the_same_id_in_every_installation():
    """So that grants and logs of two of them can be compared."""
    told = {"id": "quick", "alias_of": "fast", "description": "The quick one", "tags": ["a", "b"], "rank": 7}
    (section,) = config_of({"models": [told]}).models

    assert GatewayModel(
        id="4f3cc6d9-c20c-5b34-84a6-814141c5f30f",
        key="quick",
        alias_of="fast",
        description="The quick one",
        tags=("a", "b"),
        rank=7,
    ) == model_of(section)


def test_a_route_is_stored_as_it_is_written():
    """Under an id made of model, provider, upstream name and priority."""
    told = {
        "provider": "up",
        "upstream_model": "gpt-4o-mini",
        "priority": 10,
        "weight": 0.5,
        "enabled": False,
        "extra_headers": {"x-tier": "flex"},
        "extra_body": {"seed": 7},
        "capabilities": {"vision": False, "tools": False},
        "compatibility": {"openai_compat": {"supports_store": False, "developer_role": "system"}},
    }
    (model,) = config_of({"models": [{"id": "fast", "routes": [told]}]}).models

    assert Route(
        id="aa5963d0-9246-5f78-8588-73d109b6b817",
        model_id="m",
        provider_key="up",
        upstream_model="gpt-4o-mini",
        priority=10,
        weight=0.5,
        is_enabled=False,
        capabilities=frozenset(CAPABILITIES) - {"vision", "tools"},
        extra_headers={"x-tier": "flex"},
        extra_body={"seed": 7},
        compatibility={
            "openai_compat": {
                "supports_store": False,
                "max_tokens_field": "max_completion_tokens",
                "developer_role": "system",
                "reasoning_effort": "passthrough",
                "supports_stream_usage": False,
            }
        },
    ) == route_of(model.routes[0], "m")


def test_a_route_without_a_profile_has_none():
    """Rather than one that changes nothing: an absent profile passes everything on."""
    route = {"provider": "up", "upstream_model": "gpt-4o-mini"}
    (model,) = config_of({"models": [{"id": "fast", "routes": [route]}]}).models

    assert {} == route_of(model.routes[0], "m").compatibility


def keys_config(*variables: str):
    """A configuration with a key in each variable; each may call `fast` and, said twice, `quick`."""
    grants = ["fast", "quick", "fast"]
    return config_of(
        {
            "auth": {
                "seed_api_keys": [
                    {"name": name, "value": f"env.{name}", "allowed_models": grants} for name in variables
                ]
            }
        }
    )


def test_keys_are_planned_in_the_order_they_are_listed():
    """Trimmed, each grant once, under an id that is the same in every installation."""
    env = {"A": "gwk_one.first.half\n", "B": "gwk_two.second"}
    one, two = seed_keys(keys_config("A", "B"), env)

    assert SeedKey("A", RawKey("one", "first.half"), ("fast", "quick")) == one
    assert ("39606aba-66c6-5e35-b010-39481f24940e", "two") == (one.id, two.raw.public_id)


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({}, "auth.seed_api_keys[0].value: required environment variable `A` is not set"),
        (
            {"A": "sk-1"},
            "auth.seed_api_keys[0].value: the value of `A` is not a gateway key; "
            "write gwk_<public id>.<secret>",
        ),
        (
            {"A": "gwk_one.a", "B": "gwk_one.b"},
            "auth.seed_api_keys[1].value: two keys have the public id `one`; generate one of them again",
        ),
    ],
    ids=["missing", "no key", "twice"],
)
def test_a_key_that_cannot_be_planned_is_named(env: dict[str, str], sentence: str):
    """By its place in the file and its variable, never by its value."""
    with pytest.raises(SeedFault) as refused:
        seed_keys(keys_config("A", "B"), env)

    assert sentence == str(refused.value)


def test_a_provider_whose_secret_is_missing_is_named():
    """By its place in the file; what is there is passed over."""
    told = [{**COMPATIBLE, "id": str(index)} for index in range(3)]
    told[1]["auth"] = {"kind": "bearer", "token": "env.SET"}
    told[2]["auth"] = {"kind": "bearer", "token": "env.UNSET"}

    with pytest.raises(SeedFault) as refused:
        check_provider_secrets(config_of({"providers": told}), {"SET": "s"})

    assert "providers[2].auth.token: required environment variable `UNSET` is not set" == str(refused.value)
