"""Wrong about how a boot begins: its toggles, its config, the secrets it looks up, the commands around it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from reference_gateway.config.loading import ConfigError, ConfigReader
from reference_gateway.config.walk import Walk
from reference_gateway.domain.errors import ApiKeyNotFound
from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.toggles import VARIABLES, ToggleInvalid, Toggles
from reference_gateway.wiring.graph import Graph
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from reference_gateway.config.document import GatewayConfig
    from reference_gateway.config.references import Reference
    from reference_gateway.config.walk import Problem
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.bootstrap-can-be-switched-off")
def always_bootstraps(parts: Parts) -> Parts:
    """Makes the admin at every start, switched off or not."""
    return replace(parts, toggles=_AlwaysBootstraps)


@mutant(breaks="bootstrap.seeding-can-be-switched-off")
def always_seeds(parts: Parts) -> Parts:
    """Seeds at every start, switched off or not."""
    return replace(parts, toggles=_AlwaysSeeds)


@mutant(breaks="bootstrap.flag-outranks-environment")
def believes_the_environment_first(parts: Parts) -> Parts:
    """Follows the environment where a flag says otherwise."""
    return replace(parts, toggles=_EnvironmentFirst)


@mutant(breaks="bootstrap.toggles-are-true-or-false")
def takes_any_word_for_yes(parts: Parts) -> Parts:
    """Takes every value of a toggle's variable but `false` for yes."""
    return replace(parts, toggles=_AnyWordIsYes)


@mutant(breaks="bootstrap.toggles-work-however-started")
def heeds_the_environment_of_serve_only(parts: Parts) -> Parts:
    """Heeds the toggles of the environment only where `serve` is spelled out."""
    return replace(parts, toggles=_OnlySpelledOut)


@mutant(breaks="bootstrap.admin-command-makes-the-admin")
def seeds_while_bootstrapping(parts: Parts) -> Parts:
    """Seeds the config whenever it makes sure of the admin."""
    return replace(parts, graph=_SeedsToo)


@mutant(breaks="bootstrap.commands-stand-in-for-startup")
def knows_only_keys_of_its_own_start(parts: Parts) -> Parts:
    """Knows no key in a start that seeded none."""
    return replace(parts, startup=_KnowsItsOwnKeys)


@mutant(breaks="bootstrap.provider-token-comes-from-the-environment")
def sends_the_reference_as_the_token(parts: Parts) -> Parts:
    """Sends a provider the name of the variable in place of the token."""
    return replace(parts, graph=_SendsTheReference)


@mutant(breaks="bootstrap.key-values-come-only-from-the-environment")
def accepts_literal_keys(parts: Parts) -> Parts:
    """Accepts a gateway key written into the config."""
    return replace(parts, config_reader=_AcceptsLiteralKeys)


@mutant(breaks="bootstrap.reserved-team-cannot-be-declared")
def gives_the_reserved_team_away(parts: Parts) -> Parts:
    """Lets the config declare the reserved team."""
    return replace(parts, config_reader=_GivesTheReservedTeamAway)


@mutant(breaks="bootstrap.missing-config-is-an-error")
def keeps_the_missing_file_to_itself(parts: Parts) -> Parts:
    """Refuses to start without a config file and does not say which one is missing."""
    return replace(parts, config_reader=_NamesNoFile)


@mutant(breaks="bootstrap.unknown-config-key-is-an-error")
def passes_over_unknown_keys(parts: Parts) -> Parts:
    """Ignores config keys it does not know."""
    return replace(parts, config_reader=_PassesOverUnknownKeys)


class _AlwaysBootstraps(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        return super().one(name, flag, env) or name == "bootstrap_admin"


class _AlwaysSeeds(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        return super().one(name, flag, env) or name == "seed_config"


class _EnvironmentFirst(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        return super().one(name, None if VARIABLES[name] in env else flag, env)


class _AnyWordIsYes(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        try:
            return super().one(name, flag, env)
        except ToggleInvalid:
            return flag is not False


class _OnlySpelledOut(Toggles):
    @classmethod
    def resolve(cls, said: Mapping[str, Sequence[bool]], env: Mapping[str, str]) -> Self:
        return super().resolve(said, env if "serve" in sys.argv else {})


class _SeedsToo(Graph):
    def bootstrap(self) -> Any:
        self.seeding().seed()
        return super().bootstrap()


class _KnowsItsOwnKeys(Startup):
    def serve(self, listener: Any) -> int:
        if not self._toggles.seed_config:
            self._graph.parts = replace(self._graph.parts, access=_KnowsNoKey)
        return super().serve(listener)


class _KnowsNoKey(Access):
    def admit(self, authorization: str | None) -> Caller:
        del authorization
        raise ApiKeyNotFound


class _SendsTheReference(Graph):
    def secret(self, path: str, reference: Reference | None) -> Secret | None:
        if reference is not None and reference.variable and path.startswith("providers."):
            return Secret(f"env.{reference.variable}")
        return super().secret(path, reference)


class _AcceptsLiteralKeys(ConfigReader):
    def typed(self, document: dict[str, Any]) -> tuple[GatewayConfig | None, list[Problem]]:
        for number, key in enumerate(document.get("auth", {}).get("seed_api_keys", [])):
            if key["value"].startswith("literal."):
                os.environ[f"LITERAL_KEY_{number}"] = key["value"].removeprefix("literal.")
                key["value"] = f"env.LITERAL_KEY_{number}"
        return super().typed(document)


class _GivesTheReservedTeamAway(ConfigReader):
    def relations(self, document: dict[str, Any]) -> list[Problem]:
        return [problem for problem in super().relations(document) if "is reserved" not in problem[1]]


class _NamesNoFile(ConfigReader):
    def document(self) -> dict[str, Any]:
        if not self._path.exists():
            raise ConfigError("the configuration cannot be read")
        return super().document()


class _DropsUnknownKeys(Walk):
    def unknown(self, section: dict[Any, Any], name: Any, known: Sequence[str], path: str) -> None:
        del section[name], known, path


class _PassesOverUnknownKeys(ConfigReader):
    walk = _DropsUnknownKeys
