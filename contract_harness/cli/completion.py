"""`gateway-contracts completion`: what a shell needs to complete this command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

_SHELLS = ("bash", "zsh", "fish")
_NAMES_ONLY, _FILES_TOO = "complete -o bashdefault", "complete -o default -o bashdefault"
"""A target is a name that comes along or a file: bash offers files where no name begins so."""
_SOURCING = {
    'eval "$(gateway-contracts completion bash)"': "in ~/.bashrc; zsh likewise, behind compinit",
    "gateway-contracts completion fish > ~/.config/fish/completions/gateway-contracts.fish": "once, for fish",
}


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "completion",
        help="print what bash, zsh or fish needs to complete these words",
        description="Print a script that completes commands, flags, targets, profiles and clauses.",
        examples=_SOURCING,
    )
    parser.add_argument("shell", choices=_SHELLS, metavar="SHELL", help=", ".join(_SHELLS))
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print the script."""
    # Imported here, so that `--help` and a mistyped flag answer at once.
    import shtab

    from contract_harness.cli.program import parser

    whole = parser()
    _name_values(whole)
    sys.stdout.write(shtab.complete(whole, given.shell).replace(_NAMES_ONLY, _FILES_TOO))
    return 0


def _name_values(parser: argparse.ArgumentParser) -> None:
    """Tell each argument the names it takes; a shell that has to ask for them is slow."""
    import shtab

    from contract_harness.ledger.clauses import read_features
    from contract_harness.ledger.editions import read_editions
    from contract_harness.targets.loading import names

    ledger = read_features()
    ids = [clause.id for clause in ledger.clauses]
    known = {
        "profile": ledger.profiles,
        "clause": ids,
        "exclude": [*ledger.profiles, *ids],
        "edition": [one.name for one in read_editions().frozen],
        "targets": names(),
        "target": names(),
    }
    for command in _every(parser):
        for action in command._actions:
            if isinstance(action, argparse._SubParsersAction):
                # The help shows commands in groups of its own, and hides this list of them.
                action.help = "commands"
            elif action.dest in known:
                action.choices = known[action.dest]
            elif action.metavar == "DIR":
                action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
            elif action.metavar in ("FILE", "BEFORE", "AFTER"):
                action.complete = shtab.FILE  # type: ignore[attr-defined]


def _every(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _every(command)
