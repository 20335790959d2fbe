"""`gateway-contracts doctor`: is a target fit for a run?"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from contract_harness.cli import access, arguments

if TYPE_CHECKING:
    from rich.console import Console

    from contract_harness.doctor.finding import Finding
    from contract_harness.errors import BadTarget
    from contract_harness.patience import Patience
    from contract_harness.targets.target import Target


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "doctor",
        help="check targets before a run, and say what to do about what is missing",
        description="Look at everything a run of these targets needs; nothing is left behind. Exit 1 when "
        "something fails.",
        examples={
            "gateway-contracts doctor my-gateway.toml": "before its first run",
            "gateway-contracts doctor --url http://127.0.0.1:8080": "does it answer, and may we sign in?",
        },
        many="targets",
    )
    arguments.add_targets(parser, "(repeatable; default: reference, unless --url is given)")
    arguments.add_program(parser)
    arguments.add_running(parser)
    looking = parser.add_argument_group("how it looks")
    looking.add_argument("--browser", action="store_true", help="look for a browser too (default: off)")
    arguments.add_report_dir(looking, "where a run would write its reports")
    arguments.add_patience(looking)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print the findings of each target as they come; 1 when one of them fails.

    Raises:
        HarnessError: a target has no file, or --command has no place in one.
    """
    # Imported here, so that `--help` and a mistyped flag answer at once.
    from contract_harness.doctor import machine
    from contract_harness.errors import BadTarget
    from contract_harness.patience import Patience
    from contract_harness.report import terminal
    from contract_harness.running import cleanup
    from contract_harness.verdicts import ExitCode

    patience = Patience.from_environment()
    if given.patience:
        patience = Patience().stretched(float(given.patience))
    specs = given.targets or ([] if given.url else ["reference"])
    asked = [
        (spec, found if isinstance(found, BadTarget) else _as_given(found, given))
        for spec, found in _targets(specs, given.url)
    ]
    console = terminal.console()
    with cleanup.swept():
        failed = sum(_show(console, spec, _about(found, patience)) for spec, found in asked)
        found_here = [machine.reports(given.report_dir), *([machine.browser()] if given.browser else [])]
        failed += _show(console, "this machine", found_here)
    if failed:
        things = "one thing fails" if failed == 1 else f"{failed} things fail"
        console.print(f"\nNot fit for a run: {things}.", style="bold red")
        return ExitCode.BROKEN
    console.print("\nFit for a run.", style="green")
    return ExitCode.KEPT


def _as_given(target: Target, given: argparse.Namespace) -> Target:
    """The target with what the flags say in the place of its own."""
    if target.driver == "process":
        target = target if given.command is None else target.run_by(given.command)
        return target if given.database is None else target.on(given.database)
    return target.reached_by(access.given(given))


def _targets(specs: Sequence[str], urls: Sequence[str]) -> list[tuple[str, Target | BadTarget]]:
    """Each target, or what is wrong with its file; a mistyped name stops here, before anything is tried."""
    from contract_harness.errors import BadTarget
    from contract_harness.targets.loading import load, url_target

    found: list[tuple[str, Target | BadTarget]] = []
    for spec in specs:
        try:
            found.append((spec, load(spec)))
        except BadTarget as error:
            found.append((spec, error))
    return found + [(url, url_target(url)) for url in urls]


def _about(found: Target | BadTarget, patience: Patience) -> Iterator[Finding]:
    from contract_harness.doctor.examination import examine
    from contract_harness.doctor.finding import fails, ok
    from contract_harness.errors import BadTarget
    from contract_harness.ledger.clauses import read_features
    from contract_harness.running.choice import chosen

    try:
        if isinstance(found, BadTarget):
            raise found
        asked = chosen(read_features(), found)
    except BadTarget as error:
        yield fails("target file", error.finding, error.remedy)
        return
    yield ok("target", f"it claims {', '.join(found.claims)}: {len(asked.clauses)} clauses")
    yield from examine(found, patience)


def _show(console: Console, name: str, findings: Iterable[Finding]) -> int:
    """Print each finding as it comes; returns how many fail."""
    from rich.text import Text

    from contract_harness.doctor.finding import State
    from contract_harness.report.terminal import visible

    styles = {State.OK: "green", State.FAILS: "bold red", State.SKIPPED: "dim"}
    failed = 0
    console.print(Text(name, "bold"))
    for one in findings:
        line = Text("  ").append(f"{one.state.value:<9}", styles[one.state])
        line.append(f"{one.what}  ").append(visible(one.detail), "dim")
        console.print(line, soft_wrap=True)
        if one.state is State.FAILS:
            failed += 1
            console.print(Text(f"           remedy: {visible(one.remedy)}"), soft_wrap=True)
    return failed
