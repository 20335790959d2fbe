"""Wrong one step beside the explicit commands: in another order, on another config, once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import structs

from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants import mutant
from reference_gateway.mutants.neighbours.bootstrap._rotation import ForgetsRotationWhenPresent
from reference_gateway.mutants.neighbours.bootstrap.second_boot import RevivesKeys
from reference_gateway.services.bootstrap import Bootstrap
from reference_gateway.services.seeding import Seeding
from reference_gateway.wiring.graph import Graph
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from reference_gateway.config.people import TeamSection, UserSection
    from reference_gateway.services.seed_plan import SeedKey
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.admin-command-makes-the-admin")
def brings_the_teams_along(parts: Parts) -> Parts:
    """Seeds the teams of the config with the admin, and no key and no model."""
    return replace(parts, graph=_BringsTeamsAlong)


@mutant(breaks="bootstrap.admin-command-makes-the-admin")
def makes_an_admin_who_is_done(parts: Parts) -> Parts:
    """Makes an admin by the command who need not change the password, whatever the config asks for."""
    return replace(parts, graph=_MakesOneWhoIsDone, startup=_StartsWithTheRealGraph)


@mutant(breaks="bootstrap.admin-command-makes-the-admin")
def makes_an_admin_with_a_well_known_password(parts: Parts) -> Parts:
    """Makes an admin by the command who may sign in with a well-known password."""
    return replace(parts, graph=_MakesAWellKnownOne, startup=_StartsWithTheRealGraph)


@mutant(breaks="bootstrap.seed-command-seeds")
def seeds_nobody(parts: Parts) -> Parts:
    """Seeds keys, models and teams, and nobody."""
    return replace(parts, seeding=_SeedsNobody)


@mutant(breaks="bootstrap.seed-command-seeds")
def seeds_no_budget(parts: Parts) -> Parts:
    """Seeds people and teams without their budgets."""
    return replace(parts, seeding=_SeedsNoBudget)


@mutant(breaks="bootstrap.seed-command-seeds")
def gives_the_invited_a_password(parts: Parts) -> Parts:
    """Gives an invited platform admin the admin's password while it seeds."""
    return replace(parts, graph=_MakesTheAdminToo)


@mutant(breaks="bootstrap.commands-may-be-repeated")
def takes_rotation_back_when_repeated(parts: Parts) -> Parts:
    """Takes the admin for rotated when bootstrap-admin is run again."""
    return replace(parts, bootstrap=ForgetsRotationWhenPresent)


@mutant(breaks="bootstrap.commands-may-be-repeated")
def revives_keys_when_repeated(parts: Parts) -> Parts:
    """Makes revoked keys live again when seed-config is run again."""
    return replace(parts, seed_store=RevivesKeys)


@mutant(breaks="bootstrap.commands-stand-in-for-startup")
def knows_only_providers_of_its_own_start(parts: Parts) -> Parts:
    """Has no provider in a start that seeded none."""
    return replace(parts, startup=_KnowsItsOwnProviders)


@mutant(breaks="bootstrap.commands-stand-in-for-startup")
def forgets_rotation_where_others_bootstrapped(parts: Parts) -> Parts:
    """Takes the admin for rotated in a start that makes sure of none."""
    return replace(parts, startup=_ForgetsWhatOthersMade)


class _BringsTeamsAlong(Graph):
    def bootstrap(self) -> Bootstrap:
        parts = replace(self.parts, seeding=_TeamsOnly)
        Graph(self.config, self.env, parts).seeding().seed()
        return super().bootstrap()


class _TeamsOnly(Seeding):
    def write(self, keys: Sequence[SeedKey], hashes: object) -> None:
        del keys, hashes
        for team in self._config.teams:
            self.write_team(team)


class _StartsWithTheRealGraph(Startup):
    def bootstrap(self) -> str:
        self._graph.__class__ = Graph
        return super().bootstrap()


class _MakesOneWhoIsDone(Graph):
    def bootstrap(self) -> Bootstrap:
        self.parts = replace(self.parts, bootstrap=_Done)
        return super().bootstrap()


class _Done(Bootstrap):
    def must_change_password(self) -> bool:
        return False


class _MakesAWellKnownOne(Graph):
    def bootstrap(self) -> Bootstrap:
        self.parts = replace(self.parts, bootstrap=_WellKnown)
        return super().bootstrap()


class _WellKnown(Bootstrap):
    def password(self) -> Secret:
        return Secret("admin")


class _SeedsNobody(Seeding):
    def write_user(self, section: UserSection) -> None:
        del section


class _SeedsNoBudget(Seeding):
    def write_user(self, section: UserSection) -> None:
        super().write_user(structs.replace(section, budget=None))

    def write_team(self, section: TeamSection) -> None:
        super().write_team(structs.replace(section, budget=None))


class _MakesTheAdminToo(Graph):
    def seeding(self) -> Seeding:
        self.parts = replace(self.parts, seeding=_GivesAPassword)
        return super().seeding()


class _GivesAPassword(Seeding):
    def write_user(self, section: UserSection) -> None:
        super().write_user(section)
        user = self._store.user_by_email(section.email)
        if user is not None and section.global_role == "platform_admin":
            phc = self._hasher.hash(str(uuid4()))
            self._store._identity.store_password(user.id, phc, must_change=True, at=self._clock())  # type: ignore[attr-defined]


class _KnowsItsOwnProviders(Startup):
    def seed(self) -> str:
        if not self._toggles.seed_config:
            self._graph.__dict__["providers"] = {}
        return super().seed()


class _ForgetsWhatOthersMade(Startup):
    def bootstrap(self) -> str:
        if not self._toggles.bootstrap_admin:
            parts = replace(self._graph.parts, bootstrap=ForgetsRotationWhenPresent)
            type(self._graph)(self._graph.config, self._graph.env, parts).bootstrap().ensure()
        return super().bootstrap()
