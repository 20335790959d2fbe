"""`gateway-contracts editions`: what was frozen, what became of it, and freezing the next one."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_harness import resources
from contract_harness.errors import HarnessError

if TYPE_CHECKING:
    from contract_harness.ledger import editions
    from contract_harness.ledger.clauses import Ledger

_NAME = re.compile(r"\d{4}\.(?:0[1-9]|1[0-2])")


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "editions",
        help="list the frozen editions of the contract, or freeze one",
        description="List the editions and what became of clauses since. Exit 1 when that was not declared.",
        examples={
            "gateway-contracts editions": "which were frozen, and what changed since",
            "gateway-contracts editions freeze 2027.03": "freeze the next, in a clone",
        },
    )
    parser.set_defaults(run=show)
    actions = parser.add_subparsers(
        title="actions", metavar="ACTION", prog=parser.prog, parser_class=type(parser)
    )
    freezing: argparse.ArgumentParser = actions.add_parser(
        "freeze",
        help="freeze the clauses as they are",
        description="Write contracts/editions/NAME.toml.",
        examples={
            "gateway-contracts editions freeze 2027.03": "the next edition",
            "gateway-contracts editions freeze --again 2026.11": "the newest, anew",
        },
    )
    freezing.add_argument("name", metavar="NAME", help="year and month, such as 2026.11")
    freezing.add_argument(
        "--again",
        action="store_true",
        help="replace the newest edition, which nobody has been given yet (default: off)",
    )
    freezing.set_defaults(run=freeze)


def show(given: argparse.Namespace) -> int:
    """Print each edition, and what nobody declared; returns the exit code.

    Raises:
        HarnessError: a file of editions is wrong.
    """
    del given
    # Imported here, so that `--help` and a mistyped flag answer at once.
    from contract_harness.ledger import editions
    from contract_harness.ledger.clauses import read_features
    from contract_harness.verdicts import ExitCode

    ledger, known = read_features(), editions.read_editions()
    for edition in known.frozen:
        scoring = editions.scoring(known, edition.name, ledger)
        kept = len(edition.clauses) - len(scoring.lost)
        younger = sum(clause.startswith("younger") for clause in scoring.unscored.values())
        print(f"{edition.name}  {len(edition.clauses)} clauses")
        print(f"         {kept} are clauses now, {len(scoring.unscored) - younger} of them with another text")
        print(f"         {younger} are younger than this edition")
    if not known.frozen:
        print("no edition is frozen yet: `gateway-contracts editions freeze NAME` makes one")
    wrong = editions.faults(known, ledger)
    for fault in wrong:
        print(fault, file=sys.stderr)
    return ExitCode.BROKEN if wrong else ExitCode.KEPT


def freeze(given: argparse.Namespace) -> int:
    """Write the edition; what was declared unreleased belongs to it from now on.

    Raises:
        HarnessError: the name is none or taken, the ledger is unsound, something is undeclared, or the
            folder cannot be written.
    """
    from contract_harness.ledger import editions
    from contract_harness.ledger.clauses import read_features
    from contract_harness.ledger.rules import faults as unsound

    ledger, known = read_features(), editions.read_editions()
    if wrong := unsound(ledger):
        raise HarnessError(f"the features under {ledger.root} are not sound: {'; '.join(wrong[:5])}.")
    text = editions.frozen(given.name, ledger, _before(given, known))
    folder = resources.contracts("editions")
    try:
        _put(folder / f"{given.name}.toml", text)
        _put(folder / f"{editions.UNRELEASED}.toml", editions.NOTHING_YET)
    except OSError as error:
        raise HarnessError(
            f"cannot write editions to {folder} ({error.strerror}): freeze in a clone."
        ) from None
    print(f"{folder / given.name}.toml: {_counted(ledger)} frozen")
    return 0


def _put(file: Path, text: str) -> None:
    """Write *file* whole or not at all."""
    new = file.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(file)


def _before(given: argparse.Namespace, known: editions.Editions) -> editions.Editions:
    """The editions that come before the one to freeze, and what is to be declared since."""
    names = [edition.name for edition in known.frozen]
    if not _NAME.fullmatch(given.name):
        raise HarnessError(f"{given.name!r} is no edition: name it by year and month, such as 2026.11.")
    if given.again and names[-1:] != [given.name]:
        raise HarnessError(
            f"{given.name} is not the newest edition ({', '.join(names[-1:]) or 'there is none'}): only the "
            "newest can be frozen again."
        )
    if given.again:
        from contract_harness.ledger.editions import without_newest

        return without_newest(known)
    if names and given.name <= names[-1]:
        raise HarnessError(
            f"{given.name} does not come after {names[-1]}: give a later name, or add --again to replace "
            "one that nobody has been given yet."
        )
    return known


def _counted(ledger: Ledger) -> str:
    return f"{len(ledger.clauses)} clauses"
