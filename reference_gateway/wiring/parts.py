"""
Every replaceable part of the gateway, by name.

The defaults are the real gateway. They are imported when first used, so that a command that only migrates
never loads the HTTP stack, and one on SQLite never loads psycopg. A replacement is the class or function
itself: `replace(Parts(), sessions=ForgetfulSessions)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

Part = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Lazy:
    """A part that is imported when it is needed."""

    where: str
    """`module:name`, the module inside this package."""

    def load(self) -> Any:
        """The class or function itself."""
        module, _, name = self.where.partition(":")
        return getattr(import_module(f"reference_gateway.{module}"), name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.load()(*args, **kwargs)


def part(chosen: Part) -> Any:
    """The class or function behind *chosen*, for its class methods or to hand it on."""
    return chosen.load() if isinstance(chosen, Lazy) else chosen


def utc_now() -> datetime:
    """The clock of the real gateway."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """Who does what; each field is the class, or the function, that is called to make or do it."""

    # How a command begins.
    config_reader: Part = Lazy("config.loading:ConfigReader")
    version: Part = Lazy("services.version:version")
    toggles: Part = Lazy("services.toggles:Toggles")
    preflight: Part = Lazy("services.preflight:Preflight")
    startup: Part = Lazy("wiring.startup:Startup")
    graph: Part = Lazy("wiring.graph:Graph")
    clock: Callable[[], datetime] = utc_now

    # What is remembered, and where.
    sqlite_backend: Part = Lazy("store.sqlite:SqliteBackend")
    postgres_backend: Part = Lazy("store.postgres:PostgresBackend")
    access_store: Part = Lazy("store.access:AccessStore")
    identity_store: Part = Lazy("store.identity:IdentityStore")
    session_store: Part = Lazy("store.sessions:SessionStore")
    model_store: Part = Lazy("store.models:ModelStore")
    health_store: Part = Lazy("store.health:HealthStore")
    bootstrap_store: Part = Lazy("store.bootstrap:BootstrapStore")
    seed_store: Part = Lazy("store.seeding:SeedStore")

    # Migrating.
    sqlite_migrations: Part = Lazy("store.sqlite_migrations:SqliteMigrations")
    postgres_migrations: Part = Lazy("store.postgres_migrations:PostgresMigrations")
    migrations: Part = Lazy("services.migration:Migrations")
    migration_report: Part = Lazy("services.migration_report:MigrationReport")

    # First access.
    bootstrap: Part = Lazy("services.bootstrap:Bootstrap")
    seeding: Part = Lazy("services.seeding:Seeding")
    demo: Part = Lazy("services.demo:Demo")

    # Who may do what.
    hasher: Part = Lazy("services.passwords:Argon2Secrets")
    key_hasher: Part = Lazy("services.passwords:RememberedProofs")
    sessions: Part = Lazy("services.sessions:Sessions")
    session_tokens: Part = Lazy("services.sessions:SessionTokens")
    access: Part = Lazy("services.access:Access")
    directory: Part = Lazy("services.directory:Directory")
    inference: Part = Lazy("services.inference:Inference")
    openai_compat: Part = Lazy("providers.openai_compat:OpenAiCompat")

    # The one origin.
    readiness: Part = Lazy("services.readiness:Readiness")
    limits: Part = Lazy("http.server.serving:Limits")
    listener: Part = Lazy("http.server.listener:Listener")
    server: Part = Lazy("http.server.serving:GatewayServer")
    serve: Part = Lazy("http.server.serving:serve")
    supervisor: Part = Lazy("wiring.supervisor:Supervisor")
    create_app: Part = Lazy("http.api.app:create_app")
    dispatch: Part = Lazy("http.dispatch:Dispatch")
    request_ids: Part = Lazy("http.request_id:RequestIds")
    trusted_peers: Part = Lazy("http.forwarded:TrustedPeers")
    forwarded: Part = Lazy("http.forwarded:Forwarded")
    origin_rule: Part = Lazy("http.forwarded:OriginRule")
    session_cookie: Part = Lazy("http.api.cookies:SessionCookie")
    ui_settings: Part = Lazy("http.proxy.ui_settings:UiSettings")
    ui_client: Part = Lazy("http.proxy.ui_client:UiClient")
    proxy_rules: Part = Lazy("http.proxy.rules:ProxyRules")
    admin_proxy: Part = Lazy("http.proxy.admin_proxy:AdminProxy")

    # What is said about it.
    configure_logs: Part = Lazy("telemetry.logs:configure")
    redactor: Part = Lazy("telemetry.redaction:Redactor")
    telemetry: Part = Lazy("telemetry.observer:Telemetry")
    reporter: Part = Lazy("telemetry.reporter:Reporter")
    otlp: Part = Lazy("telemetry.otlp:OtlpLink")
