"""Seeders that are wrong about people, teams, budgets, and what a later config lists no longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from msgspec import structs

from reference_gateway.domain.identity import UserStatus
from reference_gateway.mutants.neighbours.bootstrap._sql import SqlSeedStore
from reference_gateway.services.seeding import Seeding
from reference_gateway.store.seeding import SQL, SeedStore

if TYPE_CHECKING:
    from datetime import datetime

    from reference_gateway.config.people import TeamSection, UserSection
    from reference_gateway.domain.models import Route
    from reference_gateway.domain.spend import Budget
    from reference_gateway.services.seed_plan import SeedKey


class RenamesWithABudget(Seeding):
    def write_team(self, section: TeamSection) -> None:
        team = self._store.team_by_key(section.key)
        is_kept = team is not None and section.budget is None
        super().write_team(structs.replace(section, name=team.name) if team and is_kept else section)


class RenamesTheFirst(Seeding):
    def write_team(self, section: TeamSection) -> None:
        team = self._store.team_by_key(section.key)
        is_kept = team is not None and section.key != self._config.teams[0].key
        super().write_team(structs.replace(section, name=team.name) if team and is_kept else section)


class OpensNoBudget(SeedStore):
    def put_user_budget(self, user_id: str, budget: Budget | None, *, at: datetime) -> None:
        is_known = any(user.id == user_id for user in self._identity.users() if user.created_at < at)
        had_one = self._backend.fetch_one(SQL["user_budget"], owner_id=user_id) is not None
        if had_one or not is_known:
            super().put_user_budget(user_id, budget, at=at)


class ComparesAmounts(SeedStore):
    def put_team_budget(self, team_id: str, budget: Budget | None, *, at: datetime) -> None:
        row = self._backend.fetch_one(SQL["team_budget"], owner_id=team_id)
        if row is None or budget is None or row["amount_10000"] != budget.amount_usd_1e4:
            super().put_team_budget(team_id, budget, at=at)


class MovesMembers(Seeding):
    def write_user(self, section: UserSection) -> None:
        self._is_known = self._store.user_by_email(section.email) is not None
        super().write_user(section)

    def write_membership(self, user_id: str, section: UserSection) -> None:
        if not self._is_known or self._store.membership(user_id) is not None:
            super().write_membership(user_id, section)


class InvitesAgain(Seeding):
    def write_account(self, section: UserSection) -> str:
        user = self._store.user_by_email(section.email)
        user_id = super().write_account(section)
        if user is not None and user.name != section.name and isinstance(self._store, SqlSeedStore):
            self._store.invite(user_id)
        return user_id


class PromotesNobody(Seeding):
    def write_account(self, section: UserSection) -> str:
        user = self._store.user_by_email(section.email)
        kept = structs.replace(section, global_role=user.global_role.value) if user else section
        return super().write_account(kept)


class LooksAtTheUnlisted(Seeding):
    def write(self, keys: Sequence[SeedKey], hashes: Mapping[str, str]) -> None:
        super().write(keys, hashes)
        self.look()

    def look(self) -> None:
        raise NotImplementedError


class InvitesTheUnlisted(LooksAtTheUnlisted):
    def look(self) -> None:
        store = cast(SqlSeedStore, self._store)
        listed = {section.email for section in self._config.users}
        for user in store.everybody():
            if user.email not in listed and user.status is UserStatus.DISABLED:
                store.invite(user.id)


class EndsBudgetsOfTheUnlisted(LooksAtTheUnlisted):
    def look(self) -> None:
        listed = {section.key for section in self._config.teams}
        for team in cast(SeedStore, self._store)._identity.teams():
            if team.key not in listed:
                self._store.put_team_budget(team.id, None, at=self._clock())


class UnlistedModels(LooksAtTheUnlisted):
    def unlisted(self) -> list[str]:
        listed = {section.id for section in self._config.models}
        stored = cast(SqlSeedStore, self._store)._models.models()
        return [model.id for model in stored if model.key not in listed]


class TakesGrants(UnlistedModels):
    def look(self) -> None:
        for model_id in self.unlisted():
            cast(SqlSeedStore, self._store).take_grants(model_id)


class TakesRoutes(UnlistedModels):
    def look(self) -> None:
        for model_id in self.unlisted():
            cast(SqlSeedStore, self._store).take_routes(model_id)


class TellsOfOne(Seeding):
    def unlisted_keys(self) -> dict[str, str]:
        return dict(sorted(super().unlisted_keys().items())[:1])


class TellsOnce(Seeding):
    def unlisted_keys(self) -> dict[str, str]:
        unlisted = super().unlisted_keys()
        store = cast(SqlSeedStore, self._store)
        new = {public_id: row for public_id, row in unlisted.items() if not store.is_told_of(public_id)}
        for public_id in new:
            store.tell_of(public_id)
        return new


class OnceAnAlias(SeedStore):
    def link_alias(self, model_key: str, alias_of: str | None) -> None:
        if alias_of is not None:
            super().link_alias(model_key, alias_of)


class OnceAModel(SeedStore):
    def link_alias(self, model_key: str, alias_of: str | None) -> None:
        model = self._models.model(model_key)
        if alias_of is None or model is None or not self._models.routes(model.id):
            super().link_alias(model_key, alias_of)

    def replace_routes(self, model_id: str, routes: Sequence[Route], *, at: datetime) -> None:
        if routes or not self._models.routes(model_id):
            super().replace_routes(model_id, routes, at=at)


class KeepsOldRoutes(SeedStore):
    def replace_routes(self, model_id: str, routes: Sequence[Route], *, at: datetime) -> None:
        listed = {route.id for route in routes}
        old = [
            structs.replace(route, priority=route.priority + 1)
            for route in self._models.routes(model_id)
            if route.id not in listed and routes
        ]
        super().replace_routes(model_id, [*routes, *old], at=at)


class CountsRoutes(SeedStore):
    def replace_routes(self, model_id: str, routes: Sequence[Route], *, at: datetime) -> None:
        if len(routes) != len(self._models.routes(model_id)):
            super().replace_routes(model_id, routes, at=at)
