"""The packaged target of a later version: its template makes that version's config of every shape."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from contract_harness.configs import variants
from contract_harness.configs.default_config import default_config
from contract_harness.configs.secrets import KnownSecrets
from contract_harness.configs.template import render
from contract_harness.targets.credentials import Credentials
from contract_harness.targets.loading import load


def made(shape: str, **changes: Any) -> dict[str, Any]:
    """What its gateway reads where a clause starts from *shape*."""
    credentials, environment = Credentials.fresh(), dict[str, str]()
    place = {"kind": "libsql", "path": "gateway.db"}
    document = default_config(
        bind="127.0.0.1:1", database=place, provider_url="http://x", credentials=credentials
    )
    variants.SHAPES[shape](document, environment, KnownSecrets.of(credentials))
    template = load("oceans-v0.24").config_template
    assert template is not None
    config: dict[str, Any] = yaml.safe_load(render(template, {**document, **changes}, environment))
    return config


@pytest.mark.parametrize("shape", variants.SHAPES)
def test_keys_belong_to_a_service_account(shape: str) -> None:
    """It has a team that is there, and a budget; nothing is left of the section of keys."""
    config = made(shape)

    (account,) = config["service_accounts"]
    assert account["team"] in [team["id"] for team in config["teams"]]
    assert account["budget"]["amount_usd"] == "100000.0000"
    assert {"configured"} <= {key["id"] for key in account["keys"]}
    assert {"bootstrap_admin"} == set(config["auth"])


def test_teams_are_known_by_id_and_have_no_budget() -> None:
    """People and models are as they are documented."""
    config = made("furnished")

    assert {"id": "platform", "name": "Platform"} in config["teams"]
    assert {"id": "swift", "alias_of": "fast"} in config["models"]
    assert config["users"][0]["membership"] == {"team": "platform", "role": "admin"}


def test_what_is_not_there_is_not_made() -> None:
    """No key, no account; an empty config stays one; a key nobody knows stays where it is."""
    config = made("local", auth={"bootstrap_admin": {}, "seed_api_keys": []}, mistyped=1)

    assert {"teams", "service_accounts"}.isdisjoint(config)
    assert 1 == config["mistyped"]
