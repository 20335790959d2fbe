"""`reference-gateway completion`: what a shell needs to complete this command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from reference_gateway.cli.words import Parser

SHELLS = ("bash", "zsh", "fish")
SOURCING = {
    'eval "$(reference-gateway completion bash)"': "in ~/.bashrc; zsh likewise, behind compinit",
    "reference-gateway completion fish > ~/.config/fish/completions/reference-gateway.fish": "once, for fish",
}


def filling(root: Parser) -> Callable[[Parser], None]:
    """What teaches a parser the words of `completion`, which completes the words of *root*."""

    def run(args: argparse.Namespace) -> int:
        # Imported here: only who sets up a shell pays for it.
        import shtab

        _open(root)
        sys.stdout.write(shtab.complete(root, args.shell))
        return 0

    def fill(parser: Parser) -> None:
        parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
        parser.set_defaults(run=run)

    return fill


def _open(parser: argparse.ArgumentParser) -> None:
    """Have each command below *parser* learn its words, which it does late."""
    import shtab

    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            # The help shows commands in groups of its own, and hides this list of them.
            action.help = "commands"
            for name, command in action._name_parser_map.items():
                opened = command.parser()
                _open(opened)
                action._name_parser_map[name] = opened
        elif action.metavar == "PATH":
            action.complete = shtab.FILE  # type: ignore[attr-defined]
