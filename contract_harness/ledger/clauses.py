"""
The ledger of clauses, derived from the feature files and kept nowhere else.

A clause is one Gherkin `Rule:`. Its dotted tag is its id for life, a second tag is its tier, the first
line of its description is its source, its scenarios are its examples. `read_features` is lenient so that a
half-written file can still be listed; `rules.faults` says everything that is wrong with a ledger.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from gherkin.errors import CompositeParserException, ParserException
from gherkin.parser import Parser

from contract_harness import resources
from contract_harness.errors import HarnessError
from contract_harness.ledger.text import digest as digest_of
from contract_harness.tables import aligned

AFTER_TAG = "after:"
NEEDS_TAG = "needs:"
_SOURCE = "Source:"


class Tier(StrEnum):
    """How much a clause weighs."""

    CORE = "core"
    """A profile claim rests on it."""
    HARDENED = "hardened"
    """Scored beside the claim: what a production gateway must also do."""
    PROVISIONAL = "provisional"
    """New this edition: reported, never scored."""
    EXTRA = "extra"
    """An adopter's own, outside the contract: never scored; a breach fails the run it was brought to."""


class UnreadableFeature(HarnessError):
    """A feature file that is not Gherkin."""

    def __init__(self, file: Path, problem: str) -> None:
        self.file = file
        super().__init__(f"{file} cannot be read as Gherkin ({problem}): correct the file.")


class UnknownClause(HarnessError):
    """No clause has this id."""

    def __init__(self, clause_id: str, *, known: Iterable[str]) -> None:
        self.clause_id = clause_id
        super().__init__(
            f"there is no clause {clause_id!r}{_nearest(clause_id, known)}: "
            "`gateway-contracts clauses` lists them all."
        )


class UnknownProfile(HarnessError):
    """No folder of features has this name."""

    def __init__(self, profile: str, *, known: Iterable[str]) -> None:
        self.profile = profile
        known = sorted(set(known))
        super().__init__(
            f"there is no profile {profile!r}{_nearest(profile, known)}: choose from {', '.join(known)}."
        )


@dataclass(frozen=True, slots=True)
class Example:
    """One scenario of a clause.

    Attributes:
        rows: how many times it runs: the rows of its tables of examples, 1 when it has none.
        steps: each as written, keyword first; a table or text of its own on further lines.
        tables: the lines of its tables of examples.
    """

    name: str
    line: int
    rows: int
    steps: tuple[str, ...]
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise.

    Attributes:
        tiers: every tier tag found; a sound clause has exactly one.
        tier: the first of them, `provisional` when there is none.
        source: where the promise comes from, without the word `Source:`; empty when the line is missing.
        feature: the file, relative to the features folder, with forward slashes.
        after: ids of the clauses whose breach explains a breach of this one.
        needs: optional features; a target that does not claim them is not asked.
        digest: of its text, as an edition freezes it.
    """

    id: str
    profile: str
    tiers: tuple[Tier, ...]
    title: str
    source: str
    note: str
    feature: str
    line: int
    after: tuple[str, ...]
    background: tuple[str, ...]
    examples: tuple[Example, ...]
    needs: tuple[str, ...] = ()
    digest: str = ""

    @property
    def tier(self) -> Tier:
        return self.tiers[0] if self.tiers else Tier.PROVISIONAL

    @property
    def place(self) -> str:
        """File and line, the way an editor jumps to them."""
        return f"{self.feature}:{self.line}"

    @property
    def runs(self) -> int:
        """How many times its examples run against one target, rows counted."""
        return sum(example.rows for example in self.examples)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every clause under one features folder, in file order."""

    root: Path
    clauses: tuple[Clause, ...]
    digest: str
    """SHA-256 over the names and texts of the feature files: the same promises have the same digest."""

    @property
    def profiles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(clause.profile for clause in self.clauses))

    def file_of(self, clause: Clause) -> Path:
        """Where its feature file is; an extra one says it itself."""
        return Path(clause.feature).absolute() if clause.tier is Tier.EXTRA else self.root / clause.feature

    def clause(self, clause_id: str) -> Clause:
        """The clause of this id.

        Raises:
            UnknownClause: there is none; the message suggests the nearest id.
        """
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise UnknownClause(clause_id, known=(clause.id for clause in self.clauses))

    def select(
        self, *, profiles: Sequence[str] = (), ids: Sequence[str] = (), tiers: Sequence[str] = ()
    ) -> tuple[Clause, ...]:
        """The clauses that meet every given filter; an empty filter lets all pass.

        Raises:
            UnknownProfile, UnknownClause: a filter names nothing.
        """
        for profile in profiles:
            if profile not in self.profiles:
                raise UnknownProfile(profile, known=self.profiles)
        for clause_id in ids:
            self.clause(clause_id)
        return tuple(
            clause
            for clause in self.clauses
            if (not profiles or clause.profile in profiles)
            and (not ids or clause.id in ids)
            and (not tiers or clause.tier in tiers)
        )


