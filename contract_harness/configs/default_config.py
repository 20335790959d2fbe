"""The gateway.yaml the harness writes unless a clause asks for something else.

The local shape: a bootstrap admin who need not rotate, one provider, two models and an alias, one seeded
key. Source: observed gateway, 10 and 12.4; founding page, Common Runtime Shapes.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contract_harness.targets.credentials import Credentials

API_KEY_ENV = "GATEWAY_API_KEY"
"""The variable that the seeded key's value is read from."""
PROVIDER_ID = "openai-e2e"
MODEL = "fast"
"""The model the seeded key may call."""
UPSTREAM_MODEL = "gpt-4o-mini"
UNGRANTED_MODEL = "reasoning"
ALIAS = "fast-alias"
"""An alias of `fast`, which the seeded key may not call."""

# The C implementation is some ten times faster; a build without it still works.
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def default_config(
    *, bind: str, database: Mapping[str, Any], provider_url: str, credentials: Credentials
) -> dict[str, Any]:
    """A new document, which the caller may change."""
    return {
        "server": {"bind": bind, "log_format": "pretty"},
        "database": dict(database),
        "auth": {
            "bootstrap_admin": {
                "enabled": True,
                "email": credentials.admin_email,
                "password": f"literal.{credentials.admin_password}",
                "require_password_change": False,
            },
            "seed_api_keys": [
                {"name": "Harness key", "value": f"env.{API_KEY_ENV}", "allowed_models": [MODEL]}
            ],
        },
        "providers": [
            {
                "id": PROVIDER_ID,
                "type": "openai_compat",
                "base_url": provider_url,
                "pricing_provider_id": "openai",
                "auth": {"kind": "bearer", "token": f"literal.{credentials.provider_token}"},
            }
        ],
        "models": [
            {"id": MODEL, "routes": [{"provider": PROVIDER_ID, "upstream_model": UPSTREAM_MODEL}]},
            {"id": UNGRANTED_MODEL, "routes": [{"provider": PROVIDER_ID, "upstream_model": "gpt-4.1"}]},
            {"id": ALIAS, "alias_of": MODEL},
        ],
    }


def write_config(
    path: Path, config: Mapping[str, Any], *, template: Path | None = None, env: Mapping[str, str]
) -> None:
    """Write *config* as YAML, or what *template* makes of it; readable by its owner only.

    Raises:
        BadTemplate: the template does not render; nothing is written.
    """
    if template is None:
        text = as_yaml(config)
    else:
        # Only targets with a config of their own need Jinja.
        from contract_harness.configs.template import render

        text = render(template, config, env)
    path.touch(mode=0o600)
    path.write_text(text, "utf-8")


def as_yaml(config: Mapping[str, Any]) -> str:
    """*config* as the file has it."""
    return yaml.dump(dict(config), Dumper=_Dumper, sort_keys=False)


def make_way(path: Path) -> None:
    """What ran in the folder of *path* may have left a pipe, a link or a directory there, or no folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.is_symlink() or (path.exists() and not path.is_file()):
        path.unlink()
