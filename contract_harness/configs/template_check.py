"""A config template is tried before a run begins, on every shape that a clause may start from."""

from __future__ import annotations

import copy
from contextlib import suppress
from typing import Any

from contract_harness.configs import template, variants
from contract_harness.configs.builder import Document, Environment
from contract_harness.configs.default_config import default_config
from contract_harness.configs.patch import patch
from contract_harness.configs.secrets import KnownSecrets
from contract_harness.errors import NotObservable
from contract_harness.targets.credentials import Credentials
from contract_harness.targets.target import Target

_DATABASES: dict[str, dict[str, Any]] = {
    "libsql": {"kind": "libsql", "path": "/tmp/gateway.db"},  # noqa: S108 - written into a text, never opened
    "postgres": {"kind": "postgres", "url": "env.POSTGRES_URL"},
}


_EMPTIED = """
auth:
  bootstrap_admin:
    enabled: false
  seed_api_keys: []
providers: []
models: []
teams: []
users: []
"""
"""As little as features leave of a config."""


def check_template(target: Target) -> None:
    """Render the config template of *target*, if it has one, for every shape; nothing is written.

    Raises:
        BadTemplate: it does not render for one of them.
    """
    if target.config_template is None:
        return
    credentials = Credentials.fresh()
    blank = default_config(
        bind="127.0.0.1:8080",
        database=_DATABASES[target.database or "libsql"],
        provider_url="http://127.0.0.1:9/v1",
        credentials=credentials,
    )
    for shape in (None, _emptied, *variants.SHAPES.values()):
        document = copy.deepcopy(blank)
        environment: dict[str, str] = {}
        if shape is not None:
            shape(document, environment, KnownSecrets.of(credentials))
        # What cannot be said is told by each clause that would say it.
        with suppress(NotObservable):
            template.render(target.config_template, document, environment)


def _emptied(document: Document, environment: Environment, known: KnownSecrets) -> None:
    variants.local(document, environment, known)
    patch(document, _EMPTIED, known.named())
