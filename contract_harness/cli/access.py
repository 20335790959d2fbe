"""The flags that say how a gateway behind `--url` is reached: certificates, and headers of every request."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add them to the parser of a command."""
    parser.add_argument(
        "--ca",
        type=Path,
        metavar="FILE",
        help="authorities that sign its certificate, instead of this machine's",
    )
    parser.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="NAME:VALUE",
        help="send this with every request (repeatable); NAME:env.VARIABLE keeps the value out of sight",
    )
    parser.add_argument("--cert", type=Path, metavar="FILE", help="your client certificate, in PEM")
    parser.add_argument("--key", type=Path, metavar="FILE", help="its private key, unless --cert holds it")


def given(arguments: argparse.Namespace) -> Any:
    """What was said with them, as `targets.access.Reach`; nothing was, unless it is true.

    Raises:
        BadTarget: a file is not there, or a header is none.
    """
    from contract_harness.targets.access import Reach

    return Reach.from_flags(arguments.ca, arguments.cert, arguments.key, arguments.header)
