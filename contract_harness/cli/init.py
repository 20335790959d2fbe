"""`gateway-contracts init`: a target file, from flags or by asking."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from contract_harness import resources
from contract_harness.errors import HarnessError

_DATABASES = ("libsql", "postgres")
_PROFILES = ("same-origin", "migration", "bootstrap")
"""What a gateway of this shape is asked first."""


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "init",
        help="write a commented target file",
        description="Write a target file from these flags. On a terminal, what is not given is asked for; "
        "elsewhere --gateway or --url must be given and the rest has defaults.",
        examples={
            'gateway-contracts init my-gateway.toml --gateway "my-gateway --verbose"': "one that is started",
            "gateway-contracts init staging.toml --url http://127.0.0.1:8080": "one that runs already",
        },
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        default=Path("my-gateway.toml"),
        metavar="FILE",
        help="the file to write (default: my-gateway.toml)",
    )
    parser.add_argument(
        "--force", action="store_true", help="replace a file that is there (default: leave it)"
    )
    which = parser.add_argument_group("which gateway")
    how = which.add_mutually_exclusive_group()
    how.add_argument(
        "--gateway", metavar="COMMAND", help="the program to start, with its first arguments (default: asked)"
    )
    how.add_argument("--url", help="a gateway that already runs (default: none)")
    which.add_argument(
        "--about",
        metavar="SENTENCE",
        help="which gateway it is, for the report (default: the name of the file)",
    )
    which.add_argument(
        "--claim",
        action="append",
        metavar="PROFILE",
        help=f"a profile it keeps (repeatable; default: {', '.join(_PROFILES)})",
    )
    starting = parser.add_argument_group("a gateway to start")
    starting.add_argument(
        "--database",
        choices=_DATABASES,
        metavar="DATABASE",
        help="what each scenario runs on: libsql, which is a SQLite file, or postgres (default: libsql)",
    )
    starting.add_argument(
        "--admin-ui", default="", metavar="COMMAND", help="start its own admin UI at {port} (default: none)"
    )
    starting.add_argument(
        "--config-template",
        default="",
        metavar="FILE",
        help="a template of its config, beside the target file (default: the contract's gateway.yaml)",
    )
    starting.add_argument(
        "--env",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a variable of every command (repeatable; default: none)",
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Write the file and say what to do next.

    Raises:
        HarnessError: something is missing or wrong, or there is such a file; nothing was written.
    """
    # Imported here, so that `--help` and a mistyped flag answer at once.
    from contract_harness.targets.new_target import FileExists, write

    if given.file.suffix != ".toml":
        raise HarnessError(f"{given.file} does not end with .toml: a target file is TOML, call it so.")
    if given.file.exists() and not given.force:
        raise FileExists(given.file)
    write(given.file, _answers(given), force=given.force)
    import shlex

    file = shlex.quote(str(given.file))
    print(f"{given.file} is written. Next:")
    print(f"  gateway-contracts doctor {file}\n  gateway-contracts verify {file}")
    print(f"Every key is explained in {resources.contracts('targets', 'README.md')}")
    return 0


def _answers(given: argparse.Namespace) -> Any:
    from contract_harness.targets.new_target import Answers

    may_ask = sys.stdin.isatty() and sys.stdout.isatty()
    gateway, url = given.gateway, given.url
    if gateway is None and url is None:
        if not may_ask:
            raise HarnessError(
                "init needs to know the gateway: "
                "give --gateway COMMAND or --url URL, or run it on a terminal."
            )
        gateway = _asked("The program that starts your gateway (or the URL of one that runs)")
        if gateway.startswith(("http://", "https://")):
            gateway, url = None, gateway
    name = given.file.stem
    may_ask = may_ask and given.gateway is None and given.url is None
    return Answers(
        about=_value(given.about, may_ask, "Which gateway is it, in one sentence", f"The gateway {name}."),
        claims=_claims(given.claim),
        gateway=gateway or "",
        url=url or "",
        database="" if url else _database(given.database, may_ask),
        admin_ui=given.admin_ui,
        config_template=given.config_template,
        env=dict(_pair(one) for one in given.env),
    )


def _claims(given: list[str] | None) -> list[str]:
    from contract_harness.ledger.clauses import read_features

    ledger = read_features()
    claims = list(dict.fromkeys(given or _PROFILES))
    # Refuses a name that nothing has.
    ledger.select(profiles=claims)
    return claims


def _database(given: str | None, may_ask: bool) -> str:
    while True:
        answer = _value(given, may_ask, "What runs it on: libsql (a SQLite file) or postgres", "libsql")
        if answer in _DATABASES:
            return answer
        print(f"Write {' or '.join(_DATABASES)}.")


def _value(given: str | None, may_ask: bool, question: str, default: str) -> str:
    if given is not None:
        return given
    return _asked(question, default) if may_ask else default


def _asked(question: str, default: str = "") -> str:
    """What the user writes; asked again while there is nothing and no default."""
    shown = f"{question} [{default}]: " if default else f"{question}: "
    while True:
        try:
            answer = input(shown).strip() or default
        except EOFError:
            raise HarnessError("the questions were not answered: nothing is written.") from None
        if answer:
            return answer


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise HarnessError(f"--env {text!r} is no variable: write NAME=VALUE.")
    return name, value
