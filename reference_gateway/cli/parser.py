"""The words of the command line."""

import argparse
from typing import Any

from reference_gateway.cli import commands, stack
from reference_gateway.services.toggles import ToggleInvalid, parse

_TOGGLES = {
    "--run-migrations": "apply pending migrations before serving (default: true)",
    "--bootstrap-admin": "make the first administrator (default: true)",
    "--seed-config": "write the configuration's providers, models, keys and people (default: true)",
}
_ACTIONS = {
    "--status": "list every migration as applied or pending",
    "--check": "fail unless every migration is applied",
    "--apply": "apply what is pending",
}


def build_parser() -> argparse.ArgumentParser:
    """Every command; `args.run(args)` does the chosen one and returns the exit code."""
    parser = _Parser(
        prog="reference-gateway",
        description="A same-origin LLM gateway that keeps every contract. Without a command: serve.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    _add_toggles(parser)
    parser.set_defaults(config=None, run=commands.serve)
    found: argparse._SubParsersAction[Any] = parser.add_subparsers(
        title="commands", metavar="COMMAND", parser_class=_Parser
    )

    serve = found.add_parser("serve", help="run the gateway")
    _add_toggles(serve)
    serve.set_defaults(run=commands.serve)
    migrate = found.add_parser("migrate", help="look at, check or apply the schema migrations")
    for flag, about in _ACTIONS.items():
        migrate.add_argument(flag, action="store_true", help=about)
    migrate.set_defaults(run=commands.migrate)
    for name, run, about in (
        ("bootstrap-admin", commands.bootstrap_admin, "migrate, then make the first administrator"),
        ("seed-config", commands.seed_config, "migrate, then write what the configuration lists"),
        ("seed-local-demo", commands.seed_local_demo, "fill a local database with something to play with"),
    ):
        found.add_parser(name, help=about, description=f"{about.capitalize()}.").set_defaults(run=run)
    stack.add_parser(found)
    return parser


class _Parser(argparse.ArgumentParser):
    """Knows `--config` before and after a command, and takes no abbreviated flag for another one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, allow_abbrev=False, formatter_class=_Help)
        self.add_argument(
            "--config",
            metavar="PATH",
            # Absent after the command, it must not undo what stood before it.
            default=argparse.SUPPRESS,
            help="the gateway.yaml to use (default: GATEWAY_CONFIG, else ./gateway.yaml)",
        )


def _add_toggles(parser: argparse.ArgumentParser) -> None:
    for flag, about in _TOGGLES.items():
        parser.add_argument(flag, type=_boolean, metavar="true|false", default=argparse.SUPPRESS, help=about)


class _Help(argparse.HelpFormatter):
    """As wide as a terminal usually is: looking for the real width imports `shutil` on every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


class _Version(argparse.Action):
    """Looks the version up only when asked: reading a package's metadata is slow."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("gateway-contracts")
        except PackageNotFoundError:
            number = "unknown (not installed)"
        print(f"{parser.prog} {number}")
        parser.exit(0)


def _boolean(text: str) -> bool:
    try:
        return parse("the value", text)
    except ToggleInvalid as error:
        raise argparse.ArgumentTypeError(str(error)) from None
