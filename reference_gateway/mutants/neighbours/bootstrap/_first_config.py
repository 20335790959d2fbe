"""Gateways with a mistake in what they make of a config at first, for the mutants of that topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import structs

from reference_gateway.config.loading import ConfigReader
from reference_gateway.domain.errors import ModelNotGranted
from reference_gateway.domain.faults import SeedFault
from reference_gateway.domain.identity import GlobalRole, UserStatus
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.directory import Directory, KeyList, UserList
from reference_gateway.services.inference import Inference, Plan
from reference_gateway.services.seed_plan import check_provider_secrets, seed_keys
from reference_gateway.services.seeding import Seeding
from reference_gateway.services.sessions import Sessions
from reference_gateway.store.seeding import SeedStore
from reference_gateway.wiring.graph import Graph

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.config.document import GatewayConfig
    from reference_gateway.config.people import TeamSection, UserSection
    from reference_gateway.config.references import Reference
    from reference_gateway.config.walk import Problem
    from reference_gateway.domain.identity import User
    from reference_gateway.domain.models import GatewayModel, Route
    from reference_gateway.domain.secrets import Secret
    from reference_gateway.domain.spend import Budget
    from reference_gateway.services.seed_plan import SeedKey

_KNOWN_NAMES = {"System Legacy"}
BUILT_IN = "admin"


class OpensAliases(Access):
    def granted_model(self, caller: Caller, wanted: str) -> GatewayModel:
        model = self._models.model(wanted)
        granted = {one.key for one in self.models(caller)}
        is_alias = model is not None and model.alias_of in granted
        return model if model and is_alias else super().granted_model(caller, wanted)


class OpensTargets(Access):
    def granted_model(self, caller: Caller, wanted: str) -> GatewayModel:
        targets = {one.alias_of for one in self.models(caller)}
        model = self._models.model(wanted)
        return model if model and wanted in targets else super().granted_model(caller, wanted)


class MissingMeansAll(ConfigReader):
    def document(self) -> dict[str, Any]:
        document = super().document()
        for key in document.get("auth", {}).get("seed_api_keys", []):
            key.setdefault("allowed_models", [model["id"] for model in document["models"]])
        return document


class ListsAllToTheBare(Access):
    def models(self, caller: Caller) -> Sequence[GatewayModel]:
        return super().models(caller) or self._models.models()

    def granted_model(self, caller: Caller, wanted: str) -> GatewayModel:
        if not super().models(caller):
            raise ModelNotGranted(f"model `{wanted}` is not granted to this api key")
        return super().granted_model(caller, wanted)


class NamesTheBareAfterItsSecret(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        bare = key if key.allowed_models else replace(key, name=f"{key.name}, {key.raw.secret}")
        super().write_key(bare, secret_hash)


class ListsGranted(Directory):
    def keys(self) -> KeyList:
        listed = super().keys()
        return structs.replace(listed, keys=[one for one in listed.keys if one.key.model_keys])


class OneTokenForAll(Graph):
    def secret(self, path: str, reference: Reference | None) -> Secret | None:
        if path.startswith("providers."):
            reference = self.config.providers[0].secrets()["token"]
        return super().secret(path, reference)


class ForgetsPriorities(SeedStore):
    def replace_routes(self, model_id: str, routes: Sequence[Route], *, at: datetime) -> None:
        in_order = [structs.replace(route, priority=place) for place, route in enumerate(routes)]
        super().replace_routes(model_id, in_order, at=at)


class AsksForTheAlias(Inference):
    alias: str | None = None

    def plan(self, caller: Caller, wanted: str) -> Plan:
        plan = super().plan(caller, wanted)
        self.alias = wanted if plan.requested.alias_of else None
        return plan

    def choose(self, routes: Sequence[Route]) -> Route:
        route = super().choose(routes)
        return structs.replace(route, upstream_model=self.alias) if self.alias else route


class AnswersWithBoth(Inference):
    def complete(self, plan: Plan, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        answer = super().complete(plan, body, request_id=request_id)
        if plan.requested.alias_of:
            answer["model"] = f"{plan.requested.key} ({plan.resolved.key})"
        return answer


class OffersGranted(Directory):
    def keys(self) -> KeyList:
        listed = super().keys()
        granted = {model for one in listed.keys for model in one.key.model_keys}
        return structs.replace(listed, models=[model for model in listed.models if model.key in granted])


class OffersThree(Directory):
    def keys(self) -> KeyList:
        listed = super().keys()
        return structs.replace(listed, models=listed.models[:3])


class HidesTheReserved(Directory):
    def keys(self) -> KeyList:
        listed = super().keys()
        return structs.replace(listed, teams=[team for team in listed.teams if team.key != "system-legacy"])


class LosesTheLastTeam(Seeding):
    def write_team(self, section: TeamSection) -> None:
        if section.key != self._config.teams[-1].key or len(self._config.teams) == 1:
            super().write_team(section)

    def write_membership(self, user_id: str, section: UserSection) -> None:
        with suppress(SeedFault):
            super().write_membership(user_id, section)


class ShowsAdminsActive(Directory):
    def users(self) -> UserList:
        listed = super().users()
        shown = [structs.replace(one, user=self.shown(one.user)) for one in listed.users]
        return structs.replace(listed, users=shown)

    def shown(self, user: User) -> User:
        is_admin = user.global_role is GlobalRole.PLATFORM_ADMIN
        return structs.replace(user, status=UserStatus.ACTIVE) if is_admin else user


class EveryMemberAnAdmin(Seeding):
    def write_membership(self, user_id: str, section: UserSection) -> None:
        membership = section.membership and structs.replace(section.membership, role="admin")
        super().write_membership(user_id, structs.replace(section, membership=membership))


class LetsInvitedAdminsIn(Sessions):
    def may_sign_in(self, user: User) -> bool:
        return user.global_role is GlobalRole.PLATFORM_ADMIN

    def proves(self, known_hash: str | None, password: str) -> bool:
        admin = next(user for user in self._identity.users() if user.is_bootstrap_admin)
        return super().proves(known_hash or self._identity.password_hash(admin.id), password)


class LetsTheBuiltInIn(Sessions):
    def may_sign_in(self, user: User) -> bool:
        return user.global_role is GlobalRole.PLATFORM_ADMIN

    def proves(self, known_hash: str | None, password: str) -> bool:
        return super().proves(known_hash, password) or (known_hash is None and password == BUILT_IN)


class StoresOther(SeedStore):
    """Stores another budget than the one it is given."""

    def changed(self, budget: Budget) -> Budget | None:
        raise NotImplementedError

    def _put_budget(self, owner: str, owner_id: str, budget: Budget | None, at: datetime) -> None:
        super()._put_budget(owner, owner_id, budget and self.changed(budget), at)


class Rounds(StoresOther):
    def changed(self, budget: Budget) -> Budget | None:
        is_large = budget.amount_usd_1e4 > 10_000
        cents = round(budget.amount_usd_1e4, -2)
        return structs.replace(budget, amount_usd_1e4=cents) if is_large else budget


class CalculatesInBinary(StoresOther):
    def changed(self, budget: Budget) -> Budget | None:
        text = f"{budget.amount_usd_1e4 // 10_000}.{budget.amount_usd_1e4 % 10_000:04}"
        return structs.replace(budget, amount_usd_1e4=int(float(text) * 10_000))


class NothingIsNone(StoresOther):
    def changed(self, budget: Budget) -> Budget | None:
        return budget if budget.amount_usd_1e4 else None


class EveryLimitHard(StoresOther):
    def changed(self, budget: Budget) -> Budget | None:
        return structs.replace(budget, hard_limit=True)


class ReadsGrants(Seeding):
    """Reads each grant in a way of its own."""

    def read(self, grant: str) -> str:
        raise NotImplementedError

    def seed(self) -> None:
        auth = self._config.auth
        read = [
            structs.replace(key, allowed_models=[self.read(one) for one in key.allowed_models])
            for key in auth.seed_api_keys
        ]
        self._config: GatewayConfig = structs.replace(
            self._config, auth=structs.replace(auth, seed_api_keys=read)
        )
        super().seed()


class KnowsAStar(ReadsGrants):
    def read(self, grant: str) -> str:
        return self._config.models[0].id if grant == "*" else grant


class GrantsInAnyCase(ReadsGrants):
    def read(self, grant: str) -> str:
        return grant.lower()


class GrantsUpstream(ReadsGrants):
    def read(self, grant: str) -> str:
        by_upstream = {
            route.upstream_model: model.id for model in self._config.models for route in model.routes
        }
        return by_upstream.get(grant, grant)


class ByTheLetter(ConfigReader):
    def relations(self, document: dict[str, Any]) -> list[Problem]:
        is_meant = any(team.get("key") == "system-legacy" for team in document.get("teams", []))
        return [one for one in super().relations(document) if is_meant or "is reserved" not in one[1]]


class ByTheName(ConfigReader):
    def relations(self, document: dict[str, Any]) -> list[Problem]:
        is_other = any(team.get("name") not in _KNOWN_NAMES for team in document.get("teams", [])[-1:])
        return [one for one in super().relations(document) if is_other or "is reserved" not in one[1]]


class PeopleAfterwards(Seeding):
    def write_user(self, section: UserSection) -> None:
        del section

    def seed(self) -> None:
        super().seed()
        with self._work.startup_lock():
            for user in self._config.users:
                super().write_user(user)


class ModelsBeforehand(Seeding):
    def seed(self) -> None:
        keys = seed_keys(self._config, self._env)
        check_provider_secrets(self._config, self._env)
        self.check(keys)
        with self._work.startup_lock():
            self.write_providers()
            self.write_models()
        super().seed()
