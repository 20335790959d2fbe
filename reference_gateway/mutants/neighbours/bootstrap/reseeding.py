"""Wrong one step beside a config that is seeded again: the other way round, or by the other entrance."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import structs

from reference_gateway.mutants import mutant
from reference_gateway.mutants.bootstrap.reseeding import (
    _StoresTheFirstToken as StoresTheFirstToken,
)
from reference_gateway.mutants.bootstrap.reseeding import (
    _UsesTheFirstToken as UsesTheFirstToken,
)
from reference_gateway.mutants.neighbours.bootstrap._later_config import (
    ComparesAmounts,
    CountsRoutes,
    EndsBudgetsOfTheUnlisted,
    InvitesAgain,
    InvitesTheUnlisted,
    KeepsOldRoutes,
    MovesMembers,
    OnceAModel,
    OnceAnAlias,
    OpensNoBudget,
    PromotesNobody,
    RenamesTheFirst,
    RenamesWithABudget,
    TakesGrants,
    TakesRoutes,
    TellsOfOne,
    TellsOnce,
)
from reference_gateway.mutants.neighbours.bootstrap._sql import SqlSeedStore
from reference_gateway.services.access import Access
from reference_gateway.services.seeding import Seeding
from reference_gateway.store.seeding import SeedStore
from reference_gateway.wiring.graph import Graph

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.config.people import TeamSection
    from reference_gateway.config.references import Reference
    from reference_gateway.domain.access import ApiKey, RawKey
    from reference_gateway.domain.models import GatewayModel
    from reference_gateway.domain.secrets import Secret
    from reference_gateway.services.seed_plan import SeedKey
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.reseeding-adds-nothing")
def adds_teams_beside_the_known(parts: Parts) -> Parts:
    """Adds each listed team once more under a key of its own when it is seeded again."""
    return replace(parts, seeding=_AddsTeams)


@mutant(breaks="bootstrap.reseeding-adds-nothing")
def moves_models_back(parts: Parts) -> Parts:
    """Gives every model another rank when it is seeded again."""
    return replace(parts, seed_store=_MovesModels)


@mutant(breaks="bootstrap.reseeded-key-takes-the-new-secret")
def rotates_keys_at_a_start_only(parts: Parts) -> Parts:
    """Leaves the secrets of known keys to the next start where the command seeds them."""
    return replace(parts, seeding=_RotatesAtAStart)


@mutant(breaks="bootstrap.reseeded-key-takes-the-new-secret")
def takes_any_secret_of_a_known_key(parts: Parts) -> Parts:
    """Takes the new secret and goes on taking those it never had."""
    return replace(parts, access=_TakesSpoiled)


@mutant(breaks="bootstrap.reseeded-key-takes-the-new-grants")
def takes_no_grants_for_no_change(parts: Parts) -> Parts:
    """Takes an empty list of models for one that says nothing new."""
    return replace(parts, seed_store=_EmptyIsNoChange)


@mutant(breaks="bootstrap.reseeded-key-takes-the-new-grants")
def gives_nothing_to_the_bare(parts: Parts) -> Parts:
    """Gives no grant to a key that had none before."""
    return replace(parts, seeding=_BareStaysBare)


@mutant(breaks="bootstrap.revoked-key-stays-revoked")
def revives_a_key_with_another_secret(parts: Parts) -> Parts:
    """Revives a revoked key whose secret has changed since."""
    return replace(parts, seeding=_RevivesTheRotated, seed_store=SqlSeedStore)


@mutant(breaks="bootstrap.revoked-key-stays-revoked")
def forgets_that_it_was_revoked(parts: Parts) -> Parts:
    """Stores a revoked key as a live one, and lets it call no model."""
    return replace(parts, seeding=_StoresAsLive, seed_store=SqlSeedStore)


@mutant(breaks="bootstrap.reseeded-model-takes-the-new-routes")
def keeps_old_routes_behind_the_new(parts: Parts) -> Parts:
    """Keeps the routes a model had behind those it has now."""
    return replace(parts, seed_store=KeepsOldRoutes)


@mutant(breaks="bootstrap.reseeded-model-takes-the-new-routes")
def counts_routes(parts: Parts) -> Parts:
    """Takes new routes when there are more or fewer of them."""
    return replace(parts, seed_store=CountsRoutes)


@mutant(breaks="bootstrap.reseeded-provider-takes-the-new-token")
def keeps_a_literal_token(parts: Parts) -> Parts:
    """Goes on with the token of the config where the config names a variable now."""
    return replace(parts, seeding=StoresTheFirstToken, graph=_FirstOfVariables)


@mutant(breaks="bootstrap.reseeded-provider-takes-the-new-token")
def takes_new_tokens_from_variables_only(parts: Parts) -> Parts:
    """Takes a new token from the environment, and from the config never again."""
    return replace(parts, seeding=StoresTheFirstToken, graph=_FirstOfLiterals)


@mutant(breaks="bootstrap.reseeded-alias-moves")
def leaves_an_alias_one(parts: Parts) -> Parts:
    """Leaves a model an alias where the config gives it routes of its own."""
    return replace(parts, seed_store=OnceAnAlias)


@mutant(breaks="bootstrap.reseeded-alias-moves")
def leaves_a_model_one(parts: Parts) -> Parts:
    """Leaves a model its routes where the config makes it an alias."""
    return replace(parts, seed_store=OnceAModel)


@mutant(breaks="bootstrap.reseeded-team-takes-the-new-name")
def renames_teams_with_a_budget(parts: Parts) -> Parts:
    """Takes the new name of a team that has a budget, and of no other."""
    return replace(parts, seeding=RenamesWithABudget)


@mutant(breaks="bootstrap.reseeded-team-takes-the-new-name")
def renames_the_first_team(parts: Parts) -> Parts:
    """Takes the new name of the first team of the config, and of no other."""
    return replace(parts, seeding=RenamesTheFirst)


@mutant(breaks="bootstrap.reseeded-budget-follows-the-config")
def gives_no_first_budget(parts: Parts) -> Parts:
    """Changes and ends budgets, and opens none for whoever had none."""
    return replace(parts, seed_store=OpensNoBudget)


@mutant(breaks="bootstrap.reseeded-budget-follows-the-config")
def compares_amounts_only(parts: Parts) -> Parts:
    """Takes a budget of the same amount for the same budget."""
    return replace(parts, seed_store=ComparesAmounts)


@mutant(breaks="bootstrap.reseeded-user-follows-the-config")
def moves_members_only(parts: Parts) -> Parts:
    """Moves a user from team to team, and puts nobody into a first one."""
    return replace(parts, seeding=MovesMembers)


@mutant(breaks="bootstrap.reseeded-user-follows-the-config")
def invites_the_listed_again(parts: Parts) -> Parts:
    """Invites a user again whose entry has changed."""
    return replace(parts, seeding=InvitesAgain, seed_store=SqlSeedStore)


@mutant(breaks="bootstrap.reseeded-user-follows-the-config")
def promotes_nobody(parts: Parts) -> Parts:
    """Leaves a user the global role there was at first."""
    return replace(parts, seeding=PromotesNobody)


@mutant(breaks="bootstrap.unlisted-people-stay")
def invites_the_unlisted_again(parts: Parts) -> Parts:
    """Invites a user again who was disabled and has left the config."""
    return replace(parts, seeding=InvitesTheUnlisted, seed_store=SqlSeedStore)


@mutant(breaks="bootstrap.unlisted-people-stay")
def ends_budgets_of_unlisted_teams(parts: Parts) -> Parts:
    """Ends the budget of a team that has left the config."""
    return replace(parts, seeding=EndsBudgetsOfTheUnlisted)


@mutant(breaks="bootstrap.unlisted-models-stay")
def takes_unlisted_models_from_keys(parts: Parts) -> Parts:
    """Takes a model that has left the config away from every key."""
    return replace(parts, seeding=TakesGrants, seed_store=SqlSeedStore)


@mutant(breaks="bootstrap.unlisted-models-stay")
def takes_the_routes_of_unlisted_models(parts: Parts) -> Parts:
    """Takes the routes away from a model that has left the config, and leaves its name."""
    return replace(parts, seeding=TakesRoutes, seed_store=SqlSeedStore)


@mutant(breaks="bootstrap.unlisted-keys-are-not-forgotten")
def tells_of_one_unlisted_key(parts: Parts) -> Parts:
    """Tells of one key that has left the config, however many there are."""
    return replace(parts, seeding=TellsOfOne)


@mutant(breaks="bootstrap.unlisted-keys-are-not-forgotten")
def tells_of_unlisted_keys_once(parts: Parts) -> Parts:
    """Tells of a key at the first start after it left the config, and at no later one."""
    return replace(parts, seeding=TellsOnce, seed_store=SqlSeedStore)


class _AddsTeams(Seeding):
    def write_team(self, section: TeamSection) -> None:
        is_known = self._store.team_by_key(section.key) is not None
        super().write_team(section)
        if is_known:
            super().write_team(structs.replace(section, key=f"{section.key}-{uuid4()}", budget=None))


class _MovesModels(SeedStore):
    def put_model(self, model: GatewayModel, *, at: datetime) -> None:
        is_known = self.model_id(model.key) is not None
        super().put_model(structs.replace(model, rank=model.rank + 1) if is_known else model, at=at)


class _RotatesAtAStart(Seeding):
    def secret_hash(self, key: SeedKey) -> str:
        stored = self._store.key(key.raw.public_id)
        return stored.secret_hash if stored and "serve" not in sys.argv else super().secret_hash(key)


class _TakesSpoiled(Access):
    def proves(self, key: ApiKey, presented: RawKey) -> bool:
        return super().proves(key, presented) or presented.secret.startswith("spoiled")


class _EmptyIsNoChange(SeedStore):
    def replace_grants(self, key_id: str, model_ids: Sequence[str]) -> None:
        if model_ids:
            super().replace_grants(key_id, model_ids)


class _BareStaysBare(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        stored = self._store.key(key.raw.public_id)
        is_bare = stored is not None and not stored.model_keys
        super().write_key(replace(key, allowed_models=()) if is_bare else key, secret_hash)


class _RevivesTheRotated(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        stored = self._store.key(key.raw.public_id)
        super().write_key(key, secret_hash)
        if stored is not None and stored.secret_hash != secret_hash and isinstance(self._store, SqlSeedStore):
            self._store.revive(stored.id)


class _StoresAsLive(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        stored = self._store.key(key.raw.public_id)
        is_revoked = stored is not None and stored.is_revoked
        super().write_key(replace(key, allowed_models=()) if is_revoked else key, secret_hash)
        if stored is not None and is_revoked and isinstance(self._store, SqlSeedStore):
            self._store.revive(stored.id)


class _FirstOfVariables(UsesTheFirstToken):
    def secret(self, path: str, reference: Reference | None) -> Secret | None:
        is_named = reference is not None and reference.kind == "env"
        return super().secret(path, reference) if is_named else Graph.secret(self, path, reference)


class _FirstOfLiterals(UsesTheFirstToken):
    def secret(self, path: str, reference: Reference | None) -> Secret | None:
        is_literal = reference is not None and reference.kind == "literal"
        return super().secret(path, reference) if is_literal else Graph.secret(self, path, reference)
