"""Wrong about what a config changes when it is seeded again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from msgspec import structs

from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access
from reference_gateway.services.seed_plan import SeedKey, provider_of
from reference_gateway.services.seeding import Seeding
from reference_gateway.store.queries import Query
from reference_gateway.store.seeding import SeedStore
from reference_gateway.wiring.graph import Graph

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.config.people import TeamSection, UserSection
    from reference_gateway.config.references import Reference
    from reference_gateway.domain.access import ApiKey
    from reference_gateway.domain.identity import User
    from reference_gateway.domain.models import Route
    from reference_gateway.wiring import Parts

_DELETE_MODEL = Query("delete_model", "DELETE FROM gateway_models WHERE id = :id")


@mutant(breaks="bootstrap.reseeding-adds-nothing")
def hands_keys_on(parts: Parts) -> Parts:
    """Gives keys that are seeded again to the first team of the config."""
    return replace(parts, seeding=_HandsKeysOn)


@mutant(breaks="bootstrap.reseeded-key-takes-the-new-secret")
def keeps_the_first_secret(parts: Parts) -> Parts:
    """Keeps the secret a key was first seeded with."""
    return replace(parts, seeding=_KeepsTheFirstSecret)


@mutant(breaks="bootstrap.reseeded-key-takes-the-new-grants")
def takes_no_grant_away(parts: Parts) -> Parts:
    """Adds grants to a key and never takes one away."""
    return replace(parts, seeding=_TakesNoGrantAway)


@mutant(breaks="bootstrap.revoked-key-stays-revoked")
def honours_revoked_keys(parts: Parts) -> Parts:
    """Honours a key after it was revoked."""
    return replace(parts, access=_HonoursRevokedKeys)


@mutant(breaks="bootstrap.reseeded-model-takes-the-new-routes")
def keeps_the_first_routes(parts: Parts) -> Parts:
    """Leaves the routes of a model that has some as they are."""
    return replace(parts, seed_store=_KeepsTheFirstRoutes)


@mutant(breaks="bootstrap.reseeded-provider-takes-the-new-token")
def keeps_the_first_token(parts: Parts) -> Parts:
    """Calls a provider with the token it was first seeded with."""
    return replace(parts, seeding=_StoresTheFirstToken, graph=_UsesTheFirstToken)


@mutant(breaks="bootstrap.reseeded-alias-moves")
def keeps_the_first_alias(parts: Parts) -> Parts:
    """Leaves an alias pointing where it first pointed."""
    return replace(parts, seed_store=_KeepsTheFirstAlias)


@mutant(breaks="bootstrap.reseeded-team-takes-the-new-name")
def keeps_the_first_team_name(parts: Parts) -> Parts:
    """Leaves an existing team under its first name."""
    return replace(parts, seeding=_KeepsTheFirstTeamName)


@mutant(breaks="bootstrap.reseeded-budget-follows-the-config")
def ends_no_budget(parts: Parts) -> Parts:
    """Leaves a team's budget in force after the config has dropped it."""
    return replace(parts, seeding=_EndsNoBudget)


@mutant(breaks="bootstrap.reseeded-user-follows-the-config")
def lets_nobody_leave_a_team(parts: Parts) -> Parts:
    """Leaves a user in a team the config no longer puts them in."""
    return replace(parts, seeding=_LetsNobodyLeave)


@mutant(breaks="bootstrap.unlisted-people-stay")
def clears_out_the_unlisted(parts: Parts) -> Parts:
    """Takes team and budget from users the config no longer lists."""
    return replace(parts, seeding=_ClearsOutTheUnlisted, seed_store=_KnowsEverybody)


@mutant(breaks="bootstrap.unlisted-models-stay")
def deletes_unlisted_models(parts: Parts) -> Parts:
    """Deletes a model that the config no longer lists, with its routes and grants."""
    return replace(parts, seeding=_DeletesTheUnlisted, seed_store=_DeletesModels)


@mutant(breaks="bootstrap.unlisted-keys-are-not-forgotten")
def forgets_unlisted_keys(parts: Parts) -> Parts:
    """Leaves a key its models after the config has dropped it, and says nothing of it."""
    return replace(parts, seeding=_ForgetsUnlistedKeys)


