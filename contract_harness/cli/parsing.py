"""
How the words of a command line are read, and how a mistake in them is told: in one sentence.

No flag is taken for a longer one it begins, and the help of every command has groups, examples and a link.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from contract_harness.cli.help_page import HelpPage, in_colours
from contract_harness.errors import HarnessError

DOCUMENTATION = "https://github.com/gateway-contracts/gateway-contracts#readme"
_REQUIRED = "the following arguments are required: "
_WORDS = {
    ": expected one argument": " needs a value",
    ": not allowed with argument ": " cannot be given together with ",
    ": ignored explicit argument ": " takes no value: leave out ",
}
"""What argparse says, and the same as a sentence."""


class WrongUsage(HarnessError):
    """A command line that asks for nothing that can be done."""

    def __init__(self, program: str, problem: str) -> None:
        self.program = program
        super().__init__(f"{problem} (`{program} --help` shows how)")


class CommandParser(argparse.ArgumentParser):
    """The parser of one command.

    Args:
        examples: command lines that can be typed as they are, each with what it does.
        many: the positional argument that takes further words wherever they stand.
    """

    def __init__(self, *, examples: Mapping[str, str] | None = None, many: str = "", **kwargs: Any) -> None:
        super().__init__(
            allow_abbrev=False,
            formatter_class=HelpPage,
            epilog=f"Documentation: {DOCUMENTATION}",
            **kwargs,
        )
        self._many = many
        self._name = self.prog.partition(" ")[2] or self.prog
        self._examples = examples or {}

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

    def print_help(self, file: Any = None) -> None:
        """The help, in colours where they are taken."""
        stream = file or sys.stdout
        stream.write(in_colours(self.format_help(), stream))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """As argparse does, save that a word nobody knows is told by the command it was given to.

        Raises:
            WrongUsage: a flag that this command does not have, or a word too many.
        """
        found, rest = super().parse_known_args(args, namespace)
        if flag := next((word for word in rest if word.startswith("-")), None):
            self._refuse_flag(flag.partition("=")[0])
        if rest and not self._many:
            raise WrongUsage(self.prog, f"{self._name} has no place for {rest[0]!r}")
        if rest:
            setattr(found, self._many, [*getattr(found, self._many), *rest])
        return found, []

    def error(self, message: str) -> NoReturn:
        """A value that is none, or an argument that is missing.

        Raises:
            WrongUsage: always.
        """
        if message.startswith(_REQUIRED):
            raise WrongUsage(self.prog, f"{self._name} needs {message.removeprefix(_REQUIRED)}")
        told = message.removeprefix("argument ")
        for words, meaning in _WORDS.items():
            told = told.replace(words, meaning)
        raise WrongUsage(self.prog, told)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        known = [str(one) for one in action.choices]
        if isinstance(action, argparse._SubParsersAction):
            meant = nearest(str(value), known)
            hint = f"did you mean `{self.prog} {meant}`?" if meant else f"choose from {', '.join(known)}"
            raise WrongUsage(self.prog, f"there is no command {value!r}: {hint}")
        name = "/".join(action.option_strings) or action.metavar or action.dest
        told = f"{name}: {value!r} is not one of {', '.join(known)}"
        meant = nearest(str(value), known)
        raise WrongUsage(self.prog, f"{told}: did you mean {meant}?" if meant else told)

    def _refuse_flag(self, flag: str) -> NoReturn:
        meant = nearest(flag, [one for one in self._option_string_actions if one.startswith("--")])
        told = f"{self._name} has no flag {flag}"
        raise WrongUsage(self.prog, f"{told}: did you mean {meant}?" if meant else told)


def nearest(wrong: str, known: Iterable[str]) -> str:
    """Which of the *known* was meant, empty when none is like *wrong*."""
    # Imported only where something is wrong: the help of a command is to be there at once.
    import difflib

    return next(iter(difflib.get_close_matches(wrong, list(known), n=1)), "")


def show_commands(parser: CommandParser, commands: Any, groups: Mapping[str, Sequence[str]]) -> None:
    """Show the subcommands of *parser* in *groups* by title, instead of in one list."""
    about = {one.dest: one.help for one in commands._choices_actions}
    for title, names in groups.items():
        parser.add_section(title, {name: about[name] for name in names})


class _Shown(argparse.Action):
    """A line of the help that looks like an argument and is none."""

    def __init__(self, words: str, about: str) -> None:
        super().__init__([], dest=words, nargs=0, help=about, metavar=words)

    def __call__(self, *_: object) -> None:
        """Never called: no word leads here."""
