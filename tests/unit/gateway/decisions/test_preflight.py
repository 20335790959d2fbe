"""Before a start touches anything it says everything that its environment lacks, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from reference_gateway.services.preflight import Preflight
from reference_gateway.services.toggles import Toggles
from tests.unit.gateway.decisions.given import config_of


def compatible(name: str, token: str) -> dict[str, Any]:
    """A provider with that token."""
    section = {"id": name, "type": "openai_compat", "base_url": "http://x", "pricing_provider_id": "openai"}
    return {**section, "auth": {"kind": "bearer", "token": token}}


def document(*keys: str, **admin: Any) -> dict[str, Any]:
    """A configuration whose seeded keys are in the variables *keys*."""
    seeded = [{"name": name.lower(), "value": f"env.{name}"} for name in keys]
    return {
        "providers": [compatible("first", "literal.t"), compatible("second", "env.TOKEN")],
        "auth": {
            "seed_api_keys": seeded,
            "bootstrap_admin": {"password": "env.ADMIN_PASSWORD", **admin},
        },
    }


def problems(
    told: dict[str, Any], env: dict[str, str], *, is_first_boot: bool = True, **steps: bool
) -> list[str]:
    """What a start with that configuration and environment would be told."""
    return list(Preflight(config_of(told), env).problems(Toggles(**steps), lambda: is_first_boot))


def test_every_variable_is_judged_at_once():
    """Providers, then keys, then the administrator; each sentence says where and what to do."""
    env = {"EMPTY": "", "PLAIN": "hunter2", "ONE": "gwk_same.first", "TWO": " gwk_same.second\n"}

    assert [
        "providers[1].auth.token: required environment variable `TOKEN` is not set",
        "auth.seed_api_keys[0].value: required environment variable `EMPTY` is empty",
        "auth.seed_api_keys[1].value: the value of `PLAIN` is not a gateway key; "
        "write gwk_<public id>.<secret>",
        "auth.seed_api_keys[3].value: two keys have the public id `same`; generate one of them again",
        "auth.bootstrap_admin.password: required environment variable `ADMIN_PASSWORD` is not set",
    ] == problems(document("EMPTY", "PLAIN", "ONE", "TWO"), env)


def test_variables_of_headers_are_judged_as_well():
    """Of providers and of routes, by their place."""
    told = document()
    told["providers"] = [
        {**compatible("first", "literal.t"), "default_headers": {"api-key": "env.AZURE_KEY", "x": "y"}}
    ]
    route = {"provider": "first", "upstream_model": "u", "extra_headers": {"x-tier": "env.TIER"}}
    told["models"] = [{"id": "m", "routes": [route]}]

    assert [
        "providers[0].default_headers.api-key: required environment variable `AZURE_KEY` is not set",
        "models[0].routes[0].extra_headers.x-tier: required environment variable `TIER` is empty",
    ] == problems(told, {"TIER": "", "ADMIN_PASSWORD": "first"})


def test_nothing_is_wrong_with_what_is_there():
    """Two keys of different public ids, a token and a password."""
    env = {"TOKEN": "t", "ONE": "gwk_one.s", "TWO": "gwk_two.s", "ADMIN_PASSWORD": "first"}

    assert [] == problems(document("ONE", "TWO"), env)


@pytest.mark.parametrize(
    "token", ["a\ttab", "s3cret\x00", " s3cret", "s3cret ", "s3cret\u2713", "s3cret\udce9"]
)
def test_a_token_that_no_header_can_hold_is_told_and_not_shown(token: str):
    """Every call with it would fail."""
    env = {"TOKEN": token, "ADMIN_PASSWORD": "first"}

    (told,) = problems(document(), env)
    assert told.startswith("providers[1].auth.token: `TOKEN` cannot stand in a header: it has a line break, ")
    assert "s3cret" not in told


@pytest.mark.parametrize(
    ("steps", "heads"),
    [
        ({"seed_config": False}, ["providers[1].auth.token", "auth.bootstrap_admin.password"]),
        ({"bootstrap_admin": False}, ["providers[1].auth.token", "auth.seed_api_keys[0].value"]),
        ({"seed_config": False, "bootstrap_admin": False}, ["providers[1].auth.token"]),
    ],
)
def test_a_step_that_is_left_out_needs_no_variable(steps: dict[str, bool], heads: list[str]):
    """A provider's secret is needed to serve, whatever is seeded."""
    assert heads == [one.partition(":")[0] for one in problems(document("KEY"), {}, **steps)]


@pytest.mark.parametrize(("enabled", "is_first_boot"), [(True, False), (False, True), (False, False)])
def test_the_admin_password_is_needed_once_and_only_if_wanted(enabled: bool, is_first_boot: bool):
    """Neither on a later boot nor where no administrator is to be made."""
    told = document(enabled=enabled)

    assert [] == problems(told, {"TOKEN": "t"}, is_first_boot=is_first_boot)


@pytest.mark.parametrize(
    ("told", "env"), [(document(), {"TOKEN": "t", "ADMIN_PASSWORD": "p"}), (document(enabled=False), {})]
)
def test_the_database_is_asked_only_when_the_answer_matters(told: dict[str, Any], env: dict[str, str]):
    """With the password at hand, or no administrator wanted, a start need not look."""

    def look() -> bool:
        raise AssertionError("asked")

    assert not [one for one in Preflight(config_of(told), env).problems(Toggles(), look) if "admin" in one]
