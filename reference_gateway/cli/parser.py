"""The words of the command line."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from reference_gateway.cli import commands, stack
from reference_gateway.services.toggles import ToggleInvalid, parse
from reference_gateway.wiring.parts import Parts

_TOGGLES = {
    "--run-migrations": "apply pending migrations before serving (default: true)",
    "--bootstrap-admin": "make the bootstrap admin (default: true)",
    "--seed-config": "write the configuration's providers, models, keys and people (default: true)",
}
MOST_WORKERS = 64
_ACTIONS = {
    "--status": "list every migration as applied or pending",
    "--check": "fail unless every migration is applied",
    "--apply": "apply what is pending",
}


def build_parser(parts: Parts) -> argparse.ArgumentParser:
    """Every command; `args.run(args)` does the chosen one and returns the exit code."""
    said: dict[str, list[bool]] = {}
    parser = _Parser(
        prog="reference-gateway",
        description="A same-origin LLM gateway that keeps every contract. Without a command: serve.",
    )
    parser.add_argument("--version", action=_Version, parts=parts, nargs=0, help="print the version and exit")
    _add_serving(parser, said)
    parser.set_defaults(config=None, run=commands.serve, said=said, parts=parts)
    found: Any = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Command)

    def serve(parser: argparse.ArgumentParser) -> None:
        _add_serving(parser, said)
        parser.set_defaults(run=commands.serve)

    found.add_parser("serve", help="run the gateway", fill=serve)
    found.add_parser("migrate", help="list, check or apply the schema migrations", fill=_add_migrating)
    found.add_parser("config", help="validate the configuration", fill=_add_looking)
    for name, run, about in (
        ("bootstrap-admin", commands.bootstrap_admin, "migrate, then make the bootstrap admin"),
        ("seed-config", commands.seed_config, "migrate, then write what the configuration lists"),
        ("seed-local-demo", commands.seed_local_demo, "migrate, then write demo data into a local database"),
    ):
        found.add_parser(name, help=about, description=f"{about.capitalize()}.", fill=_doing(run))
    for name, about in stack.ABOUT.items():
        found.add_parser(name, help=about, description=f"{about.capitalize()}.", fill=stack.filling(name))
    return parser


class _Command:
    """A command that is known by name and learns its words when it is the one that was given."""

    def __init__(self, fill: Callable[[argparse.ArgumentParser], None], **kwargs: Any) -> None:
        self._fill = fill
        self._kwargs = kwargs

    def parse_known_args(self, words: Sequence[str], namespace: Any) -> tuple[Any, list[str]]:
        """As the parser of this command does."""
        return self.parser().parse_known_args(words, namespace)

    def parser(self) -> argparse.ArgumentParser:
        """The parser of this command, with its words."""
        parser = _Parser(**self._kwargs)
        self._fill(parser)
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


def _doing(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.ArgumentParser], None]:
    return lambda parser: parser.set_defaults(run=run)


def _add_migrating(parser: argparse.ArgumentParser) -> None:
    for flag, about in _ACTIONS.items():
        parser.add_argument(flag, action="store_true", help=about)
    parser.set_defaults(run=commands.migrate)


def _add_looking(parser: argparse.ArgumentParser) -> None:
    checks: Any = parser.add_subparsers(
        title="commands", metavar="COMMAND", parser_class=_Command, required=True
    )
    about = "report every error of the config and its variables, without side effects"
    checks.add_parser("validate", help=about, fill=_doing(commands.validate_config))


def _add_serving(parser: argparse.ArgumentParser, said: dict[str, list[bool]]) -> None:
    parser.add_argument(
        "--workers",
        type=_workers,
        metavar="N",
        default=argparse.SUPPRESS,
        help="serve with N processes, each on a core of its own (default: 1)",
    )
    shared: dict[str, Any] = {"type": _boolean, "metavar": "true|false", "default": argparse.SUPPRESS}
    for flag, about in _TOGGLES.items():
        parser.add_argument(flag, action=_Note, said=said, help=about, **shared)


class _Note(argparse.Action):
    """Keeps every value that was given, before and after a command, so that a contradiction shows."""

    def __init__(self, said: dict[str, list[bool]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._said = said

    def __call__(self, _parser: object, _namespace: object, value: Any, *_: object) -> None:
        self._said.setdefault(self.dest, []).append(value)


class _Help(argparse.HelpFormatter):
    """As wide as a terminal usually is: looking for the real width imports `shutil` on every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


class _Version(argparse.Action):
    """Looks the version up only when asked: reading a package's metadata is slow."""

    def __init__(self, parts: Parts, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._parts = parts

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"{parser.prog} {self._parts.version()}")
        parser.exit(0)


def _boolean(text: str) -> bool:
    try:
        return parse("the value", text)
    except ToggleInvalid as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST_WORKERS):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to {MOST_WORKERS}")
    return int(text)
