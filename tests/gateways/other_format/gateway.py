"""The reference gateway behind another config format: it reads `settings.toml`, and nothing else."""

import argparse
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import yaml

Settings = dict[str, Any]


def main() -> None:
    """Translate the settings, then become the gateway."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    given, rest = parser.parse_known_args()
    config = given.settings.with_name("translated.yaml")
    config.write_text(yaml.safe_dump(_document(tomllib.loads(given.settings.read_text("utf-8")))), "utf-8")
    os.execv(sys.executable, [sys.executable, "-m", "reference_gateway", "--config", str(config), *rest])


def _document(settings: Settings) -> Settings:
    store, admin = settings["store"], settings["first_admin"]
    where = {"url": store["url"]} if store["engine"] == "postgres" else {"path": store["file"]}
    return {
        "server": {"bind": settings["listen"], "log_format": settings["log_format"]},
        "database": {"kind": store["engine"], **where},
        "auth": {
            "bootstrap_admin": {
                "enabled": admin["create"],
                "email": admin["email"],
                "password": admin["password"],
                "require_password_change": admin["must_rotate"],
            },
            "seed_api_keys": [
                {"name": key["label"], "value": key["value_from"], "allowed_models": key["opens"]}
                for key in settings.get("access_keys", [])
            ],
        },
        "providers": [_provider(one) for one in settings.get("backends", [])],
        "models": [_model(one) for one in settings.get("offers", [])],
        "teams": [
            {"key": one["key"], "name": one["name"], **_budget(one)} for one in settings.get("teams", [])
        ],
        "users": [_user(one) for one in settings.get("people", [])],
    }


def _provider(backend: Settings) -> Settings:
    return {
        "id": backend["name"],
        "type": "openai_compat",
        "base_url": backend["url"],
        "pricing_provider_id": backend["prices"],
        "auth": {"kind": "bearer", "token": backend["token"]},
    }


def _model(offer: Settings) -> Settings:
    if "same_as" in offer:
        return {"id": offer["name"], "alias_of": offer["same_as"]}
    routes = [{"provider": one["backend"], "upstream_model": one["model"]} for one in offer["routes"]]
    return {"id": offer["name"], "routes": routes}


def _user(person: Settings) -> Settings:
    user = {"name": person["name"], "email": person["email"], "auth_mode": person["signs_in_by"]}
    if "role" in person:
        user["global_role"] = person["role"]
    if "team" in person:
        user["membership"] = {"team": person["team"], "role": person["team_role"]}
    return {**user, **_budget(person)}


def _budget(owner: Settings) -> Settings:
    if "budget" not in owner:
        return {}
    limit = owner["budget"]
    return {"budget": {"cadence": limit["every"], "amount_usd": limit["usd"], "hard_limit": limit["hard"]}}


if __name__ == "__main__":
    main()
