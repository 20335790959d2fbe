"""The words of the command line."""

import argparse
from collections.abc import Callable
from typing import Any

from reference_gateway.cli import commands, completion, stack
from reference_gateway.cli.words import Command, Parser, commands_of
from reference_gateway.config.server import host_and_port
from reference_gateway.services.toggles import ToggleInvalid, parse
from reference_gateway.wiring.parts import Parts

_TOGGLES = {
    "--run-migrations": "apply pending migrations before serving",
    "--bootstrap-admin": "make the bootstrap admin",
    "--seed-config": "write the configuration's providers, models, keys and people",
}
MOST_WORKERS = 64
_ACTIONS = {
    "--status": "list every migration as applied or pending",
    "--check": "fail unless every migration is applied",
    "--apply": "apply what is pending",
}
_ABOUT = {
    "serve": "run the gateway",
    **stack.ABOUT,
    "migrate": "list, check or apply the schema migrations",
    "config": "validate the configuration",
    "bootstrap-admin": "migrate, then make the bootstrap admin",
    "seed-config": "migrate, then write what the configuration lists",
    "seed-local-demo": "migrate, then write demo data into a local database",
    "help": "show this page, or that of a command",
    "completion": "print what bash, zsh or fish needs to complete these words",
}
_GROUPS = {
    "run": ("serve", *stack.ABOUT),
    "prepare a database": ("migrate", "config", "bootstrap-admin", "seed-config", "seed-local-demo"),
    "this command line": ("help", "completion"),
}
_EXAMPLES: dict[str, dict[str, str]] = {
    "serve": {
        "reference-gateway serve": "migrate, bootstrap, seed, and serve",
        "reference-gateway serve --workers 4 --run-migrations false": "four processes; migrated by a job",
        "reference-gateway serve --bind 0.0.0.0:$PORT": "where a platform gives the port",
    },
    "migrate": {
        "reference-gateway migrate --status": "what is applied and what is pending",
        "reference-gateway --config prod.yaml migrate --apply": "apply what is pending",
    },
    "config": {
        "reference-gateway config validate": "every error of ./gateway.yaml at once",
        "reference-gateway --config prod.yaml config validate": "of another file",
    },
    "bootstrap-admin": {
        "reference-gateway bootstrap-admin": "for ./gateway.yaml",
        "reference-gateway --config prod.yaml bootstrap-admin": "for another config",
    },
    "seed-config": {
        "reference-gateway seed-config": "for ./gateway.yaml",
        "reference-gateway --config prod.yaml seed-config": "for another config",
        "reference-gateway seed-config --prune": "and close the keys and models that left it",
    },
    "seed-local-demo": {
        "reference-gateway seed-local-demo": "for ./gateway.yaml",
        "reference-gateway --config demo.yaml seed-local-demo": "for another config",
    },
    "dev-stack": {
        "reference-gateway dev-stack": "http://localhost:8080/admin",
        "reference-gateway dev-stack --port 0 --ui-port 0": "on any free ports",
    },
    "prod-stack": {
        "reference-gateway prod-stack": "with a PostgreSQL of its own",
        "POSTGRES_URL=postgresql://… reference-gateway prod-stack": "on a server of yours",
    },
    "help": {
        "reference-gateway help serve": "every flag of serve",
        "reference-gateway help config validate": "a command of a command",
    },
    "completion": completion.SOURCING,
}


