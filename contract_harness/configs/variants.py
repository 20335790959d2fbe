"""
The shapes an install may have, each named for what it makes of the gateway, and what may be wrong with one.

A shape edits the document in place; where a secret goes into the environment, the environment of the
gateway is edited beside it.

Source: founding page, Common Runtime Shapes; observed gateway, 9 and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contract_harness.configs.builder import (
    KEY_VARIABLE,
    KEY_VARIABLES,
    PASSWORD_VARIABLE,
    TOKEN_VARIABLE,
    Document,
    Environment,
    admin,
    keys,
    provider,
    routed_model,
    section,
)
from contract_harness.configs.patch import patch
from contract_harness.configs.secrets import KnownSecrets

FURNITURE = """
auth:
  seed_api_keys:
    - name: wide
      value: env.GATEWAY_WIDE_KEY
      allowed_models: [fast, reasoning, swift]
    - name: bare
      value: env.GATEWAY_BARE_KEY
      allowed_models: []
    - name: lost
      value: env.GATEWAY_LOST_KEY
      allowed_models: [fast]
    - name: spare
      value: env.GATEWAY_SPARE_KEY
      allowed_models: [fast]
    - name: kept
      value: env.GATEWAY_KEPT_KEY
      allowed_models: [old]
models:
  - id: swift
    alias_of: fast
  - id: turned
    alias_of: fast
  - id: plain
    routes:
      - provider: openai-e2e
        upstream_model: gpt-4o-plain
  - id: old
    routes:
      - provider: openai-e2e
        upstream_model: gpt-4o-old
teams:
  - key: platform
    name: Platform
    budget:
      cadence: monthly
      amount_usd: "250.5000"
      hard_limit: false
      timezone: Europe/Berlin
  - key: research
    name: Research
    budget:
      cadence: weekly
      amount_usd: "40.0000"
      hard_limit: true
      timezone: UTC
  - key: physics
    name: Physics
    budget:
      cadence: daily
      amount_usd: "7.5000"
      hard_limit: true
      timezone: UTC
users:
  - name: Ada Lovelace
    email: ada@example.com
    auth_mode: password
    membership:
      team: platform
      role: admin
    budget:
      cadence: daily
      amount_usd: "0.1234"
      hard_limit: true
      timezone: UTC
  - name: Grace Hopper
    email: grace@example.com
    auth_mode: password
    membership:
      team: research
      role: member
  - name: Lise Meitner
    email: lise@example.com
    auth_mode: password
    membership:
      team: physics
      role: admin
    budget:
      cadence: monthly
      amount_usd: "12.0000"
      hard_limit: true
      timezone: UTC
  - name: Hedy Lamarr
    email: hedy@example.com
    auth_mode: password
    global_role: platform_admin
"""
"""What the furnished shape lists beside the local one."""


def local(document: Document, environment: Environment, known: KnownSecrets) -> None:
    """On a laptop: the password is in the config, and nobody is made to change it."""
    admin(document).update(
        enabled=True,
        email=known.email,
        password=f"literal.{known.passwords['configured']}",
        require_password_change=False,
    )
    provider(document)["auth"] = {"kind": "bearer", "token": f"literal.{known.token}"}
    environment[KEY_VARIABLE] = known.keys["configured"]
    keys(document)[:] = [{"name": "configured", "value": f"env.{KEY_VARIABLE}", "allowed_models": ["fast"]}]


def production(document: Document, environment: Environment, known: KnownSecrets) -> None:
    """As production would run it, but by hand: the password is in the config and must be changed."""
    local(document, environment, known)
    admin(document)["require_password_change"] = True


def compose(document: Document, environment: Environment, known: KnownSecrets) -> None:
    """In compose: the config names variables only, the deploy-time environment holds every secret."""
    production(document, environment, known)
    admin(document)["password"] = f"env.{PASSWORD_VARIABLE}"
    provider(document)["auth"]["token"] = f"env.{TOKEN_VARIABLE}"
    environment |= {PASSWORD_VARIABLE: known.passwords["configured"], TOKEN_VARIABLE: known.token}


def furnished(document: Document, environment: Environment, known: KnownSecrets) -> None:
    """The local shape with all that a config can list: more keys, an alias, teams, people, budgets."""
    local(document, environment, known)
    document["models"] = [one for one in document["models"] if not one.get("alias_of")]
    patch(document, FURNITURE, known.named())
    environment.update({variable: known.keys[name] for name, variable in KEY_VARIABLES.items()})


SHAPES: Mapping[str, Callable[[Document, Environment, KnownSecrets], None]] = {
    "local": local,
    "production": production,
    "compose": compose,
    "furnished": furnished,
}

PLACES: Mapping[str, Callable[[Document], Document]] = {
    "the document": lambda document: document,
    "the server": lambda document: section(document, "server"),
    "the database": lambda document: section(document, "database"),
    "the auth section": lambda document: section(document, "auth"),
    "the bootstrap admin": admin,
    "a key": lambda document: keys(document)[-1],
    "a provider": provider,
    "a provider's auth": lambda document: section(provider(document), "auth"),
    "a model": routed_model,
    "a route": lambda document: section(routed_model(document), "routes", 0),
    "a team": lambda document: section(document, "teams", 0),
    "a team's budget": lambda document: section(document, "teams", 0, "budget"),
    "a user": lambda document: section(document, "users", 0),
    "a user's membership": lambda document: section(document, "users", 0, "membership"),
    "a user's budget": lambda document: section(document, "users", 0, "budget"),
    "request logging": lambda document: document.setdefault("request_logging", {}),
    "the payloads of request logging": lambda document: document.setdefault("request_logging", {}).setdefault(
        "payloads", {}
    ),
}
"""Where a mistyped key may stand, as a feature calls it; the furnished shape has every one of them."""