class _HandsKeysOn(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        self._is_known = self._store.key(key.raw.public_id) is not None
        super().write_key(key, secret_hash)

    def key_owner(self) -> str:
        team = self._store.team_by_key(self._config.teams[0].key) if self._config.teams else None
        return team.id if team is not None and self._is_known else super().key_owner()


class _KeepsTheFirstSecret(Seeding):
    def secret_hash(self, key: SeedKey) -> str:
        stored = self._store.key(key.raw.public_id)
        return super().secret_hash(key) if stored is None else stored.secret_hash


class _TakesNoGrantAway(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        stored = self._store.key(key.raw.public_id)
        granted = (*key.allowed_models, *(stored.model_keys if stored else ()))
        super().write_key(replace(key, allowed_models=granted), secret_hash)


class _HonoursRevokedKeys(Access):
    def is_revoked(self, key: ApiKey) -> bool:
        del key
        return False


class _KeepsTheFirstRoutes(SeedStore):
    def replace_routes(self, model_id: str, routes: Sequence[Route], *, at: datetime) -> None:
        if not self._models.routes(model_id):
            super().replace_routes(model_id, routes, at=at)


class _StoresTheFirstToken(Seeding):
    def write_providers(self) -> None:
        known = self._store.provider_keys()
        for section in self._config.providers:
            token = section.secrets()["token"].resolve(self._env).reveal()
            provider = provider_of(section)
            first = structs.replace(provider, config={**provider.config, "first_token": token})
            if section.id not in known:
                self._store.put_provider(first, secrets={}, at=self._clock())


class _UsesTheFirstToken(Graph):
    def secret(self, path: str, reference: Reference | None) -> Secret | None:
        if not path.startswith("providers."):
            return super().secret(path, reference)
        provider = self.parts.model_store(self.backend).provider(path.split(".")[1])
        return Secret(provider.config["first_token"]) if provider else None


class _KeepsTheFirstAlias(SeedStore):
    def link_alias(self, model_key: str, alias_of: str | None) -> None:
        model = self._models.model(model_key)
        if model is None or model.alias_of is None:
            super().link_alias(model_key, alias_of)


class _KeepsTheFirstTeamName(Seeding):
    def write_team(self, section: TeamSection) -> None:
        team = self._store.team_by_key(section.key)
        super().write_team(structs.replace(section, name=team.name) if team else section)


class _EndsNoBudget(Seeding):
    def write_team(self, section: TeamSection) -> None:
        if section.budget is not None or self._store.team_by_key(section.key) is None:
            super().write_team(section)


class _LetsNobodyLeave(Seeding):
    def write_membership(self, user_id: str, section: UserSection) -> None:
        if section.membership is not None:
            super().write_membership(user_id, section)


class _KnowsEverybody(SeedStore):
    def unlisted(self, listed: frozenset[str]) -> list[User]:
        everybody = self._identity.users()
        return [user for user in everybody if user.email not in listed and not user.is_bootstrap_admin]


class _ClearsOutTheUnlisted(Seeding):
    def write(self, keys: Sequence[SeedKey], hashes: Mapping[str, str]) -> None:
        super().write(keys, hashes)
        for user in cast(_KnowsEverybody, self._store).unlisted(
            frozenset(user.email for user in self._config.users)
        ):
            self._store.remove_membership(user.id)
            self._store.put_user_budget(user.id, None, at=self._clock())


class _DeletesModels(SeedStore):
    def keep_models(self, listed: frozenset[str]) -> None:
        for model in self._models.models():
            if model.key not in listed:
                self._backend.execute(_DELETE_MODEL, id=model.id)


class _DeletesTheUnlisted(Seeding):
    def write_aliases(self) -> None:
        super().write_aliases()
        listed = frozenset(section.id for section in self._config.models)
        cast(_DeletesModels, self._store).keep_models(listed)


class _ForgetsUnlistedKeys(Seeding):
    def unlisted_keys(self) -> dict[str, str]:
        """Whatever is listed."""
        return {}
