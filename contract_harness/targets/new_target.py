"""
A new target file, commented for the person who will go on with it.

Every value is written as a TOML string through JSON, whose escapes TOML shares; the text is read back as a
target before it is put where it was asked for.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from contract_harness.errors import BadTarget, HarnessError
from contract_harness.targets import file

COMMANDS = {
    "start": "{gateway} --config {config}",
    "serve": "{gateway} --config {config} serve",
    "migrate": "{gateway} --config {config} migrate",
    "bootstrap-admin": "{gateway} --config {config} bootstrap-admin",
    "seed-config": "{gateway} --config {config} seed-config",
}
"""How a gateway of this shape is called. Source: observed gateway, 7.1."""
_ABOUT_COMMANDS = {
    "start": "As a container image starts it, without a subcommand.",
    "serve": "`--run-migrations false` and the like are appended.",
    "migrate": "`--status`, `--check` or `--apply` is appended.",
    "bootstrap-admin": "Makes the first admin and exits.",
    "seed-config": "Makes what the config lists and exits.",
}
OWN_ADMIN_UI = "own-admin-ui"
_PAGE = "contracts/targets/README.md"


class FileExists(HarnessError):
    """There is a file already."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is there already: give another name, or --force to replace it.")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new target file is made of; empty what was not said.

    Attributes:
        gateway, url: how the harness has it; exactly one of the two is set.
    """

    about: str
    claims: Sequence[str]
    gateway: str = ""
    url: str = ""
    database: str = "libsql"
    admin_ui: str = ""
    config_template: str = ""
    env: Mapping[str, str] = field(default_factory=dict)


def text_of(answers: Answers) -> str:
    """The target file, as text."""
    parts = _url_parts(answers) if answers.url else _process_parts(answers)
    return "\n".join((*_head(answers), *parts, "", *_deviations())) + "\n"


def write(path: Path, answers: Answers, *, force: bool) -> None:
    """Put the target file at *path*, whole or not at all.

    Raises:
        FileExists: there is one, and *force* was not given.
        BadTarget: the answers do not make a target; nothing was written.
        HarnessError: the place cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".gateway-contracts-") as folder:
            draft = Path(folder) / path.name
            draft.write_text(text_of(answers), "utf-8")
            _check(draft, path, answers)
            if force:
                draft.replace(path)
            else:
                # Unlike a look beforehand, a link cannot overtake somebody else's file.
                os.link(draft, path)
    except FileExistsError:
        raise FileExists(path) from None
    except OSError as error:
        raise HarnessError(f"{path} cannot be written ({error.strerror}): give another place.") from None


def _check(draft: Path, path: Path, answers: Answers) -> None:
    if answers.config_template and (path.parent / answers.config_template).is_file():
        (draft.parent / answers.config_template).touch()
    try:
        file.read(draft)
    except BadTarget as error:
        # The draft is gone when this is read: it is told of the file that was asked for.
        where, _, problem = error.finding.partition(f"{draft}: ")
        raise HarnessError(f"{path} is not written: {problem or where}: {error.remedy}.") from None


def _head(answers: Answers) -> list[str]:
    return [
        f"# A target of gateway-contracts. Every key is explained in {_PAGE}.",
        "# Check it with `gateway-contracts doctor`, run it with `gateway-contracts verify`.",
        f"driver = {_toml('url' if answers.url else 'process')}",
        f"about = {_toml(answers.about)}",
        "",
        "# The profiles it says it keeps; `gateway-contracts clauses` lists what each of them asks.",
        f"claims = [{', '.join(_toml(claim) for claim in answers.claims)}]",
        "",
        "# Optional features it has; contracts/claims.toml lists them.",
        f"supports = [{_toml(OWN_ADMIN_UI) if answers.admin_ui else ''}]",
    ]


def _process_parts(answers: Answers) -> list[str]:
    lines = [
        "",
        '# What each scenario runs on: "libsql" is a SQLite file, "postgres" a database on a server.',
        f"database = {_toml(answers.database)}",
        "",
        "# The words that start the program, for {gateway} below. {here} is the folder of this file.",
        f"gateway = {_toml(answers.gateway)}",
        "",
        "# For a gateway that does not read the documented gateway.yaml: a Jinja template beside this file.",
        f"{'' if answers.config_template else '# '}config_template = "
        f"{_toml(answers.config_template or 'settings.toml.j2')}",
        "",
        "# Argument lists in shell quoting; no shell is involved. {config} is the config of the scenario.",
        "[commands]",
    ]
    for name, command in COMMANDS.items():
        lines += [f"# {_ABOUT_COMMANDS[name]}", f"{name} = {_toml(command)}"]
    lines += [
        "# Where there is more than one process to serve with (a number is appended), or a judge of configs:",
        '# serve-workers = "{gateway} --config {config} serve --workers"',
        '# config-validate = "{gateway} --config {config} config validate"',
    ]
    shown = answers.admin_ui or "{here}/admin-ui --port {port}"
    lines += [
        "# Its own admin UI, at {port}, calling back at {gateway_url}; without it such clauses do not apply.",
        f"{'' if answers.admin_ui else '# '}admin-ui = {_toml(shown)}",
        "",
        "# What every command finds in its environment, besides what the harness itself sets.",
        "[env]",
    ]
    return lines + [f"{_key(name)} = {_toml(value)}" for name, value in answers.env.items()]


def _url_parts(answers: Answers) -> list[str]:
    return [
        f"url = {_toml(answers.url)}",
        "",
        "# What lets the harness in. Secrets stay in the environment: env.NAME names a variable.",
        "[credentials]",
        'admin_email = "admin@local"',
        'admin_password = "env.GATEWAY_CONTRACTS_ADMIN_PASSWORD"',
        'api_key = "env.GATEWAY_CONTRACTS_API_KEY"',
        "",
        "# For an authority of your own, and client certificates; paths are relative to this file.",
        "# [tls]",
        '# ca = "staging-ca.pem"',
        '# cert = "client.pem"',
        '# key = "client.key"',
        "",
        "# What a server in front of it asks of every request.",
        "# [headers]",
        '# X-Staging-Token = "env.STAGING_TOKEN"',
    ]


def _deviations() -> list[str]:
    return [
        "# A clause it is known to break still runs, and fails the run once it holds:",
        '# [deviations."migration.concurrent-applies-all-succeed"]',
        '# reason = "There is no migration lock yet."',
        '# link = "https://example.test/issues/7"',
    ]


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
