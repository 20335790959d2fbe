"""How words of the command line are read, and how a mistake in them is told: in one sentence."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn

DOCUMENTATION = "https://github.com/gateway-contracts/gateway-contracts#readme"
_REQUIRED = "the following arguments are required: "
_HELP_COLUMNS = 100
"""As wide as a terminal usually is: looking for the real width imports `shutil` on every start."""


class Parser(argparse.ArgumentParser):
    """Knows `--config` before and after a command, and takes no abbreviated flag for another one."""

    def __init__(self, *, examples: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(
            allow_abbrev=False, formatter_class=_Help, epilog=f"Documentation: {DOCUMENTATION}", **kwargs
        )
        self._examples = examples or {}
        self._name = self.prog.partition(" ")[2] or self.prog
        self.add_argument(
            "--config",
            metavar="PATH",
            # Absent after the command, it must not undo what stood before it.
            default=argparse.SUPPRESS,
            help="the gateway.yaml to use (default: GATEWAY_CONFIG, else ./gateway.yaml)",
        )

    def add_section(self, title: str, lines: Mapping[str, str]) -> None:
        """Show *lines*, each with what it means, in the help; they are no arguments."""
        shown = self.add_argument_group(title)
        shown._group_actions += [_Shown(words, about) for words, about in lines.items()]

    def format_help(self) -> str:
        """The help, examples at its end."""
        if self._examples:
            self.add_section("examples", self._examples)
            self._examples = {}
        return super().format_help()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """As argparse does, save that a word nobody knows is told by the command it was given to."""
        found, rest = super().parse_known_args(args, namespace)
        if flag := next((word.partition("=")[0] for word in rest if word.startswith("-")), None):
            meant = _nearest(flag, self._option_string_actions)
            self.error(f"{self._name} has no flag {flag}{f': did you mean {meant}?' if meant else ''}")
        if rest:
            self.error(f"{self._name} has no place for {rest[0]!r}")
        return found, []

    def error(self, message: str) -> NoReturn:
        """One sentence on standard error, and exit code 2."""
        told = message.removeprefix("argument ").replace(": expected one argument", " needs a value")
        if told.startswith(_REQUIRED):
            told = f"{self._name} needs {told.removeprefix(_REQUIRED)}"
        program = self.prog.partition(" ")[0]
        self.exit(2, f"{program}: error: {told} (`{self.prog} --help` shows how)\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        known = [str(one) for one in action.choices]
        meant = _nearest(str(value), known)
        if isinstance(action, argparse._SubParsersAction):
            hint = f"did you mean `{self.prog} {meant}`?" if meant else f"choose from {', '.join(known)}"
            self.error(f"there is no command {value!r}: {hint}")
        name = action.metavar or action.dest
        self.error(f"{name}: {value!r} is not one of {', '.join(known)}")


class Command:
    """A command that is known by name and learns its words when it is the one that was given."""

    def __init__(self, fill: Callable[[Parser], None], **kwargs: Any) -> None:
        self._fill = fill
        self._kwargs = kwargs

    def parser(self) -> Parser:
        """The parser of this command, which knows its words."""
        parser = Parser(**self._kwargs)
        self._fill(parser)
        return parser

    def parse_known_args(self, words: Sequence[str], namespace: Any) -> tuple[Any, list[str]]:
        """As the parser of this command does."""
        return self.parser().parse_known_args(words, namespace)


def commands_of(parser: argparse.ArgumentParser) -> dict[str, Command]:
    """The subcommands of *parser* by name."""
    found = (one.choices for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return next(found, {})


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_HELP_COLUMNS, max_help_position=30)


class _Shown(argparse.Action):
    """A line of the help that looks like an argument and is none."""

    def __init__(self, words: str, about: str) -> None:
        super().__init__([], dest=words, nargs=0, help=about, metavar=words)

    def __call__(self, *_: object) -> None:
        """Never called: no word leads here."""


def _nearest(wrong: str, known: Iterable[str]) -> str:
    """Which of the *known* was meant, empty when none is like *wrong*."""
    import difflib  # only a mistake pays for it

    return next(iter(difflib.get_close_matches(wrong, list(known), n=1)), "")
