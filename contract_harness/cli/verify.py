"""`gateway-contracts verify`: ask gateways to keep their promises, and report."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_harness.cli import access, verify_flags

if TYPE_CHECKING:
    from rich.console import Console

    from contract_harness.ledger.clauses import Ledger
    from contract_harness.report.model import RunResult
    from contract_harness.running.choice import Asked
    from contract_harness.running.request import Prepared, Request, Round
    from contract_harness.running.verification import Listener


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    verify_flags.add_parser(commands).set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Verify, show, report; returns the exit code.

    Raises:
        HarnessError: a target, a filter or the report directory is wrong, or a server is missing.
    """
    if given.list:
        return _list(given)
    # Imported here, so that `--help` and a mistyped flag answer at once.
    from contract_harness.running.runner import standing_by
    from contract_harness.running.verification import PLUGINS

    # It imports for a second, in which there is enough to import and to read here.
    with standing_by(PLUGINS) as channel:
        from contract_harness.report import terminal, writers

        prepared = _prepared(given)
        writers.prepare(given.report_dir)
        console = terminal.console(stderr=given.json)
        if not given.quiet:
            console.print(_opening(prepared.asked), style="dim", soft_wrap=True, markup=False)
        result = prepared.run(lambda one: _shown(console, one, given), channel)
    from contract_harness.mutation.hints import with_mutants

    result = with_mutants(result, prepared.targets)
    writers.write_all(result, given.report_dir)
    _close(console, result, prepared, given)
    if given.json:
        sys.stdout.write((given.report_dir / "report.json").read_text("utf-8"))
    if given.open:
        _open(given.report_dir / "report.html")
    return result.exit_code


def _list(given: argparse.Namespace) -> int:
    """Print what each target would be asked."""
    from contract_harness.cli.listing import as_data, show
    from contract_harness.running.request import what_is_asked

    asked = what_is_asked(*_wanted(given)[:2])
    if given.json:
        import json

        data = [{"target": one.target.name, "clauses": list(map(as_data, one.clauses))} for one in asked]
        print(json.dumps(data, indent=1))
        return 0
    for one in asked:
        print(f"{one.target.name}: {_counted(one)}")
        show(one.clauses)
    return 0


def _prepared(given: argparse.Namespace) -> Prepared:
    from contract_harness.running.request import prepare

    return prepare(*_wanted(given))


def _wanted(given: argparse.Namespace) -> tuple[Ledger, Request, Sequence[Path]]:
    """The clauses there are, what is wanted of them, and modules with an adopter's own steps."""
    from contract_harness.ledger.clauses import read_features

    ledger = read_features()
    if given.extra_features is None:
        return ledger, _request(given), ()
    # Imported here: it loads every step there is, to find each sentence of theirs a definition.
    from contract_harness.extras import read_extras

    extras = read_extras(given.extra_features, ledger)
    return extras.beside(ledger), _request(given), extras.step_files


def _request(given: argparse.Namespace) -> Request:
    from contract_harness.running.request import Request

    return Request(
        targets=given.targets,
        urls=given.url,
        command=given.command,
        database=given.database,
        reach=access.given(given),
        profiles=given.profile,
        ids=given.clause,
        tiers=given.tier,
        excluded=given.exclude,
        last=_last(given.report_dir) if given.last_failed else None,
        edition=given.edition,
        preload=not given.no_preload,
        workers=given.workers,
        fail_fast=given.fail_fast,
        patience=given.patience,
        order=given.shuffle,
        seed=given.seed,
        rounds=given.repeat,
    )


def _last(directory: Path) -> RunResult:
    """The run that the reports tell of.

    Raises:
        HarnessError: there is no such report, or nothing failed in that run.
    """
    from contract_harness.errors import HarnessError
    from contract_harness.report import json_reader
    from contract_harness.running.narrowing import has_failed

    file = directory / "report.json"
    if not file.exists():
        raise HarnessError(
            f"--last-failed finds no {file}: run without it first, or say where the reports are with "
            "--report-dir."
        )
    run = json_reader.read(file)
    if not any(has_failed(clause) for _, clause in run.clauses):
        raise HarnessError(f"nothing failed in {file}: run without --last-failed.")
    return run


@contextmanager
def _shown(console: Console, one: Round, given: argparse.Namespace) -> Iterator[Listener]:
    """Say which round begins, and show it while it goes on."""
    from contract_harness.report.progress import progress_on

    if given.quiet:
        yield lambda *_: None
        return
    console.print(_told(one), style="dim", soft_wrap=True, markup=False)
    with progress_on(console, every=given.verbose) as progress:
        yield progress.heard


def _close(console: Console, result: RunResult, prepared: Prepared, given: argparse.Namespace) -> None:
    """What became of it, and unless that is too much, what to do next."""
    from rich.text import Text

    from contract_harness.cli import next_steps
    from contract_harness.report import terminal

    width = console.width if console.is_terminal else None
    if not given.quiet:
        console.print()
    page = terminal.summary(result, given.report_dir, width, brief=given.quiet)
    console.print(page, soft_wrap=True)
    if given.quiet:
        return
    for sentence in next_steps.unasked(result, prepared.targets):
        for line in terminal.folded(sentence, width, 10, "dim"):
            console.print(line, soft_wrap=True)
    words = [*given.targets, *(word for url in given.url for word in ("--url", url))]
    steps = list(next_steps.commands(result, words, given.report_dir))
    first = next_steps.activation(os.environ, Path(sys.prefix)) if steps else ()
    for place, (command, about) in enumerate([*first, *steps]):
        heading = "next" if not place else ""
        line = Text.assemble((f"{heading:<10}", "dim"), (command, "cyan"))
        is_narrow = width is not None and line.cell_len + 2 + len(about) > width
        console.print(line.append(f"\n{'':12}{about}" if is_narrow else f"  {about}", "dim"), soft_wrap=True)


def _open(page: Path) -> None:
    """Show the report to whoever sits here; a job has nobody, and says so."""
    import webbrowser

    if os.environ.get("CI"):
        print(f"gateway-contracts: --open is left out in a CI job; the report is {page}", file=sys.stderr)
    elif not webbrowser.open(page.resolve().as_uri()):
        print(f"gateway-contracts: no browser could be started: open {page} by hand", file=sys.stderr)


def _told(one: Round) -> str:
    """Which of several rounds this is, and what repeats its order and its values."""
    words = [f"time {one.number} of {one.of}"] if one.of > 1 else []
    words += [] if one.order is None else [f"shuffled with seed {one.order}"]
    words += [f"values drawn by seed {one.seed}"]
    return ", ".join(words)


def _opening(asked: Sequence[Asked]) -> str:
    return "\n".join(f"{one.target.name}: {_counted(one)}" for one in asked)


def _counted(one: Asked) -> str:
    profiles = ", ".join(dict.fromkeys(clause.profile for clause in one.clauses)) or "nothing"
    count = len(one.clauses)
    return f"{count} clause{'' if count == 1 else 's'} of {profiles}"
