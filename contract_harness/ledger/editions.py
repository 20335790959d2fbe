"""
Editions of the contract: the clauses of one moment, frozen by digests of their text.

An edition is one file of `contracts/editions/`, and `unreleased.toml` beside them says what has become of
clauses since the newest one. An id is a name for life: text that changes is declared changed, an id that goes
is renamed or retired, and neither comes back. `faults` says what nobody declared.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from contract_harness import resources
from contract_harness.errors import HarnessError
from contract_harness.ledger.clauses import Ledger

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

UNRELEASED = "unreleased"
NOTHING_YET = """\
# What has become of clauses since the newest edition. `gateway-contracts editions` says what is missing here;
# `gateway-contracts editions freeze NAME` moves all of it into the new edition.

[changed]   # "profile.clause" = "what its text promises now that it did not, or no longer"

[renamed]   # "profile.old-id" = "profile.new-id"

[retired]   # "profile.clause" = "why nobody promises it any more"; the id never comes back
"""
"""The file of what is unreleased, as a freeze leaves it."""


class UnknownEdition(HarnessError):
    """No edition of this name was frozen."""

    def __init__(self, name: str, *, known: Sequence[str]) -> None:
        self.name = name
        near = difflib.get_close_matches(name, known, n=1)
        hint = f", did you mean {near[0]!r}?" if near else ""
        there = f"choose from {', '.join(known)}" if known else "none is frozen yet"
        super().__init__(f"there is no edition {name!r}{hint}: {there}.")


class BadEdition(HarnessError):
    """A file of contracts/editions/ that says something wrong."""

    def __init__(self, file: Path, problem: str) -> None:
        self.file = file
        super().__init__(f"{file} is no edition ({problem}): correct it, or freeze it again.")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition, or what is to become the next.

    Attributes:
        clauses: digests of the texts, by id.
        changed: with what changed since the edition before.
        renamed: old id to new id, since the edition before.
        retired: with the reason, since the edition before.
    """

    name: str
    clauses: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    retired: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Editions:
    """All of them, oldest first, and what is declared since the newest."""

    frozen: tuple[Edition, ...]
    unreleased: Edition

    def named(self, name: str) -> Edition:
        """The edition of that name.

        Raises:
            UnknownEdition: there is none.
        """
        for edition in self.frozen:
            if edition.name == name:
                return edition
        raise UnknownEdition(name, known=[edition.name for edition in self.frozen])

    def renames(self, since: str = "") -> Mapping[str, str]:
        """What ids of an edition (of any, without one) are called now: old id to the newest one."""
        pairs: dict[str, str] = {}
        for edition in (*self.frozen, self.unreleased):
            if edition.name > since:
                pairs = {old: edition.renamed.get(new, new) for old, new in pairs.items()} | dict(
                    edition.renamed
                )
        return pairs


@dataclass(frozen=True, slots=True)
class Scoring:
    """What judging by an edition means for the clauses as they are now.

    Attributes:
        unscored: clauses that are reported and not scored, with the reason.
        lost: ids of the edition that are no clauses any more.
    """

    edition: str
    unscored: Mapping[str, str]
    lost: tuple[str, ...]


def scoring(editions: Editions, name: str, ledger: Ledger) -> Scoring:
    """How to judge by the edition *name*.

    Raises:
        UnknownEdition: there is none of that name.
    """
    edition = editions.named(name)
    now = editions.renames(since=name)
    then = {now.get(clause, clause): digest for clause, digest in edition.clauses.items()}
    unscored = {
        clause.id: f"its text has changed since edition {name}"
        if clause.id in then
        else f"younger than edition {name}"
        for clause in ledger.clauses
        if then.get(clause.id) != clause.digest
    }
    known = {clause.id for clause in ledger.clauses}
    return Scoring(name, unscored, tuple(one for one in edition.clauses if now.get(one, one) not in known))


def read_editions(folder: Path | None = None) -> Editions:
    """Read every edition in *folder*, by default those this installation carries.

    Raises:
        BadEdition: a file is not TOML, does not fit the schema, or is called otherwise than it says.
    """
    folder = folder or resources.contracts("editions")
    found = {file.stem: _read(file) for file in sorted(folder.glob("*.toml"))}
    unreleased = found.pop(UNRELEASED, Edition(UNRELEASED))
    return Editions(tuple(found.values()), unreleased)


