"""Which parts of ours are its own."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from msgspec import structs

from reference_gateway.config.loading import ConfigError, ConfigReader
from reference_gateway.domain.identity import SYSTEM_LEGACY_TEAM_KEY
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants._stores import on_both_engines
from reference_gateway.mutants.bootstrap.second_boot import _CountsTheInvited
from reference_gateway.services import directory
from reference_gateway.telemetry.chats import ObservedChat
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup
from tests.gateways.successor import database

SERVICE_ACCOUNT = "service_account"
VERSION = "0.24.0"


class OwnConfig(ConfigReader):
    """Reads `service_accounts`, whose keys come from the environment, and teams that have an `id`."""

    def document(self) -> dict[str, Any]:
        document = super().document()
        accounts = document.pop("service_accounts", [])
        keys = [key for account in accounts for key in account["keys"]]
        if any(not str(key["value"]).startswith("env.") for key in keys):
            raise ConfigError("service_accounts: the value of a key is the name of a variable, `env.NAME`")
        document.setdefault("auth", {})["seed_api_keys"] = keys
        document["teams"] = [
            {"key": team["id"], **{name: value for name, value in team.items() if name != "id"}}
            for team in document.get("teams", [])
        ]
        return document


class SeedsFirst(Startup):
    """What the config lists is there before the first admin is made, or not made."""

    def bootstrap(self) -> str:
        self._seeded = super().seed()
        return super().bootstrap()

    def seed(self) -> str:
        return self._seeded


class Directory(directory.Directory):
    """Keys belong to service accounts, and there is no reserved team to be listed."""

    def keys(self) -> directory.KeyList:
        listed = super().keys()
        return structs.replace(
            listed,
            keys=[
                structs.replace(one, team=None, key=structs.replace(one.key, owner_kind=SERVICE_ACCOUNT))
                for one in listed.keys
            ],
            teams=[team for team in listed.teams if team.key != SYSTEM_LEGACY_TEAM_KEY],
        )


class AccountTelemetry(Telemetry):
    """Spans and metrics name the kind of owner that there is now."""

    def chat(self, *, owner_kind: str, **call: Any) -> ObservedChat:
        return super().chat(owner_kind=SERVICE_ACCOUNT if owner_kind == "team" else owner_kind, **call)


class VersionedHealth(Dispatch):
    """API health names the version as well."""

    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/api/v1/health":
            return super().answer(environ, start)
        start("200 OK", [("content-type", "application/json")])
        return [json.dumps({"status": "ok", "service": "gateway", "version": VERSION}).encode()]


def successor(parts: Parts) -> Parts:
    """The parts of the successor."""
    return replace(
        on_both_engines(parts, database.Store),
        sqlite_backend=database.SqliteStore,
        postgres_backend=database.postgres_store,
        migrations=database.Migrations,
        config_reader=OwnConfig,
        startup=SeedsFirst,
        bootstrap_store=_CountsTheInvited,
        directory=Directory,
        telemetry=AccountTelemetry,
        dispatch=VersionedHealth,
    )
