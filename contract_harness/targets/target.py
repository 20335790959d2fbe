"""
A target: one gateway that can be verified, as its file describes it, and the commands that reach it.

`contracts/targets/README.md` is the page for people who write such a file.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from contract_harness.errors import BadTarget, NotObservable
from contract_harness.targets.access import Reach
from contract_harness.targets.credentials import Credentials
from contract_harness.targets.sections import Deploy, Deviation, Mutants

Driver = Literal["process", "url"]

_OF_OWNERS = ("owner_kind", "ownership_kind")
"""What lists and telemetry call the kind of an owner. Source: observed gateway, 3.3 and 11.3."""


@dataclass(frozen=True, slots=True)
class Target:
    """One gateway to verify, as its file describes it.

    Attributes:
        name: of the file, without `.toml`; a mutant's has `~<mutant>` behind it.
        file: where it is described; None for a gateway given by its URL only.
        here: the folder of the file; relative things are relative to it.
        install: what to type when the package its commands start is not installed.
        database: None for a URL target, whose database nobody sees.
        preload: modules its Python commands may be forked with, already imported.
        not_expressible: clauses that its config cannot say, each with the reason.
        tables: what it calls an application table of the contract, empty for one that it does not have.
        owner_kinds: what it calls a kind of owner of the contract.
        reach: certificates and headers it takes to get to a URL target.
        mutant: which wrong version this is, None for the gateway itself.
        typed: what names it on a command line: its `target`, and its `command` and `database` when they
            were given in the place of what its file says; empty for a mutant and for a bare URL.
    """

    name: str
    driver: Driver
    about: str
    file: Path | None = field(default=None, compare=False)
    here: Path = Path()
    claims: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    database: str | None = None
    gateway: str = ""
    install: str = ""
    commands: Mapping[str, str] = field(default_factory=dict, hash=False)
    preload: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict, hash=False)
    inherit_env: tuple[str, ...] = ()
    deviations: Mapping[str, Deviation] = field(default_factory=dict, hash=False)
    not_expressible: Mapping[str, str] = field(default_factory=dict, hash=False)
    tables: Mapping[str, str] = field(default_factory=dict, hash=False)
    owner_kinds: Mapping[str, str] = field(default_factory=dict, hash=False)
    mutants: Mutants | None = None
    deploy: Deploy | None = None
    config_template: Path | None = None
    readiness_path: str = "/readyz"
    base_path: str = "/admin"
    url: str = ""
    given_credentials: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)
    reach: Reach = field(default_factory=Reach)
    mutant: str | None = None
    typed: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.name

    @property
    def config_name(self) -> str:
        """The file name of the config: what stands before `.j2` in the template's name."""
        return self.config_template.name.removesuffix(".j2") if self.config_template else "gateway.yaml"

    def argv(self, command: str, **values: str) -> list[str]:
        """The argument list of *command*, with `{config}` and the like taken from *values*.

        The template is split first and filled afterwards, so a value with a space stays one argument.

        Raises:
            NotObservable: this target has no such command.
        """
        template = self.commands.get(command)
        if template is None:
            raise NotObservable(f"target {self.name!r} has no `{command}` command")
        return self._filled(template, values)

    def mutated(self, mutant: str, *, wrap: str = "", env: Mapping[str, str] | None = None) -> Target:
        """This target with the gateway replaced by its version *mutant*, named `<name>~<mutant>`.

        Args:
            wrap, env: of a version that is the gateway itself behind other words, or with other variables;
                without either it is the one that `[mutants] gateway` runs.

        Raises:
            NotObservable: the target comes without mutants.
        """
        if self.mutants is None:
            raise NotObservable(f"target {self.name!r} has no [mutants]")
        if wrap or env:
            gateway = f"{wrap} {self.gateway}".strip()
        else:
            gateway = self.mutants.gateway.replace("{mutant}", shlex.quote(mutant))
        return replace(
            self,
            name=f"{self.name}~{mutant}",
            gateway=gateway,
            env={**self.env, **(env or {})},
            mutants=replace(self.mutants, alter="") if wrap or env else self.mutants,
            mutant=mutant,
            deviations={},
            typed={},
        )

    def run_by(self, command: str) -> Target:
        """This target with *command*, words in shell quoting, in the place of its gateway program.

        Raises:
            BadTarget: it starts no program of its own, or the words cannot be told apart.
        """
        if not self.gateway:
            raise BadTarget(
                "--command",
                "",
                problem=f"has no place in target {self.name!r}, which has no `gateway` line",
                remedy="add the line and use {gateway} in its commands",
            )
        try:
            words = shlex.split(command)
        except ValueError as error:
            raise BadTarget(
                "--command", "", problem=f"cannot be split into words ({error})", remedy="close the quote"
            ) from None
        if not words:
            raise BadTarget("--command", "", problem="is empty", remedy="give the words that start it")
        # Relative to where the user stands, as a shell would take it; the gateway runs elsewhere.
        if "/" in words[0] and not words[0].startswith("{"):
            words[0] = str(Path(words[0]).expanduser().absolute())
        typed = {**self.typed, "command": command}
        return replace(self, gateway=shlex.join(words), install="", typed=typed)

    def on(self, database: str) -> Target:
        """This target on a *database* of the other kind, named after it; a gateway by URL has its own."""
        if self.database in (None, database):
            return self
        typed = {**self.typed, "database": database}
        return replace(self, name=f"{self.name}-{database}", database=database, typed=typed)

    def deviation(self, clause: str) -> Deviation | None:
        """What excuses it from *clause* on the database it is on."""
        found = self.deviations.get(clause)
        return found if found and found.database in ("", self.database) else None

    def reached_by(self, reach: Reach) -> Target:
        """This target, reached with what *reach* says before what its file says; only one with a URL is."""
        return replace(self, reach=reach.over(self.reach)) if self.driver == "url" else self

    @property
    def lacking(self) -> list[str]:
        """The tables of the contract that it does not have."""
        return sorted(table for table, own in self.tables.items() if not own)

    def in_its_words(self, table: Sequence[Sequence[str]]) -> list[list[str]]:
        """The rows of a step's *table*, with the kind of an owner as this gateway calls it."""
        return [
            [
                *row[:1],
                *(self.owner_kinds.get(cell, cell) if row[0] in _OF_OWNERS else cell for cell in row[1:]),
            ]
            for row in table
        ]

    def mutants_argv(self) -> list[str]:
        """The argument list that prints the mutants as JSON.

        Raises:
            NotObservable: the target comes without mutants.
        """
        if self.mutants is None:
            raise NotObservable(f"target {self.name!r} has no [mutants]")
        return self._filled(self.mutants.list, {})

    def alter_argv(self, folder: Path) -> list[str]:
        """The argument list that spoils *folder*, a copy of what is shipped; empty when nothing is to be."""
        if self.mutant is None or self.mutants is None or not self.mutants.alter:
            return []
        return self._filled(self.mutants.alter, {"mutant": self.mutant, "deploy": str(folder)})

    def program(self, name: str) -> list[str] | None:
        """What to run here for the program *name* of an image; None when it is run as it is."""
        template = self.deploy.programs.get(name) if self.deploy else None
        return None if template is None else self._filled(template, {})

    def credentials(self) -> Credentials:
        """What opens it: fresh random values for a process target, the given ones for a URL target."""
        if self.driver == "process":
            return Credentials.fresh()
        return Credentials.given(
            email=self.given_credentials.get("admin_email"),
            password=_resolved(self.given_credentials.get("admin_password")),
            api_key=_resolved(self.given_credentials.get("api_key")),
        )

    def _filled(self, template: str, values: Mapping[str, str]) -> list[str]:
        words: list[str] = []
        for word in shlex.split(template):
            if word == "{gateway}":
                words += self._filled(self.gateway, values)
            else:
                known = {"python": sys.executable, "here": str(self.here), **values}
                for name, value in known.items():
                    word = word.replace(f"{{{name}}}", value)  # noqa: PLW2901 - filled step by step
                words.append(word)
        return words


def _resolved(reference: str | None) -> str | None:
    if reference is None:
        return None
    kind, _, rest = reference.partition(".")
    return os.environ.get(rest) if kind == "env" else rest