def read_features(root: Path | None = None) -> Ledger:
    """Parse every `<profile>/<topic>.feature` under *root*, by default those this installation carries.

    Raises:
        UnreadableFeature: a file is not Gherkin.
    """
    root = root or resources.features()
    clauses: list[Clause] = []
    digest = hashlib.sha256()
    for file in sorted(root.glob("*/*.feature")):
        text = file.read_text("utf-8")
        digest.update(f"{file.relative_to(root).as_posix()}\0{text}\0".encode())
        clauses.extend(clauses_in(file, root, text))
    return Ledger(root, tuple(clauses), digest.hexdigest())


def clauses_in(file: Path, root: Path, text: str) -> Iterator[Clause]:
    """The clauses of one feature file, whose profile is the first folder below *root*.

    Raises:
        UnreadableFeature: it is not Gherkin.
    """
    try:
        document: dict[str, Any] = dict(Parser().parse(text))
    except (CompositeParserException, ParserException) as error:
        raise UnreadableFeature(file, str(error).splitlines()[-1].strip()) from error
    feature = document.get("feature") or {"children": []}
    relative = file.relative_to(root)
    shared = [step for child in feature["children"] for step in child.get("background", {}).get("steps", ())]
    for child in feature["children"]:
        if "scenario" in child:
            # An example outside any rule proves nothing anyone promised; it is listed as a nameless clause.
            yield _clause(relative, {**child["scenario"], "children": [child], "tags": []}, shared)
        if "rule" in child:
            yield _clause(relative, child["rule"], shared)


def _clause(relative: Path, rule: dict[str, Any], shared: Sequence[dict[str, Any]]) -> Clause:
    tags = [tag["name"].removeprefix("@") for tag in rule["tags"]]
    first, _, rest = rule.get("description", "").strip().partition("\n")
    has_source = first.startswith(_SOURCE)
    return Clause(
        id=next((tag for tag in tags if "." in tag and ":" not in tag), ""),
        profile=relative.parts[0],
        tiers=tuple(Tier(tag) for tag in tags if tag in set(Tier) - {Tier.EXTRA}),
        title=rule["name"],
        source=first.removeprefix(_SOURCE).strip() if has_source else "",
        note=" ".join((rest if has_source else f"{first}\n{rest}").split()),
        feature=relative.as_posix(),
        line=rule["location"]["line"],
        after=tuple(tag.removeprefix(AFTER_TAG) for tag in tags if tag.startswith(AFTER_TAG)),
        background=_steps({"steps": shared}) + _background(rule["children"]),
        examples=tuple(_example(child["scenario"]) for child in rule["children"] if "scenario" in child),
        needs=tuple(tag.removeprefix(NEEDS_TAG) for tag in tags if tag.startswith(NEEDS_TAG)),
        digest=digest_of(rule, [tag for tag in tags if _says_something(tag)], shared),
    )


def _says_something(tag: str) -> bool:
    """A tag that is part of the promise: neither the name of the clause nor of another one."""
    return tag in set(Tier) or tag.startswith(NEEDS_TAG)


def _example(scenario: dict[str, Any]) -> Example:
    tables = scenario.get("examples", [])
    return Example(
        name=scenario["name"],
        line=scenario["location"]["line"],
        rows=sum(len(table.get("tableBody", [])) for table in tables) if tables else 1,
        steps=_steps(scenario),
        tables=tuple(
            line
            for table in tables
            if "tableHeader" in table
            for line in _aligned([table["tableHeader"], *table.get("tableBody", [])])
        ),
    )


def _background(children: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(step for child in children if "background" in child for step in _steps(child["background"]))


def _steps(holder: dict[str, Any]) -> tuple[str, ...]:
    return tuple("\n".join(_step_lines(step)) for step in holder["steps"])


def _step_lines(step: dict[str, Any]) -> Iterator[str]:
    yield f"{step['keyword'].strip()} {step['text']}"
    if "dataTable" in step:
        yield from _aligned(step["dataTable"]["rows"])
    if "docString" in step:
        yield from step["docString"]["content"].splitlines()


def _aligned(rows: Sequence[dict[str, Any]]) -> list[str]:
    return aligned([[str(cell["value"]) for cell in row["cells"]] for row in rows])


def _nearest(wrong: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.5)
    return f" (did you mean {near[0]!r}?)" if near else ""
