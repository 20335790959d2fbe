"""The tables of a target file that say more than one thing: deviations, mutants, what is deployed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Deviation:
    """A clause the gateway is known to break.

    Attributes:
        link: where the work on it can be followed; only a predicted one may go without.
        expires: the last day it holds; None when it needs no end.
        predicted: declared from reading, before anybody ran this gateway.
        by_chance: whether it shows depends on a race, so that it does not show once is no news.
        database: the only one on which it holds; empty when it holds on each.
    """

    reason: str
    link: str = ""
    expires: date | None = None
    predicted: bool = False
    by_chance: bool = False
    database: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """What a target file says, or a report; both write the day as text."""
        expires = given.get("expires")
        return cls(**{**given, "expires": date.fromisoformat(expires) if expires else None})

    @property
    def told(self) -> str:
        """Reason, link and last day, as a reader is told them."""
        until = f"until {self.expires.isoformat()}" if self.expires else ""
        return " ".join(word for word in (self.reason, self.link, until) if word)


@dataclass(frozen=True, slots=True)
class Mutants:
    """How to list deliberately wrong versions of the gateway, to run them, and to spoil what it ships."""

    list: str
    gateway: str = ""
    alter: str = ""


@dataclass(frozen=True, slots=True)
class Deploy:
    """What the gateway ships to be deployed with.

    Attributes:
        folder: copied before it is read or replayed; the other files are named from there.
        compose: the compose file.
        platforms: a workflow, a bake file or our own JSON; empty when there is none.
        manifests: a kustomization, a file of Kubernetes manifests, or a folder of them; empty without any.
        programs: what to run here for a program, a service or an image, as argument lists in shell quoting.
        gateway, admin_ui, database: the names of their services.
        admin_email: whom the first password lets in.
        admin_password, api_key, database_url: the variables of the deploy-time environment that hold them.
    """

    folder: Path
    compose: str = "compose.yaml"
    platforms: str = ""
    manifests: str = ""
    programs: Mapping[str, str] = field(default_factory=dict, hash=False)
    gateway: str = "gateway"
    admin_ui: str = "admin-ui"
    database: str = "postgres"
    admin_email: str = "admin@local"
    admin_password: str = "GATEWAY_BOOTSTRAP_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable
    api_key: str = "GATEWAY_API_KEY"
    database_url: str = "POSTGRES_URL"