def build_parser(parts: Parts) -> Parser:
    """Every command; `args.run(args)` does the chosen one and returns the exit code."""
    said: dict[str, list[bool]] = {}
    parser = Parser(
        prog="reference-gateway",
        usage="reference-gateway [-h] [-V] [--config PATH] [COMMAND] ...",
        description="A same-origin LLM gateway that keeps every contract. Without a command: serve. "
        "Exit codes: 0 done, 1 it could not be done, 2 usage.",
        examples=_EXAMPLES["serve"],
    )
    parser.add_argument(
        "-V", "--version", action=_Version, parts=parts, nargs=0, help="print the version and exit"
    )
    _add_serving(parser, said)
    parser.set_defaults(config=None, run=commands.serve, said=said, parts=parts)
    found: Any = parser.add_subparsers(
        prog=parser.prog, metavar="COMMAND", parser_class=Command, help=argparse.SUPPRESS
    )

    def serve(parser: Parser) -> None:
        _add_serving(parser, said)
        parser.set_defaults(run=commands.serve)

    for name, fill in {
        "serve": serve,
        "migrate": _add_migrating,
        "config": _add_looking,
        "bootstrap-admin": _doing(commands.bootstrap_admin),
        "seed-config": _add_seeding,
        "seed-local-demo": _doing(commands.seed_local_demo),
        "help": _helping(parser),
        "completion": completion.filling(parser),
        **{name: stack.filling(name) for name in stack.ABOUT},
    }.items():
        about = _ABOUT[name]
        described = f"{about[:1].upper()}{about[1:]}."
        found.add_parser(name, help=about, description=described, fill=fill, examples=_EXAMPLES[name])
    for title, names in _GROUPS.items():
        parser.add_section(title, {name: _ABOUT[name] for name in names})
    return parser


def _doing(run: Callable[[argparse.Namespace], int]) -> Callable[[Parser], None]:
    return lambda parser: parser.set_defaults(run=run)


def _add_seeding(parser: Parser) -> None:
    parser.add_argument(
        "--prune",
        action="store_true",
        help="revoke seeded keys, for good, and disable models that the configuration no longer lists "
        "(default: off)",
    )
    parser.set_defaults(run=commands.seed_config)


def _helping(root: Parser) -> Callable[[Parser], None]:
    """`help COMMAND`, for those who do not try `COMMAND --help`."""

    def show(args: argparse.Namespace) -> int:
        parser = root
        for word in args.command:
            known = commands_of(parser)
            if word not in known:
                parser.error(f"there is no command {word!r}")
            parser = known[word].parser()
        parser.print_help()
        return 0

    def fill(parser: Parser) -> None:
        parser.add_argument(
            "command", nargs="*", metavar="COMMAND", help="whose help (default: all commands)"
        )
        parser.set_defaults(run=show)

    return fill


def _add_migrating(parser: Parser) -> None:
    for flag, about in _ACTIONS.items():
        parser.add_argument(flag, action="store_true", help=f"{about} (default: off)")
    parser.set_defaults(run=commands.migrate)


def _add_looking(parser: Parser) -> None:
    checks: Any = parser.add_subparsers(
        title="commands", metavar="COMMAND", parser_class=Command, required=True, prog=parser.prog
    )
    about = "report every error of the config and its variables, without side effects"
    checks.add_parser("validate", help=about, fill=_doing(commands.validate_config))


def _add_serving(parser: Parser, said: dict[str, list[bool]]) -> None:
    serving = parser.add_argument_group("serving")
    serving.add_argument(
        "--workers",
        type=_workers,
        metavar="N",
        default=argparse.SUPPRESS,
        help="serve with N processes, each on a core of its own (default: 1)",
    )
    serving.add_argument(
        "--bind",
        type=_bind,
        metavar="IP:PORT",
        default=argparse.SUPPRESS,
        help="listen there (default: GATEWAY_BIND, else server.bind of the configuration)",
    )
    steps = parser.add_argument_group("steps before serving")
    shared: dict[str, Any] = {"type": _boolean, "metavar": "true|false", "default": argparse.SUPPRESS}
    for flag, about in _TOGGLES.items():
        variable = f"GATEWAY_{flag.lstrip('-').replace('-', '_').upper()}"
        told = f"{about} (default: {variable}, else true)"
        steps.add_argument(flag, action=_Note, said=said, help=told, **shared)


class _Note(argparse.Action):
    """Keeps every value that was given, before and after a command, so that a contradiction shows."""

    def __init__(self, said: dict[str, list[bool]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._said = said

    def __call__(self, _parser: object, _namespace: object, value: Any, *_: object) -> None:
        self._said.setdefault(self.dest, []).append(value)


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


def _bind(text: str) -> str:
    try:
        host_and_port(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST_WORKERS):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to {MOST_WORKERS}")
    return int(text)
