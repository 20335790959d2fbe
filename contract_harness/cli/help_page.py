"""What `--help` looks like: in colours on a terminal, and the same words without them elsewhere."""

from __future__ import annotations

from rich_argparse import RichHelpFormatter


class HelpPage(RichHelpFormatter):
    """Text as it is written, square brackets too."""

    help_markup = False
    text_markup = False
    group_name_formatter = str.capitalize

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)
