"""What `--help` looks like: in colours on a terminal, and the same words without them elsewhere."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable
from typing import Any, TextIO

_COLOURS = {"title": "1;33", "flag": "36", "name": "36"}
_PARTS = re.compile(
    r"^(?P<title>\S.*:)$|(?<![\w-])(?P<flag>--?[a-zA-Z][\w-]*)|(?<=\n  )(?P<name>[\w-]+)", re.M
)
"""A heading, a flag wherever it is named, and a command or an argument where it is explained."""


class HelpPage(argparse.HelpFormatter):
    """Headings begin with a capital."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def start_section(self, heading: str | None) -> None:
        """See argparse."""
        super().start_section(heading and heading[:1].upper() + heading[1:])

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """See argparse."""
        super().add_usage(usage, actions, groups, prefix or "Usage: ")


def in_colours(page: str, stream: TextIO) -> str:
    """*page* as *stream* is to show it; a Python that paints help by itself has done so."""
    if sys.version_info >= (3, 14) or not _takes_colours(stream):
        return page
    return _PARTS.sub(_painted, page)


def _painted(part: re.Match[str]) -> str:
    return f"\x1b[{_COLOURS[part.lastgroup or 'name']}m{part[0]}\x1b[0m"


def _takes_colours(stream: TextIO) -> bool:
    """The words of no-color.org and force-color.org."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
