"""
Rules between keys: what no single field can know.

Each rule reads the raw document and yields problems, so that they are reported together with wrong types and
unknown keys instead of after those are fixed. Wrongly shaped parts are passed over; the types name them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from reference_gateway.config.walk import Problem
from reference_gateway.domain.identity import SYSTEM_LEGACY_TEAM_KEY, normalized_email

Document = Mapping[str, Any]


def problems(document: Document) -> Iterator[Problem]:
    """Every broken rule between keys."""
    for rule in (
        _postgres_has_a_url,
        _grpc_has_no_path,
        _ids_are_unique,
        _models_are_alias_or_routes,
        _aliases_end,
        _routes_are_unique,
        _team_keys,
        _emails_are_unique,
        _memberships_name_teams,
        _oidc_users_name_providers,
        _smtp_credentials_pair,
        _vertex_credentials,
    ):
        yield from rule(document)


def _section(parent: Any, *names: str) -> Mapping[str, Any]:
    for name in names:
        parent = parent.get(name) if isinstance(parent, dict) else None
    return parent if isinstance(parent, dict) else {}


def _items(document: Document, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    entries = document.get(name)
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield f"{name}[{index}]", entry


def _text(entry: Mapping[str, Any], name: str) -> str | None:
    value = entry.get(name)
    return value if isinstance(value, str) else None


def _repeated(found: Iterator[tuple[str, str | None]], what: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for path, value in found:
        if value is None:
            continue
        if value in seen:
            yield path, f"{what} `{value}` is already used at {seen[value]}"
        else:
            seen[value] = path


def _postgres_has_a_url(document: Document) -> Iterator[Problem]:
    database = _section(document, "database")
    if database.get("kind") == "postgres" and database.get("url") is None:
        yield "database.url", "is required when database.kind is `postgres`, as in `env.POSTGRES_URL`"


def _grpc_has_no_path(document: Document) -> Iterator[Problem]:
    server = _section(document, "server")
    if server.get("otel_protocol", "grpc") != "grpc":
        return
    for name in ("otel_endpoint", "otel_metrics_endpoint"):
        _, _, place = (_text(server, name) or "").partition("://")
        if place.partition("/")[2]:
            yield (
                f"server.{name}",
                "has a path, which gRPC has not; leave it out, or set `server.otel_protocol: http/protobuf`",
            )


def _ids_are_unique(document: Document) -> Iterator[Problem]:
    for name, what in (("providers", "provider id"), ("models", "model id")):
        yield from _repeated(
            ((f"{path}.id", _text(entry, "id")) for path, entry in _items(document, name)), what
        )


def _models_are_alias_or_routes(document: Document) -> Iterator[Problem]:
    for path, model in _items(document, "models"):
        if bool(model.get("alias_of")) == bool(model.get("routes")):
            yield path, "must have exactly one of `alias_of` and a non-empty `routes`"


def _aliases_end(document: Document) -> Iterator[Problem]:
    alias_of = {_text(model, "id"): _text(model, "alias_of") for _, model in _items(document, "models")}
    circles: dict[str | None, str | None] = {}
    for path, model in _items(document, "models"):
        target = _text(model, "alias_of")
        if target is None:
            continue
        if target not in alias_of:
            yield f"{path}.alias_of", f"names the model `{target}`, which is not in `models`"
        elif circle := _circle(_text(model, "id"), alias_of, circles):
            yield (
                f"{path}.alias_of",
                f"leads in a circle through `{circle}`; end the chain at a model with routes",
            )


def _circle(
    start: str | None, alias_of: Mapping[str | None, str | None], known: dict[str | None, str | None]
) -> str | None:
    """A model of the circle that *start* leads into, None when it leads to an end; what is *known* grows,
    so that no step is taken twice."""
    walked = {start}
    step = alias_of.get(start)
    while step is not None and step not in walked and step not in known:
        walked.add(step)
        step = alias_of.get(step)
    circle = known.get(step, step)
    known.update(dict.fromkeys(walked, circle))
    return circle


def _routes_are_unique(document: Document) -> Iterator[Problem]:
    for path, model in _items(document, "models"):
        seen: set[tuple[Any, ...]] = set()
        for route_path, route in _items(model, "routes"):
            identity = (route.get("provider"), route.get("upstream_model"), route.get("priority", 100))
            if not all(isinstance(part, str | int) for part in identity):
                continue
            if identity in seen:
                yield f"{path}.{route_path}", "repeats a route (same provider, upstream_model and priority)"
            seen.add(identity)


def _team_keys(document: Document) -> Iterator[Problem]:
    keys = [
        (f"{path}.key", (_text(team, "key") or "").strip() or None)
        for path, team in _items(document, "teams")
    ]
    yield from _repeated(iter(keys), "team key")
    for path, key in keys:
        if key == SYSTEM_LEGACY_TEAM_KEY:
            yield path, f"`{SYSTEM_LEGACY_TEAM_KEY}` is reserved; choose another key"


def _emails_are_unique(document: Document) -> Iterator[Problem]:
    emails = [
        (f"{path}.email", normalized_email(email))
        for path, user in _items(document, "users")
        if (email := _text(user, "email"))
    ]
    yield from _repeated(iter(emails), "email")
    admin = _section(document, "auth", "bootstrap_admin")
    admin_email = normalized_email(_text(admin, "email") or "admin@local")
    for path, email in emails:
        if email == admin_email and admin.get("enabled", True) is not False:
            yield (
                path,
                f"`{email}` is the bootstrap admin's (auth.bootstrap_admin.email); use another address",
            )


def _memberships_name_teams(document: Document) -> Iterator[Problem]:
    teams = {(_text(team, "key") or "").strip() for _, team in _items(document, "teams")}
    for path, user in _items(document, "users"):
        team = (_text(_section(user, "membership"), "team") or "").strip()
        if team and team not in teams:
            yield f"{path}.membership.team", f"names the team `{team}`, which is not in `teams`"


def _oidc_users_name_providers(document: Document) -> Iterator[Problem]:
    for path, user in _items(document, "users"):
        is_oidc, has_key = user.get("auth_mode") == "oidc", user.get("oidc_provider_key") is not None
        if is_oidc and not has_key:
            yield f"{path}.oidc_provider_key", "is required when auth_mode is `oidc`"
        if has_key and user.get("auth_mode") == "password":
            yield f"{path}.oidc_provider_key", "belongs only to users whose auth_mode is `oidc`"


def _smtp_credentials_pair(document: Document) -> Iterator[Problem]:
    transport = _section(document, "budget_alerts", "email", "transport")
    if (transport.get("username") is None) != (transport.get("password") is None):
        yield "budget_alerts.email.transport", "needs `username` and `password` together, or neither"


def _vertex_credentials(document: Document) -> Iterator[Problem]:
    needed = {"service_account": "credentials_path", "bearer": "token"}
    for path, provider in _items(document, "providers"):
        if provider.get("type") != "gcp_vertex":
            continue
        auth = _section(provider, "auth")
        mode = auth.get("mode")
        for owner, key in needed.items():
            if mode == owner and auth.get(key) is None:
                yield f"{path}.auth.{key}", f"is required when mode is `{owner}`"
            if mode in {"adc", *needed} and mode != owner and auth.get(key) is not None:
                yield f"{path}.auth.{key}", f"belongs only to mode `{owner}`"
