"""Wrong about what a config becomes when it is seeded for the first time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import structs

from reference_gateway.config.loading import ConfigReader
from reference_gateway.domain.access import ApiKey
from reference_gateway.domain.identity import UserStatus
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.directory import Directory, KeyList, ListedKey
from reference_gateway.services.inference import Inference, Plan
from reference_gateway.services.seed_plan import SeedKey, check_provider_secrets, route_of, seed_keys
from reference_gateway.services.seeding import Seeding
from reference_gateway.services.sessions import Sessions

if TYPE_CHECKING:
    from reference_gateway.config.people import TeamSection, UserSection
    from reference_gateway.config.walk import Problem
    from reference_gateway.domain.identity import Team, User
    from reference_gateway.domain.models import GatewayModel
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.key-without-grants-opens-nothing")
def takes_no_grant_for_every_grant(parts: Parts) -> Parts:
    """Grants every model to a key that lists none."""
    return replace(parts, seeding=_NoneMeansAll)


@mutant(breaks="bootstrap.seeded-models-reach-their-provider")
def forgets_the_upstream_name(parts: Parts) -> Parts:
    """Asks a provider for the model under the gateway's own name for it."""
    return replace(parts, seeding=_OwnNames)


@mutant(breaks="bootstrap.seeded-aliases-answer")
def answers_under_the_target_name(parts: Parts) -> Parts:
    """Answers a call to an alias under the name of the model it stands for."""
    return replace(parts, inference=_NamesTheTarget)


@mutant(breaks="bootstrap.seeded-teams-exist")
def names_teams_by_key(parts: Parts) -> Parts:
    """Calls every team by its key."""
    return replace(parts, seeding=_NamesTeamsByKey)


@mutant(breaks="bootstrap.seeded-users-are-invited")
def activates_users(parts: Parts) -> Parts:
    """Makes seeded users active at once."""
    return replace(parts, seeding=_ActivatesUsers)


@mutant(breaks="bootstrap.seeded-budgets-are-stored")
def forgets_the_budgets_of_users(parts: Parts) -> Parts:
    """Seeds users without their budgets."""
    return replace(parts, seeding=_ForgetsUserBudgets)


@mutant(breaks="bootstrap.unknown-grant-stops-the-boot")
def passes_over_unknown_grants(parts: Parts) -> Parts:
    """Leaves out a grant for a model that does not exist."""
    return replace(parts, seeding=_PassesOverUnknownGrants)


@mutant(breaks="bootstrap.seeding-is-all-or-nothing")
def seeds_step_by_step(parts: Parts) -> Parts:
    """Writes each part of the config on its own and checks afterwards."""
    return replace(parts, seeding=_StepByStep)


@mutant(breaks="bootstrap.invited-users-cannot-sign-in")
def lets_the_invited_in(parts: Parts) -> Parts:
    """Lets in whoever has no password yet."""
    return replace(parts, sessions=_LetsTheInvitedIn)


@mutant(breaks="bootstrap.seeded-key-opens-its-grants")
def grants_every_model(parts: Parts) -> Parts:
    """Opens every model to every key."""
    return replace(parts, access=_GrantsEveryModel)


@mutant(breaks="bootstrap.seeded-key-is-listed")
def lists_keys_without_owners(parts: Parts) -> Parts:
    """Lists keys without saying whose they are."""
    return replace(parts, directory=_ListsNoOwners)


@mutant(breaks="bootstrap.seeded-models-are-offered")
def offers_no_aliases(parts: Parts) -> Parts:
    """Offers models for granting, but not their aliases."""
    return replace(parts, directory=_OffersNoAliases)


@mutant(breaks="bootstrap.reserved-team-cannot-be-declared")
def gives_the_reserved_team_away(parts: Parts) -> Parts:
    """Lets the config declare the reserved team."""
    return replace(parts, config_reader=_GivesTheReservedTeamAway)


class _NoneMeansAll(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        every = tuple(model.id for model in self._config.models)
        super().write_key(replace(key, allowed_models=key.allowed_models or every), secret_hash)


class _OwnNames(Seeding):
    def write_routes(self) -> None:
        for section in self._config.models:
            model_id = self._model_id(section.id)
            routes = [
                structs.replace(route_of(each, model_id), upstream_model=section.id)
                for each in section.routes
            ]
            self._store.replace_routes(model_id, routes, at=self._clock())


class _NamesTheTarget(Inference):
    def complete(self, plan: Plan, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        return super().complete(replace(plan, requested=plan.resolved), body, request_id=request_id)


class _NamesTeamsByKey(Seeding):
    def write_team(self, section: TeamSection) -> None:
        super().write_team(structs.replace(section, name=section.key))


class _ActivatesUsers(Seeding):
    def first_status(self) -> UserStatus:
        return UserStatus.ACTIVE


class _ForgetsUserBudgets(Seeding):
    def write_user(self, section: UserSection) -> None:
        super().write_user(structs.replace(section, budget=None))


class _PassesOverUnknownGrants(Seeding):
    def grants_name_models(self, keys: Sequence[SeedKey]) -> None:
        del keys

    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        known = tuple(model for model in key.allowed_models if self._store.model_id(model))
        super().write_key(replace(key, allowed_models=known), secret_hash)


class _StepByStep(Seeding):
    def seed(self) -> None:
        check_provider_secrets(self._config, self._env)
        self.write_system_team()
        self.write_providers()
        self.write_models()
        keys = seed_keys(self._config, self._env)
        self.check(keys)
        self.write(keys, {key.id: self.secret_hash(key) for key in keys})


class _LetsTheInvitedIn(Sessions):
    def proves(self, known_hash: str | None, password: str) -> bool:
        return known_hash is None or super().proves(known_hash, password)

    def may_sign_in(self, user: User) -> bool:
        del user
        return True


class _GrantsEveryModel(Access):
    def granted_model(self, caller: Caller, wanted: str) -> GatewayModel:
        return self._models.model(wanted) or super().granted_model(caller, wanted)


class _ListsNoOwners(Directory):
    @staticmethod
    def _listed(key: ApiKey, users: dict[str | None, User], teams: dict[str | None, Team]) -> ListedKey:
        del users, teams
        return ListedKey(key, None, None)


class _OffersNoAliases(Directory):
    def keys(self) -> KeyList:
        listed = super().keys()
        return structs.replace(listed, models=[model for model in listed.models if model.alias_of is None])


class _GivesTheReservedTeamAway(ConfigReader):
    def relations(self, document: dict[str, Any]) -> list[Problem]:
        return [problem for problem in super().relations(document) if "is reserved" not in problem[1]]
