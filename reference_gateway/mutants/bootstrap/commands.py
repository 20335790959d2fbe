"""Wrong about the commands that migrate, bootstrap and seed without serving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from reference_gateway.domain.errors import ApiKeyNotFound
from reference_gateway.domain.identity import Team, TeamStatus
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.seed_plan import SeedKey
from reference_gateway.services.seeding import Seeding
from reference_gateway.wiring.graph import Graph
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from reference_gateway.http.server.listener import Listener
    from reference_gateway.services.bootstrap import Bootstrap
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.seed-command-seeds")
def forgets_the_keys(parts: Parts) -> Parts:
    """Seeds everything but the keys."""
    return replace(parts, seeding=_ForgetsTheKeys)


@mutant(breaks="bootstrap.commands-may-be-repeated")
def adds_a_team_each_time(parts: Parts) -> Parts:
    """Adds another team at every seeding."""
    return replace(parts, seeding=_AddsATeam)


@mutant(breaks="bootstrap.admin-command-makes-the-admin")
def seeds_while_bootstrapping(parts: Parts) -> Parts:
    """Seeds the config whenever it makes sure of the admin."""
    return replace(parts, graph=_SeedsToo)


@mutant(breaks="bootstrap.commands-stand-in-for-startup")
def knows_only_keys_of_its_own_start(parts: Parts) -> Parts:
    """Knows no key in a start that seeded none."""
    return replace(parts, startup=_KnowsItsOwnKeys)


class _ForgetsTheKeys(Seeding):
    def write_key(self, key: SeedKey, secret_hash: str) -> None:
        del key, secret_hash


class _AddsATeam(Seeding):
    def write_system_team(self) -> None:
        super().write_system_team()
        team_id = str(uuid4())
        team = Team(team_id, f"team-{team_id}", "Another", TeamStatus.ACTIVE)
        self._store.put_team(team, at=self._clock())


class _SeedsToo(Graph):
    def bootstrap(self) -> Bootstrap:
        self.seeding().seed()
        return super().bootstrap()


class _KnowsItsOwnKeys(Startup):
    def serve(self, listener: Listener) -> int:
        if not self._toggles.seed_config:
            self._graph.parts = replace(self._graph.parts, access=_KnowsNoKey)
        return super().serve(listener)


class _KnowsNoKey(Access):
    def admit(self, authorization: str | None) -> Caller:
        del authorization
        raise ApiKeyNotFound
