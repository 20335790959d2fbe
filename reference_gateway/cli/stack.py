"""`dev-stack` and `prod-stack`: the whole product on this machine, in one command."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

ABOUT = {
    "dev-stack": "run gateway and admin UI on SQLite, without forced password rotation",
    "prod-stack": "run gateway and admin UI on PostgreSQL, with forced password rotation",
}
DEFAULT_DATA = ".gateway"
_CONFIG = (
    "The config is the one named by --config or GATEWAY_CONFIG, else ./gateway.yaml, else the shape that "
    "comes with the product. What a stack keeps lies in the folder of --data. Logs are led by the name of "
    "the process; Ctrl-C stops everything."
)
_POSTGRES = " A PostgreSQL is started in that folder unless POSTGRES_URL names a server."


def filling(name: str) -> Callable[[argparse.ArgumentParser], None]:
    """What teaches a parser the words of the stack *name*; `run` executes either."""

    def fill(parser: argparse.ArgumentParser) -> None:
        parser.epilog = _CONFIG + (_POSTGRES if name == "prod-stack" else "")
        parser.add_argument(
            "--port", type=_port, help="gateway port (default: the config's; 0: any free one)"
        )
        parser.add_argument(
            "--ui-port", type=_port, default=3001, help="admin UI port (default 3001; 0: any)"
        )
        parser.add_argument(
            "--data",
            type=_folder,
            default=Path(DEFAULT_DATA),
            metavar="DIR",
            help=f"where the database and made-up secrets are kept (default {DEFAULT_DATA})",
        )
        parser.set_defaults(run=run, stack=name)

    return fill


def run(args: argparse.Namespace) -> int:
    """Run a stack until it is stopped; see `stack.run.run_stack`."""
    # The other commands start faster without what supervising takes.
    from reference_gateway.stack.run import run_stack
    from reference_gateway.stack.shapes import DEV, PROD

    shape = {DEV.name: DEV, PROD.name: PROD}[args.stack]
    named = getattr(args, "config", None)
    return run_stack(shape, str(named) if named else None, args.port, args.ui_port, args.data)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port number from 0 to 65535")
    return int(text)


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if not text or any(place.exists() and not place.is_dir() for place in (path, *path.parents)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a folder and cannot become one; name another")
    return path
