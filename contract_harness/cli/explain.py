"""`gateway-contracts explain`: one promise whole, and what is known to break it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future

    from rich.text import Text

    from contract_harness.ledger.clauses import Clause, Example, Ledger
    from contract_harness.mutation.registry import Mutant
    from contract_harness.targets.target import Target

_FORCE = {
    "core": "a profile claim rests on it",
    "hardened": "scored beside the claim",
    "provisional": "reported, never scored",
    "extra": "outside the contract, never scored",
}


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "explain",
        help="show one promise whole",
        description="Show a clause: what it promises, where that comes from, its examples, and the wrong "
        "gateways that are known to break it.",
        examples={
            "gateway-contracts explain migration.the-baseline-is-v17": "one promise",
            "gateway-contracts clauses redirect": "how to find its id",
        },
    )
    parser.add_argument(
        "clause", metavar="CLAUSE", help="the id of a clause, such as migration.the-baseline-is-v17"
    )
    parser.add_argument(
        "--target",
        default="reference",
        metavar="TARGET",
        help="whose mutants to name: a target file, or the name of one that comes along (default: reference)",
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print one clause as its feature file has it, with its mutants.

    Raises:
        HarnessError: there is no clause of this id, its source leads nowhere, there is no such target, or its
            mutants cannot be listed.
    """
    # Imported here, so that `--help` and a mistyped flag answer at once.
    from concurrent.futures import ThreadPoolExecutor

    from contract_harness.ledger.clauses import read_features
    from contract_harness.report import terminal
    from contract_harness.targets.loading import load
    from contract_harness.verdicts import ExitCode

    target = load(given.target)
    # A target takes as long to list its mutants as the features take to be read.
    with ThreadPoolExecutor(max_workers=1) as meanwhile:
        listing = meanwhile.submit(_mutants_of, target)
        ledger = read_features()
        clause = ledger.clause(given.clause)
        breaking, unknown = _breaking(clause, listing)
    console = terminal.console()
    width = console.width if console.is_terminal else None
    for line in _lines(ledger, clause, breaking or unknown, width):
        console.print(line, soft_wrap=True)
    return ExitCode.KEPT


def _breaking(clause: Clause, listing: Future[list[Mutant]]) -> tuple[list[Mutant], str]:
    """The mutants that break the clause, and what to say where there is none."""
    from contract_harness.errors import NotInstalled

    try:
        return [
            one for one in listing.result() if one.breaks == clause.id
        ], "No gateway that breaks it is known here."
    except NotInstalled as error:
        return [], f"To see which gateways break it, {error.remedy}."


def _mutants_of(target: Target) -> list[Mutant]:
    from contract_harness.mutation.registry import mutants_of

    return mutants_of(target) if target.mutants is not None else []


def _lines(ledger: Ledger, clause: Clause, breaking: list[Mutant] | str, width: int | None) -> Iterator[Text]:
    from rich.text import Text

    from contract_harness.report.terminal import TIERS, fields, folded

    yield Text.assemble((clause.id, "bold"), "  ", (clause.tier.value, TIERS[clause.tier]))
    yield from folded(f"{clause.title}.", width, 2)
    if clause.note:
        yield Text()
        yield from folded(clause.note, width, 2)
    yield Text()
    facts = {
        "tier": f"{clause.tier.value}: {_FORCE[clause.tier.value]}",
        "source": clause.source,
        "read": "\n".join(_places(clause)),
        "place": clause.place,
        "after": "\n".join(f"{other}  {ledger.clause(other).title}" for other in clause.after),
        "needs": "\n".join(clause.needs),
    }
    yield from fields(facts, width, prose=[name for name in facts if name != "read"])
    for example in clause.examples:
        yield Text()
        yield from _example(clause, example, width)
    yield Text()
    if isinstance(breaking, str):
        yield from folded(breaking, width, 2, "dim")
    else:
        for mutant in breaking:
            yield Text.assemble("  Broken by ", (mutant.name, "red"), ":")
            yield from folded(mutant.sentence, width, 4)
    yield Text()
    for command in ("verify", "mutants"):
        yield Text(f"  gateway-contracts {command} --clause {clause.id}", "cyan")


def _places(clause: Clause) -> Iterator[str]:
    """Each cited section with what opens it here: page and line, or a URL."""
    from contract_harness.ledger.sources import citations

    cited = citations(clause.source) if clause.source else ()
    names = [f"{one.link.document}, {one.link.section}" for one in cited]
    widest = max(map(len, names), default=0)
    for name, one in zip(names, cited, strict=True):
        yield f"{name:<{widest}}  {one.place}"


def _example(clause: Clause, example: Example, width: int | None) -> Iterator[Text]:
    from rich.text import Text

    from contract_harness.report.terminal import folded

    rows = f"  ({example.rows} rows)" if example.rows > 1 else ""
    yield Text.assemble("  Example: ", (example.name, "bold"), (rows, "dim"))
    for step in (*clause.background, *example.steps):
        sentence, *more = step.splitlines()
        keyword, _, _ = sentence.partition(" ")
        first, *rest = folded(sentence, width, 4)
        first.stylize("dim", 4, 4 + len(keyword))
        yield from (first, *rest)
        yield from (Text(f"      {line}", "dim") for line in more)
    for line in example.tables:
        yield Text(f"      {line}", "dim")
