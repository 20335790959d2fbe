"""The whole command line: every command with its flags, in the groups people look for them in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any

from contract_harness.cli import (
    completion,
    diff,
    doctor,
    editions,
    explain,
    init,
    listing,
    mutants,
    repeat,
    verify,
)
from contract_harness.cli.parsing import CommandParser, WrongUsage, nearest, show_commands

_GROUPS = {
    "judge a gateway": ("verify", "init", "doctor", "repeat", "diff"),
    "understand a promise": ("clauses", "explain"),
    "maintain the contract": ("mutants", "editions"),
    "this command line": ("help", "completion"),
}
_EXAMPLES = {
    "gateway-contracts verify": "judge the reference gateway on SQLite",
    "gateway-contracts verify my-gateway.toml": "judge a gateway of your own; `init` writes its file",
}
_USAGE = 2


def parser() -> CommandParser:
    """The command line, with every command's flags."""
    parser = CommandParser(
        prog="gateway-contracts",
        usage="gateway-contracts [-h] [-V] COMMAND ...",
        description="Prove whether a same-origin LLM gateway keeps its contracts. Exit codes: 0 kept, 1 "
        "broken or stale, 2 usage, 3 void (the harness could not tell), 130 interrupted.",
        examples=_EXAMPLES,
    )
    parser.add_argument("-V", "--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(
        metavar="COMMAND", prog=parser.prog, parser_class=CommandParser, help=argparse.SUPPRESS
    )
    for module in (verify, init, doctor, repeat, diff, listing, explain, mutants, editions, completion):
        module.add_to(commands)
    _add_help(commands, parser)
    show_commands(parser, commands, _GROUPS)
    parser.set_defaults(run=lambda _given: _nothing_asked(parser))
    return parser


def _add_help(commands: Any, parser: CommandParser) -> None:
    """`help COMMAND`, for those who do not try `COMMAND --help`."""
    helping: CommandParser = commands.add_parser(
        "help",
        help="show this page, or that of a command",
        description="Show the help of a command; without one, of them all.",
        examples={
            "gateway-contracts help verify": "every flag of verify",
            "gateway-contracts help editions freeze": "a command of a command",
        },
    )
    helping.add_argument("command", nargs="*", metavar="COMMAND", help="whose help (default: all commands)")
    helping.set_defaults(run=lambda given: _show_help(parser, given.command))


def _show_help(parser: argparse.ArgumentParser, words: list[str]) -> int:
    for word in words:
        known = _commands_of(parser)
        if word not in known:
            meant = nearest(word, known)
            hint = f": did you mean `{parser.prog} {meant}`?" if meant else ""
            raise WrongUsage(parser.prog, f"there is no command {word!r}{hint}")
        parser = known[word]
    parser.print_help()
    return 0


def _commands_of(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    """Its subcommands by name."""
    found = (one.choices for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return next(found, {})


def _nothing_asked(parser: argparse.ArgumentParser) -> int:
    """A script whose command is an empty variable must not pass for a gateway that was judged."""
    parser.print_help(sys.stderr)
    return _USAGE


class _Version(argparse.Action):
    """Looks the version up only when asked: reading a package's metadata is slow."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print(f"{parser.prog} {version('gateway-contracts')}")
        parser.exit(0)
