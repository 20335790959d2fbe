"""Wrong one step beside replicas that boot together: about what is seeded, and about who comes second."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import structs

from reference_gateway.mutants import mutant
from reference_gateway.services.seeding import Seeding
from reference_gateway.store.seeding import SeedStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reference_gateway.config.people import TeamSection, UserSection
    from reference_gateway.domain.models import Route
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.replicas-make-one-admin")
def seeds_users_for_each_replica(parts: Parts) -> Parts:
    """Makes the users of the config once more for each process that boots."""
    return replace(parts, seeding=_UsersOfThisProcess)


@mutant(breaks="bootstrap.replicas-make-one-admin")
def seeds_routes_for_each_replica(parts: Parts) -> Parts:
    """Adds the routes of each model once more for each process that boots."""
    return replace(parts, seed_store=_RoutesOfThisProcess)


@mutant(breaks="bootstrap.replicas-make-one-admin")
def makes_teams_for_each_replica(parts: Parts) -> Parts:
    """Makes every team of the config once more for each process that boots."""
    return replace(parts, seeding=_TeamsOfThisProcess)


class _UsersOfThisProcess(Seeding):
    def write_user(self, section: UserSection) -> None:
        super().write_user(section)
        other = structs.replace(section, email=f"{os.getpid()}-{section.email}", membership=None, budget=None)
        super().write_user(other)


class _RoutesOfThisProcess(SeedStore):
    def replace_routes(self, model_id: str, routes: Sequence[Route], *, at: datetime) -> None:
        priority = 1000 + os.getpid() % 9000
        own = [structs.replace(route, id=str(uuid4()), priority=priority) for route in routes]
        super().replace_routes(model_id, [*(self._models.routes(model_id) or routes), *own], at=at)


class _TeamsOfThisProcess(Seeding):
    def write_team(self, section: TeamSection) -> None:
        super().write_team(section)
        super().write_team(structs.replace(section, key=f"{section.key}-{os.getpid()}", budget=None))