def faults(editions: Editions, ledger: Ledger) -> list[str]:
    """What became of a frozen clause and was not declared, each one sentence."""
    now = {clause.id: clause.digest for clause in ledger.clauses if clause.id}
    chain = [*editions.frozen, Edition(UNRELEASED, now, *_declared(editions.unreleased))]
    found: list[str] = []
    gone: dict[str, str] = {}
    for before, after in zip([Edition(""), *chain[:-1]], chain, strict=True):
        found += _undeclared(before, after)
        gone |= dict.fromkeys([*after.renamed, *after.retired], after.name)
        found += [
            f"{name} is a clause again, and left with {gone[name]}: an id never comes back"
            for name in after.clauses
            if name in gone
        ]
    return found


def _declared(one: Edition) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    return one.changed, one.renamed, one.retired


def _undeclared(before: Edition, after: Edition) -> Iterator[str]:
    where = f"contracts/editions/{after.name}.toml"
    for name, digest in before.clauses.items():
        new = after.renamed.get(name, name)
        if new not in after.clauses:
            if name not in after.retired:
                yield f"{name} was in {before.name} and is gone: name it renamed or retired in {where}"
        elif after.clauses[new] != digest and new not in after.changed:
            yield f"{new} promises something else than in {before.name}: say what changed in {where}"
        elif after.clauses[new] == digest and new in after.changed:
            yield f"{new} is declared changed and reads as in {before.name}: take it out of {where}"
        if name in after.retired and new in after.clauses:
            yield f"{name} is declared retired and is a clause: take it out of {where}"
    for name in [*after.renamed, *after.retired]:
        if name not in before.clauses:
            yield f"{name} is declared gone and was in no edition before: take it out of {where}"
    for new in after.renamed.values():
        if new in before.clauses:
            yield f"{new} is a new name and was a clause of {before.name} already: give another"


def without_newest(editions: Editions) -> Editions:
    """The editions as they were before the newest was frozen, to freeze it again.

    What both declare is kept as far as it is about clauses of the edition before.
    """
    *before, newest = editions.frozen
    later = editions.unreleased
    prior = set(before[-1].clauses) if before else set()
    renamed = {old: later.renamed.get(new, new) for old, new in newest.renamed.items()} | {
        old: new for old, new in later.renamed.items() if old in prior
    }
    was = {new: old for old, new in newest.renamed.items()}
    retired = {was.get(name, name): why for name, why in {**newest.retired, **later.retired}.items()}
    first_names = {new: old for old, new in renamed.items()}
    changed = {
        later.renamed.get(name, name): why for name, why in {**newest.changed, **later.changed}.items()
    }
    return Editions(
        tuple(before),
        Edition(
            UNRELEASED,
            changed={name: why for name, why in changed.items() if first_names.get(name, name) in prior},
            renamed={old: new for old, new in renamed.items() if old not in retired},
            retired={name: why for name, why in retired.items() if name in prior},
        ),
    )


def frozen(name: str, ledger: Ledger, editions: Editions) -> str:
    """The text of an edition file that holds the ledger as it is.

    Raises:
        HarnessError: something became of a frozen clause and was not declared.
    """
    wrong = faults(editions, ledger)
    if wrong:
        raise HarnessError(f"edition {name} cannot be frozen yet: {'; '.join(wrong[:5])}.")
    lines = [f'edition = "{name}"']
    tables: Mapping[str, Mapping[str, str]] = {
        "changed": editions.unreleased.changed,
        "renamed": editions.unreleased.renamed,
        "retired": editions.unreleased.retired,
        "clauses": {clause.id: clause.digest for clause in ledger.clauses},
    }
    for title, table in tables.items():
        if table or title == "clauses":
            lines += ["", f"[{title}]"]
            lines += [f"{_quoted(key)} = {_quoted(value)}" for key, value in sorted(table.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _read(file: Path) -> Edition:
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        raise BadEdition(file, str(error)) from None
    fault = next(iter(_schema().iter_errors(document)), None)
    if fault is not None:
        raise BadEdition(file, f"{fault.json_path} {fault.message[:200]}")
    if file.stem != UNRELEASED and document.get("edition") != file.stem:
        raise BadEdition(file, f"it says that it is {document.get('edition')!r}")
    name = document.pop("edition", UNRELEASED)
    return Edition(name, **document)


def _schema() -> Draft202012Validator:
    # Imported here: every command imports this module, and few read an edition.
    from jsonschema import Draft202012Validator

    file = resources.contracts("schemas", "edition.schema.json")
    return Draft202012Validator(json.loads(file.read_text("utf-8")))
