"""
Changes to a `gateway.yaml` document, each named for what it makes of the gateway.

Every function takes the document as plain data and edits it in place; where a secret goes into the
environment, the environment of the gateway is edited beside it.

Source: observed gateway, 9.1 and 10; founding page, Common Runtime Shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contract_harness.credentials import Credentials

Document = dict[str, Any]
Environment = dict[str, str]

PASSWORD_VARIABLE = "GATEWAY_BOOTSTRAP_ADMIN_PASSWORD"  # noqa: S105 - a variable's name
KEY_VARIABLE = "GATEWAY_API_KEY"
TOKEN_VARIABLE = "OPENAI_API_KEY"  # noqa: S105 - a variable's name
KEY_VARIABLES = {"wide": "GATEWAY_WIDE_KEY", "bare": "GATEWAY_BARE_KEY"}

VARIABLES = {"admin password": PASSWORD_VARIABLE, "key": KEY_VARIABLE, "provider token": TOKEN_VARIABLE}
"""What a feature calls each secret, and the variable that carries it."""


@dataclass(slots=True)
class Known:
    """The secrets of one install, by the names a feature gives them; none is shown by repr.

    Attributes:
        passwords: the configured one, those that people try besides, and the well-known ones.
        keys: raw gateway keys; `spoiled` has the public id of the configured one and another secret.
    """

    email: str
    token: str = field(repr=False)
    identity_secret: str = field(repr=False)
    passwords: dict[str, str] = field(repr=False)
    keys: dict[str, str] = field(repr=False)

    @classmethod
    def of(cls, credentials: Credentials) -> Known:
        """What is known of an install that has these credentials."""
        key = credentials.api_key
        return cls(
            email=credentials.admin_email,
            token=credentials.provider_token,
            identity_secret=credentials.identity_secret,
            passwords={
                "configured": credentials.admin_password,
                "new": "rotated-Passw0rd-4c7e",
                "wrong": "mistaken-Passw0rd-90af",
                "other": "otherwise-Passw0rd-5d31",
                "built-in": "admin",
                "reference": f"env.{PASSWORD_VARIABLE}",
            },
            keys={}
            if key is None
            else {
                "configured": key,
                "spoiled": f"{key.partition('.')[0]}.spoiled-secret-1be4",
                "wide": "gwk_wide.wide-secret-77aa",
                "bare": "gwk_bare.bare-secret-c2d9",
            },
        )

    def secrets(self) -> Mapping[str, str]:
        """Every secret that must stay one, by what it is; the well-known passwords are none."""
        known = ("configured", "new", "wrong", "other")
        kept = {f"the {name} password": self.passwords[name] for name in known}
        kept |= {f"the secret of the {name} key": raw.partition(".")[2] for name, raw in self.keys.items()}
        return kept | {"the provider token": self.token, "the identity secret": self.identity_secret}


def local(document: Document, environment: Environment, known: Known) -> None:
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


def production(document: Document, environment: Environment, known: Known) -> None:
    """As production would run it, but by hand: the password is in the config and must be changed."""
    local(document, environment, known)
    admin(document)["require_password_change"] = True


def compose(document: Document, environment: Environment, known: Known) -> None:
    """In compose: the config names variables only, the deploy-time environment holds every secret."""
    production(document, environment, known)
    for secret in VARIABLES:
        into_environment(document, environment, known, secret)


def furnished(document: Document, environment: Environment, known: Known) -> None:
    """The local shape with all that a config can list: more keys, an alias, teams, people, budgets."""
    local(document, environment, known)
    for name, grants in (("wide", ["fast", "reasoning", "swift"]), ("bare", [])):
        keys(document).append(seed_key(name, KEY_VARIABLES[name], grants))
        environment[KEY_VARIABLES[name]] = known.keys[name]
    document["models"] = [one for one in document["models"] if not one.get("alias_of")]
    document["models"].append({"id": "swift", "alias_of": "fast"})
    document["teams"] = [
        {"key": "platform", "name": "Platform", "budget": budget("monthly", "250.5000")},
        {"key": "research", "name": "Research"},
    ]
    document["users"] = [
        person("Ada Lovelace", "ada@example.com", team="platform", role="admin")
        | {"budget": budget("daily", "0.1234")},
        person("Grace Hopper", "grace@example.com", team="research", role="member"),
        person("Hedy Lamarr", "hedy@example.com") | {"global_role": "platform_admin"},
    ]


SHAPES: Mapping[str, Callable[[Document, Environment, Known], None]] = {
    "local": local,
    "production": production,
    "compose": compose,
    "furnished": furnished,
}


def into_environment(document: Document, environment: Environment, known: Known, secret: str) -> None:
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


def seeding_nothing(document: Document) -> None:
    """Nothing to seed: no providers, models, keys, teams or users."""
    keys(document).clear()
    for section in ("providers", "models", "teams", "users"):
        document[section] = []


def admin(document: Document) -> Document:
    """The section of the bootstrap admin."""
    section: Document = document.setdefault("auth", {}).setdefault("bootstrap_admin", {})
    return section


def keys(document: Document) -> list[Document]:
    """The seeded keys."""
    entries: list[Document] = document.setdefault("auth", {}).setdefault("seed_api_keys", [])
    return entries


def key(document: Document, name: str) -> Document:
    """The seeded key of this name."""
    return _entry(keys(document), "name", name)


def model(document: Document, name: str) -> Document:
    """The model or alias of this name."""
    return _entry(document["models"], "id", name)


def team(document: Document, name: str) -> Document:
    """The team with this key."""
    return _entry(document["teams"], "key", name)


def user(document: Document, email: str) -> Document:
    """The user with this email."""
    return _entry(document["users"], "email", email)


def seed_key(name: str, variable: str, grants: list[str]) -> Document:
    """A seeded key whose value is in the environment."""
    return {"name": name, "value": f"env.{variable}", "allowed_models": grants}


def budget(cadence: str, amount_usd: str) -> Document:
    """A hard budget in UTC windows."""
    return {"cadence": cadence, "amount_usd": amount_usd, "hard_limit": True, "timezone": "UTC"}


def person(name: str, email: str, *, team: str | None = None, role: str = "member") -> Document:
    """A user who will sign in with a password once invited."""
    entry: Document = {"name": name, "email": email, "auth_mode": "password"}
    return entry if team is None else entry | {"membership": {"team": team, "role": role}}


def _route_to_an_unknown_provider(document: Document) -> None:
    document["models"].append({"id": "lost", "routes": [{"provider": "nobody", "upstream_model": "gpt-4.1"}]})


def _two_routes_that_are_the_same(document: Document) -> None:
    route = model(document, "reasoning")["routes"][0]
    document["models"].append({"id": "twice", "routes": [dict(route), dict(route)]})


def _a_key_granted_an_unknown_model(document: Document) -> None:
    keys(document)[-1]["allowed_models"] = ["missing"]


def _a_key_without_its_variable(document: Document) -> None:
    keys(document).append(seed_key("late", "GATEWAY_LATE_KEY", ["fast"]))


FAULTS: Mapping[str, Callable[[Document], None]] = {
    "a route to an unknown provider": _route_to_an_unknown_provider,
    "two routes that are the same": _two_routes_that_are_the_same,
    "a key granted an unknown model": _a_key_granted_an_unknown_model,
    "a key without its variable": _a_key_without_its_variable,
}
"""What makes a seeding fail although the document can be read."""

PLACES: Mapping[str, Callable[[Document], Document]] = {
    "the document": lambda document: document,
    "the bootstrap admin": admin,
    "a seeded key": lambda document: keys(document)[0],
}
"""Where a mistyped key may stand, as a feature calls it."""


def provider(document: Document) -> Document:
    """The first provider."""
    entry: Document = document["providers"][0]
    return entry


def _entry(entries: list[Document], member: str, value: str) -> Document:
    return next(entry for entry in entries if entry[member] == value)
