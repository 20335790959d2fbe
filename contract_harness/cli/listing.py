"""`gateway-contracts clauses`: the list of promises, without a gateway."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_harness.cli import arguments
from contract_harness.errors import HarnessError

if TYPE_CHECKING:
    from contract_harness.ledger.clauses import Clause

_TIERS = ("core", "hardened", "provisional")


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "clauses",
        help="list the promises",
        description="List clauses, by profile; each WORD must occur in the id, the promise or its source.",
        examples={
            "gateway-contracts clauses redirect browser": "every promise with both words",
            "gateway-contracts clauses --profile migration --tier core": "what a claim of it rests on",
        },
        many="words",
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="a word that must occur in the id, the promise or its source (default: every clause)",
    )
    parser.add_argument(
        "--profile",
        action="append",
        default=[],
        metavar="NAME",
        help="only this profile (repeatable; default: every profile)",
    )
    arguments.add_tier(parser, _TIERS)
    parser.add_argument(
        "--extra-features",
        type=Path,
        metavar="DIR",
        help="your own scenarios too, checked as for a run (default: none)",
    )
    parser.add_argument("--json", action="store_true", help="as JSON (default: off)")
    parser.set_defaults(run=clauses)


def clauses(given: argparse.Namespace) -> int:
    """Print the ledger; 1 when it is unsound, with each fault on stderr.

    Raises:
        HarnessError: an unknown profile, nothing that matches, or a feature file that cannot be read.
    """
    # Imported here, so that `--help` and a mistyped flag answer at once.
    from contract_harness.ledger.clauses import read_features
    from contract_harness.ledger.rules import faults
    from contract_harness.verdicts import ExitCode

    ledger = read_features()
    if given.extra_features is not None:
        # Imported here: it loads every step there is.
        from contract_harness.extras import read_extras

        ledger = read_extras(given.extra_features, ledger).beside(ledger)
    matching = ledger.select(profiles=given.profile, tiers=given.tier)
    chosen = [one for one in matching if _has(one, given.words)]
    if not chosen:
        raise HarnessError("no clause matches: leave a filter out, or give fewer words.")
    if given.json:
        import json

        print(json.dumps([as_data(clause) for clause in chosen], indent=1))
    else:
        show(chosen)
    wrong = faults(ledger)
    for fault in wrong:
        print(fault, file=sys.stderr)
    return ExitCode.BROKEN if wrong else ExitCode.KEPT


def _has(clause: Clause, words: Sequence[str]) -> bool:
    text = f"{clause.id} {clause.title} {clause.source}".lower()
    return all(word.lower() in text for word in words)


def show(chosen: Sequence[Clause]) -> None:
    """Print clauses below their profiles: tier, id and what is promised."""
    from rich.text import Text

    from contract_harness.report import terminal

    console = terminal.console()
    width = console.width if console.is_terminal else None
    profile = ""
    for clause in chosen:
        if clause.profile != profile:
            gap = "\n" if profile else ""
            profile = clause.profile
            count = sum(one.profile == profile for one in chosen)
            heading = f"{gap}{profile}: {count} clause{'' if count == 1 else 's'}"
            console.print(Text(heading, "bold"), soft_wrap=True)
        line = Text.assemble((f"  {clause.tier.value:<12}", terminal.TIERS[clause.tier]), clause.id)
        for part in (line, *terminal.folded(clause.title, width, 14, "dim")):
            console.print(part, soft_wrap=True)


def as_data(clause: Clause) -> dict[str, object]:
    """A clause as JSON data."""
    return {
        "id": clause.id,
        "profile": clause.profile,
        "tier": clause.tier.value,
        "title": clause.title,
        "source": clause.source,
        "place": clause.place,
        "after": list(clause.after),
        "needs": list(clause.needs),
        "examples": [{"name": one.name, "rows": one.rows, "line": one.line} for one in clause.examples],
    }
