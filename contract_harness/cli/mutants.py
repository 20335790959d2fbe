"""`gateway-contracts mutants`: is every clause able to break?"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_harness.cli import arguments
from contract_harness.errors import HarnessError

if TYPE_CHECKING:
    from rich.console import Console

    from contract_harness.mutation.matrix import Matrix
    from contract_harness.mutation.plan import Share
    from contract_harness.targets.target import Target

_TARGETS = ("reference", "reference-postgres")
_WORKERS = 4
"""Much of what a mutant costs is waiting: for a start that never comes, an answer held back, a limit."""


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "mutants",
        help="prove that each clause can break",
        description="Ask each clause of gateways that break it on purpose, and write mutants.json and "
        "mutants.html. Exit 1 when a mutant survives or a clause has none, 3 when nothing is proved.",
        examples={
            "gateway-contracts mutants --clause migration.the-baseline-is-v17": "can this clause break?",
            "gateway-contracts mutants --list --profile migration": "the wrong gateways of a profile",
        },
    )
    parser.add_argument(
        "--target",
        action="append",
        default=[],
        metavar="TARGET",
        help="a target file with [mutants], or the name of one that comes along; of several, each clause is "
        f"asked of the first that claims it (repeatable; default: {', then '.join(_TARGETS)})",
    )
    _add_asking(parser.add_argument_group("what is asked"))
    running = parser.add_argument_group("how it runs")
    running.add_argument(
        "--workers",
        type=arguments.workers,
        default=_WORKERS,
        metavar="N|auto",
        help=f"at most so many processes that run examples (default: {_WORKERS})",
    )
    arguments.add_patience(running)
    arguments.add_seed(running)
    arguments.add_report_dir(running, "where the kill matrix is written")
    parser.set_defaults(run=run)


def _add_asking(group: arguments.Arguments) -> None:
    for flag, metavar, what in (
        ("--profile", "NAME", "clauses of this profile"),
        ("--clause", "ID", "this clause"),
        ("--mutant", "NAME", "this mutant"),
    ):
        group.add_argument(
            flag,
            action="append",
            default=[],
            metavar=metavar,
            help=f"only {what} (repeatable; default: every one)",
        )
    group.add_argument(
        "--wide",
        nargs="?",
        choices=["feature", "profile"],
        const="feature",
        default="clause",
        metavar="feature|profile",
        help="ask each mutant its whole feature file (or profile), to see what else it breaks (default: its "
        "own clause only)",
    )
    group.add_argument(
        "--kind",
        choices=["own", "neighbour"],
        metavar="own|neighbour",
        help="only mutants that are wrong in the clause, or only those one step beside its examples "
        "(default: both)",
    )
    group.add_argument(
        "--shard",
        type=arguments.shard,
        metavar="K/N",
        help="only share K of N, from 1 on, so that several jobs try all of them together (default: all)",
    )
    group.add_argument("--list", action="store_true", help="print the mutants, and try none (default: off)")


def run(given: argparse.Namespace) -> int:
    """Try every mutant, print the table, write mutants.json and mutants.html; returns the exit code.

    Raises:
        HarnessError: the target, a clause or the report directory is wrong.
    """
    # Imported here, so that `--help` and a mistyped flag answer at once.
    from contract_harness.cli.mutants_progress import counting
    from contract_harness.ledger.clauses import read_features
    from contract_harness.mutation import kill_matrix
    from contract_harness.mutation.matrix import matrix
    from contract_harness.mutation.part import Part
    from contract_harness.mutation.plan import Width, trials_for
    from contract_harness.mutation.registry import mutants_of
    from contract_harness.report import terminal
    from contract_harness.report.writers import prepare
    from contract_harness.running.verification import Conditions, verify
    from contract_harness.targets.loading import load

    ledger = read_features()
    width = Width(given.wide)
    targets = map(load, dict.fromkeys(given.target or _TARGETS))
    part = Part(given.kind, given.shard)
    if given.mutant and not part.is_whole:
        raise HarnessError("--mutant names its mutants: leave --kind and --shard out.")
    sources = [(target, part.of(mutants_of(target))) for target in targets]
    _refuse_namesakes([target for target, _ in sources])
    wanted = [clause.id for clause in ledger.select(profiles=given.profile, ids=given.clause)]
    if not part.is_whole:
        wanted = part.guarded(wanted, [one for _, mutants in sources for one in mutants])
    elif not (given.profile or given.clause):
        wanted = []
    shares = trials_for(ledger, sources, wanted, names=given.mutant, width=width)
    if given.list:
        return _list(shares, wanted)
    prepare(given.report_dir)
    console = terminal.console()
    asked = [one for share in shares for one in (share.clean, *share.tried)]
    counts = (sum(len(one.tried) for one in shares), sum(len(one.question) for one in shares))
    console.print("{} mutants against {} clauses".format(*counts), style="dim")
    with ExitStack() as stack:
        listen = counting(console, stack, sum(len(one.clauses) for one in asked))
        conditions = Conditions(workers=given.workers, patience=given.patience, seed=given.seed)
        result = verify(ledger, asked, conditions, listen)
    outcome = matrix(shares, result, width)
    _show(console, outcome, kill_matrix.write(outcome, given.report_dir))
    return outcome.exit_code


def _refuse_namesakes(targets: Sequence[Target]) -> None:
    """A mutant is told apart by the name of its target."""
    for name, count in Counter(one.name for one in targets).items():
        if count > 1:
            raise HarnessError(f"{count} targets are called {name!r}: give files with other names.")


def _list(shares: Sequence[Share], wanted: Sequence[str]) -> int:
    """Print each mutant with the clause it breaks and how; the canary only where it was asked for."""
    from rich.text import Text

    from contract_harness.report import terminal

    console = terminal.console()
    width = console.width if console.is_terminal else None
    for mutant in dict.fromkeys(one for share in shares for one in share.mutants):
        if wanted and mutant.breaks not in wanted:
            continue
        console.print(Text.assemble(mutant.name, (f"  breaks {mutant.breaks}", "dim")), soft_wrap=True)
        for line in terminal.folded(mutant.sentence, width, 4, "dim"):
            console.print(line, soft_wrap=True)
    return 0


def _show(console: Console, outcome: Matrix, file: Path) -> None:
    from rich.table import Table
    from rich.text import Text

    from contract_harness.mutation.matrix import Fate
    from contract_harness.report.terminal import STYLES, visible
    from contract_harness.verdicts import Verdict

    styles = {Fate.KILLED: "green", Fate.SURVIVED: "bold red", Fate.ERROR: "bold magenta"}
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("fate", "mutant", "clause", "because"):
        table.add_column(heading, overflow="fold" if heading == "because" else "ellipsis")
    for trial in sorted(outcome.trials, key=lambda one: (one.fate is Fate.KILLED, one.mutant.name)):
        because = visible(trial.because).splitlines()
        table.add_row(
            Text(trial.fate.value, styles[trial.fate]),
            trial.mutant.name,
            trial.mutant.breaks,
            Text(because[0][:200] if because else "", "dim"),
        )
    console.print(table)
    for trial in outcome.trials:
        if trial.also:
            console.print(Text(f"{trial.mutant.name} also breaks {', '.join(trial.also)}", "dim"))
    for clause in outcome.unguarded:
        console.print(Text(f"no mutant was killed by {clause.id}", STYLES[Verdict.BROKEN]))
    for reason in outcome.reasons_void:
        console.print(Text(f"void: {visible(reason)}", STYLES[Verdict.VOID]))
    for kind, neighbours in (("own", False), ("neighbours", True)):
        said = ", ".join(f"{outcome.count(fate, neighbours=neighbours)} {fate.value}" for fate in Fate)
        console.print(f"{kind:<12}{said}")
    console.print(
        f"{len(outcome.unguarded)} clauses unguarded, values drawn by seed {outcome.seed}, "
        f"{outcome.duration_s:.1f} s; {file}"
    )
