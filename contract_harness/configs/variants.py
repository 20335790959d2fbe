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
    VARIABLES,
    Document,
    Environment,
    admin,
    budget,
    key,
    keys,
    model,
    person,
    provider,
    seed_key,
    team,
    user,
)
from contract_harness.configs.secrets import KnownSecrets

REVOKED_KEY = "lost"
"""The key that is revoked between the two boots of the `changed` shape."""


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
    keys(document)[:] = [seed_key("configured", KEY_VARIABLE, ["fast"])]


def production(document: Document, environment: Environment, known: KnownSecrets) -> None:
    """As production would run it, but by hand: the password is in the config and must be changed."""
    local(document, environment, known)
    admin(document)["require_password_change"] = True


def compose(document: Document, environment: Environment, known: KnownSecrets) -> None:
    """In compose: the config names variables only, the deploy-time environment holds every secret."""
    production(document, environment, known)
    for secret in VARIABLES:
        into_environment(document, environment, known, secret)


def furnished(document: Document, environment: Environment, known: KnownSecrets) -> None:
    """The local shape with all that a config can list: more keys, an alias, teams, people, budgets."""
    local(document, environment, known)
    for name, grants in (("wide", ["fast", "reasoning", "swift"]), ("bare", []), ("lost", ["fast"])):
        keys(document).append(seed_key(name, KEY_VARIABLES[name], grants))
        environment[KEY_VARIABLES[name]] = known.keys[name]
    document["models"] = [one for one in document["models"] if not one.get("alias_of")]
    document["models"].append({"id": "swift", "alias_of": "fast"})
    document["teams"] = [
        {"key": "platform", "name": "Platform", "budget": budget("monthly", "250.5000")},
        {"key": "research", "name": "Research", "budget": budget("weekly", "40.0000")},
        {"key": "physics", "name": "Physics", "budget": budget("daily", "7.5000")},
    ]
    document["users"] = [
        person("Ada Lovelace", "ada@example.com", team="platform", role="admin", spends=("daily", "0.1234")),
        person("Grace Hopper", "grace@example.com", team="research", role="member"),
        person(
            "Lise Meitner", "lise@example.com", team="physics", role="admin", spends=("monthly", "12.0000")
        ),
        person("Hedy Lamarr", "hedy@example.com") | {"global_role": "platform_admin"},
    ]


def without_an_admin(document: Document, environment: Environment, known: KnownSecrets) -> None:
    """The local shape with the bootstrap admin disabled."""
    local(document, environment, known)
    admin(document)["enabled"] = False


def seeding_nothing(document: Document, environment: Environment, known: KnownSecrets) -> None:
    """The local shape with nothing to seed: no providers, models, keys, teams or users."""
    local(document, environment, known)
    keys(document).clear()
    for section in ("providers", "models", "teams", "users"):
        document[section] = []


def changed(document: Document, environment: Environment, known: KnownSecrets) -> None:
    """The furnished shape some time later: everything that a later config can change was changed.

    The configured key has another secret, the provider another token (`Known.renew`).
    """
    furnished(document, environment, known)
    known.renew()
    environment[KEY_VARIABLE] = known.keys["configured"]
    provider(document)["auth"]["token"] = f"literal.{known.token}"
    key(document, "wide")["allowed_models"] = ["swift"]
    model(document, "fast")["routes"][0]["upstream_model"] = "gpt-4.1-nano"
    model(document, "swift")["alias_of"] = "reasoning"
    team(document, "platform").update(name="Platform Crew", budget=budget("weekly", "300.0000"))
    del team(document, "research")["budget"]
    document["teams"].remove(team(document, "physics"))
    ada = person("Ada King", "ada@example.com", team="research", role="member")
    document["users"] = [ada, person("Grace Hopper", "grace@example.com"), user(document, "hedy@example.com")]


SHAPES: Mapping[str, Callable[[Document, Environment, KnownSecrets], None]] = {
    "local": local,
    "production": production,
    "compose": compose,
    "furnished": furnished,
    "changed": changed,
    "seedless": seeding_nothing,
    "adminless": without_an_admin,
}


def into_environment(document: Document, environment: Environment, known: KnownSecrets, secret: str) -> None:
    """Have one secret, as `VARIABLES` calls it, come from the environment."""
    reference = f"env.{VARIABLES[secret]}"
    if secret == "admin password":  # noqa: S105 - what the secret is called
        admin(document)["password"] = reference
        environment[PASSWORD_VARIABLE] = known.passwords["configured"]
    elif secret == "provider token":  # noqa: S105 - what the secret is called
        provider(document)["auth"]["token"] = reference
        environment[TOKEN_VARIABLE] = known.token
    else:
        key(document, "configured")["value"] = reference
        environment[KEY_VARIABLE] = known.keys["configured"]


def _route_to_an_unknown_provider(document: Document) -> None:
    document["models"].append({"id": "lost", "routes": [{"provider": "nobody", "upstream_model": "gpt-4.1"}]})


def _a_key_granted_an_unknown_model(document: Document) -> None:
    keys(document)[-1]["allowed_models"] = ["missing"]


def _a_key_without_its_variable(document: Document) -> None:
    keys(document).append(seed_key("late", "GATEWAY_LATE_KEY", ["fast"]))


FAULTS: Mapping[str, Callable[[Document], None]] = {
    "a route to an unknown provider": _route_to_an_unknown_provider,
    "a key granted an unknown model": _a_key_granted_an_unknown_model,
    "a key without its variable": _a_key_without_its_variable,
}
"""What makes a seeding fail although the document can be read."""

PLACES: Mapping[str, Callable[[Document], Document]] = {
    "the document": lambda document: document,
    "the bootstrap admin": admin,
}
"""Where a mistyped key may stand, as a feature calls it."""
