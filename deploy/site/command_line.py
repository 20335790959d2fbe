"""The reference of a command line, made of its parser: each command, and every flag with what it says."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator

from deploy.site.templating import plain

_WIDTH = 100


def page(parser: argparse.ArgumentParser) -> str:
    """The page of one program, its commands in the order of its own help."""
    return "\n".join(_lines(parser, 1)) + "\n"


def _lines(parser: argparse.ArgumentParser, level: int) -> Iterator[str]:
    yield f"{'#' * min(level, 3)} {parser.prog}"
    yield ""
    if parser.description:
        yield from _prose(parser.description)
    # argparse has no public way to look into a parser.
    formatter = argparse.HelpFormatter(parser.prog, width=_WIDTH)
    formatter.add_usage(parser.usage, parser._actions, parser._mutually_exclusive_groups)
    yield from ("```text", formatter.format_help().strip(), "```", "")
    for group in parser._action_groups:
        yield from _group(group, formatter)
    if parser.epilog:
        yield from _prose(parser.epilog)
    for command in _commands(parser):
        yield from _lines(command, level + 1)


def _prose(text: str) -> Iterator[str]:
    """Paragraphs; what is laid out in lines, as examples are, stays so."""
    for part in textwrap.dedent(text).strip("\n").split("\n\n"):
        is_laid_out = "\n" in part or part.startswith(" ")
        yield from ("```text", part, "```", "") if is_laid_out else (plain(part), "")


def _group(group: argparse._ArgumentGroup, formatter: argparse.HelpFormatter) -> Iterator[str]:
    rows = [row for action in group._group_actions for row in _rows(action, formatter)]
    if not rows:
        return
    yield from (f"| {plain(group.title or 'options')} | what it is |", "| --- | --- |", *rows, "")


def _rows(action: argparse.Action, formatter: argparse.HelpFormatter) -> Iterator[str]:
    if action.help is argparse.SUPPRESS:
        return
    if isinstance(action, argparse._SubParsersAction):
        for command in action._choices_actions:
            yield f"| `{command.dest}` | {plain(command.help or '')} |"
        return
    says = formatter._expand_help(action) if action.help else ""
    yield f"| {_name(action)} | {plain(' '.join(says.split()))} |"


def _name(action: argparse.Action) -> str:
    """`--flag VALUE`, as one types it."""
    values = [str(one) for one in action.choices] if action.choices else []
    metavar = action.metavar if isinstance(action.metavar, str) else None
    value = metavar or ("{" + ",".join(values) + "}" if values else action.dest.upper())
    if not action.option_strings:
        return _code(value)
    takes = "" if action.nargs == 0 else f" {value}"
    return ", ".join(_code(f"{flag}{takes}") for flag in action.option_strings)


def _code(text: str) -> str:
    return f"`{text.replace('|', chr(0x5C) + '|')}`"


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                # Those of the gateway learn their words when they are asked for them.
                yield command if isinstance(command, argparse.ArgumentParser) else command.parser()
