"""`gateway-contracts clauses` and `explain`: reading the contract without a gateway."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from contract_harness.clause_rules import faults
from contract_harness.clauses import Clause, Ledger, read_features
from contract_harness.verdicts import ExitCode


def add_to(commands: Any) -> None:
    """Add both commands to the parser's subcommands."""
    listing: argparse.ArgumentParser = commands.add_parser(
        "clauses", help="list the promises", description="List every clause, by profile."
    )
    listing.add_argument("--profile", action="append", default=[], help="only this profile (repeatable)")
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.set_defaults(run=clauses)
    explaining: argparse.ArgumentParser = commands.add_parser(
        "explain", help="show one promise whole", description="Show a clause: its source and its examples."
    )
    explaining.add_argument("clause", metavar="CLAUSE")
    explaining.set_defaults(run=explain)


def clauses(given: argparse.Namespace) -> int:
    """Print the ledger; 1 when it is unsound, with each fault on stderr.

    Raises:
        HarnessError: an unknown profile, or a feature file that cannot be read.
    """
    ledger = read_features()
    chosen = ledger.select(profiles=given.profile)
    print(json.dumps([_as_data(clause) for clause in chosen], indent=1) if given.json else _as_text(chosen))
    wrong = faults(ledger)
    for fault in wrong:
        print(fault, file=sys.stderr)
    return ExitCode.BROKEN if wrong else ExitCode.KEPT


def explain(given: argparse.Namespace) -> int:
    """Print one clause as its feature file has it.

    Raises:
        UnknownClause: there is none of this id.
    """
    ledger = read_features()
    print(_explained(ledger, ledger.clause(given.clause)))
    return ExitCode.KEPT


def _explained(ledger: Ledger, clause: Clause) -> str:
    lines = [f"{clause.id}  ({clause.tier.value})", "", f"  {clause.title}.", ""]
    lines += [f"  source   {clause.source}", f"  place    {clause.place}"]
    lines += [f"  after    {other}  {ledger.clause(other).title}" for other in clause.after]
    lines += ["", f"  {clause.note}"] if clause.note else []
    for example in clause.examples:
        rows = f"  ({example.rows} rows)" if example.rows > 1 else ""
        lines += ["", f"  Example: {example.name}{rows}"]
        lines += [f"    {step}" for step in (*clause.background, *example.steps)]
    return "\n".join(lines)


def _as_text(chosen: tuple[Clause, ...]) -> str:
    lines: list[str] = []
    profile = ""
    for clause in chosen:
        if clause.profile != profile:
            profile = clause.profile
            count = sum(one.profile == profile for one in chosen)
            lines += ["", f"{profile}: {count} clauses"]
        lines.append(f"  {clause.tier.value:<12}{clause.id}")
        lines.append(f"              {clause.title}")
    return "\n".join(lines).lstrip("\n")


def _as_data(clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id,
        "profile": clause.profile,
        "tier": clause.tier.value,
        "title": clause.title,
        "source": clause.source,
        "place": clause.place,
        "after": list(clause.after),
        "examples": [{"name": one.name, "rows": one.rows, "line": one.line} for one in clause.examples],
    }
