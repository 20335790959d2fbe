"""Wrong about what a config becomes when it is seeded for the first time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import structs

from reference_gateway.domain.identity import Team, TeamStatus, UserStatus
from reference_gateway.mutants import mutant
from reference_gateway.mutants._preflight import NoForesight
from reference_gateway.services.inference import Inference, Plan
from reference_gateway.services.seed_plan import SeedKey, check_provider_secrets, route_of, seed_keys
from reference_gateway.services.seeding import Seeding

if TYPE_CHECKING:
    from reference_gateway.config import GatewayConfig
    from reference_gateway.config.people import TeamSection, UserSection
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.seed-command-seeds")
def forgets_the_keys(parts: Parts) -> Parts:
    """Seeds everything but the keys."""
    return replace(parts, seeding=_ForgetsTheKeys)


@mutant(breaks="bootstrap.commands-may-be-repeated")
def adds_a_team_each_time(parts: Parts) -> Parts:
    """Adds another team at every seeding."""
    return replace(parts, seeding=_AddsATeam)


@mutant(breaks="bootstrap.unset-variables-stop-the-boot")
def passes_over_unset_keys(parts: Parts) -> Parts:
    """Boots without the keys whose variables are not set."""
    return replace(parts, preflight=NoForesight, seeding=_PassesOverUnsetKeys)


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


@mutant(breaks="bootstrap.admin-and-key-are-independent")
def seeds_only_beside_an_admin(parts: Parts) -> Parts:
    """Seeds nothing where the bootstrap admin is disabled."""
    return replace(parts, seeding=_OnlyBesideAnAdmin)


class _ForgetsTheKeys(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        del key, secret_hash


class _AddsATeam(Seeding):
    def write_system_team(self) -> None:
        super().write_system_team()
        team_id = str(uuid4())
        team = Team(team_id, f"team-{team_id}", "Another", TeamStatus.ACTIVE)
        self._store.put_team(team, at=self._clock())


class _PassesOverUnsetKeys(Seeding):
    def seed(self) -> None:
        auth = self._config.auth
        kept = [key for key in auth.seed_api_keys if self._env.get(key.value.variable or "")]
        narrowed = structs.replace(auth, seed_api_keys=kept)
        self._config: GatewayConfig = structs.replace(self._config, auth=narrowed)
        super().seed()


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


class _OnlyBesideAnAdmin(Seeding):
    def seed(self) -> None:
        if self._config.auth.bootstrap_admin.enabled:
            super().seed()
