"""The flags that say how a gateway behind `--url` is reached: certificates, and headers of every request."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_to(parser: Any) -> None:
    """Add them to a parser, or to a group of its flags."""
    parser.add_argument(
        "--ca",
        type=Path,
        metavar="FILE",
        help="authorities that sign its certificate (default: this machine's, or those of SSL_CERT_FILE)",
    )
    parser.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="NAME:VALUE",
        help="send this with every request; NAME:env.VARIABLE keeps the value out of sight (repeatable; "
        "default: none)",
    )
    parser.add_argument(
        "--cert", type=Path, metavar="FILE", help="your client certificate, in PEM (default: none)"
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="its private key (default: in the file of --cert)"
    )


def given(arguments: argparse.Namespace) -> Any:
    """What was said with them, as `targets.access.Reach`; nothing was, unless it is true.

    Raises:
        BadTarget: a file is not there, or a header is none.
    """
    from contract_harness.targets.access import Reach

    return Reach.from_flags(arguments.ca, arguments.cert, arguments.key, arguments.header)
