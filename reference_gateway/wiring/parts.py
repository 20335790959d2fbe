"""
Every replaceable part of the gateway, by name.

The defaults are the real gateway. They are imported when first used, so that a command that only migrates
never loads the HTTP stack, and one on SQLite never loads psycopg. A replacement is the class or function
itself: `replace(Parts(), sessions=ForgetfulSessions)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reference_gateway.wiring.lazy import lazy

if TYPE_CHECKING:
    # For the type checker, which follows every part into its room; a start loads only what it uses.
    from collections.abc import Callable
    from pathlib import Path

    from reference_gateway.config.loading import ConfigReader
    from reference_gateway.domain.secrets import Secret
    from reference_gateway.http.admission import BodyAdmission
    from reference_gateway.http.api.app import Collaborators
    from reference_gateway.http.api.cookies import SessionCookie
    from reference_gateway.http.dispatch import Dispatch
    from reference_gateway.http.forwarded import Forwarded, OriginRule, TrustedPeers
    from reference_gateway.http.proxy.admin_proxy import AdminProxy
    from reference_gateway.http.proxy.rules import ProxyRules
    from reference_gateway.http.proxy.ui_client import UiClient
    from reference_gateway.http.proxy.ui_settings import UiSettings
    from reference_gateway.http.proxy.websockets import WebSockets
    from reference_gateway.http.request_id import RequestIds
    from reference_gateway.http.server.listener import Listener
    from reference_gateway.http.server.serving import GatewayServer
    from reference_gateway.http.wsgi import Application
    from reference_gateway.ports import Clock
    from reference_gateway.ports.startup import MigrationStore
    from reference_gateway.providers.openai_compat import OpenAiCompat
    from reference_gateway.services.access import Access
    from reference_gateway.services.bootstrap import Bootstrap
    from reference_gateway.services.demo import Demo
    from reference_gateway.services.directory import Directory
    from reference_gateway.services.guesses import Guesses
    from reference_gateway.services.inference import Inference
    from reference_gateway.services.migration import Migrations
    from reference_gateway.services.migration_report import MigrationReport
    from reference_gateway.services.passwords import Argon2Secrets, FewAtOnce, RememberedProofs
    from reference_gateway.services.preflight import Preflight
    from reference_gateway.services.readiness import Readiness
    from reference_gateway.services.seeding import Seeding
    from reference_gateway.services.sessions import Sessions, SessionTokens
    from reference_gateway.services.toggles import Toggles
    from reference_gateway.store.access import AccessStore
    from reference_gateway.store.bootstrap import BootstrapStore
    from reference_gateway.store.health import HealthStore
    from reference_gateway.store.identity import IdentityStore
    from reference_gateway.store.models import ModelStore
    from reference_gateway.store.postgres import PostgresBackend
    from reference_gateway.store.seeding import SeedStore
    from reference_gateway.store.sessions import SessionStore
    from reference_gateway.store.sqlite import SqliteBackend
    from reference_gateway.telemetry.observer import Telemetry
    from reference_gateway.telemetry.otlp import Destination
    from reference_gateway.telemetry.redaction import Redactor
    from reference_gateway.telemetry.reporter import Link, Reporter
    from reference_gateway.wiring.graph import Graph
    from reference_gateway.wiring.signatures import ConfiguresLogs, MakesLimits, Serves
    from reference_gateway.wiring.startup import Startup
    from reference_gateway.wiring.supervisor import Supervisor


def utc_now() -> datetime:
    """The clock of the real gateway."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """Who does what; each field is the class, or the function, that is called to make or do it."""

    # How a command begins.
    config_reader: type[ConfigReader] = lazy("config.loading:ConfigReader")
    version: Callable[[], str] = lazy("services.version:version")
    toggles: type[Toggles] = lazy("services.toggles:Toggles")
    preflight: type[Preflight] = lazy("services.preflight:Preflight")
    startup: type[Startup] = lazy("wiring.startup:Startup")
    graph: type[Graph] = lazy("wiring.graph:Graph")
    clock: Clock = utc_now

    # What is remembered, and where.
    sqlite_backend: type[SqliteBackend] = lazy("store.sqlite:SqliteBackend")
    postgres_backend: type[PostgresBackend] = lazy("store.postgres:PostgresBackend")
    access_store: type[AccessStore] = lazy("store.access:AccessStore")
    identity_store: type[IdentityStore] = lazy("store.identity:IdentityStore")
    session_store: type[SessionStore] = lazy("store.sessions:SessionStore")
    model_store: type[ModelStore] = lazy("store.models:ModelStore")
    health_store: type[HealthStore] = lazy("store.health:HealthStore")
    bootstrap_store: type[BootstrapStore] = lazy("store.bootstrap:BootstrapStore")
    seed_store: type[SeedStore] = lazy("store.seeding:SeedStore")

    # Migrating.
    sqlite_migrations: Callable[[Path], MigrationStore] = lazy("store.sqlite_migrations:SqliteMigrations")
    postgres_migrations: Callable[[Secret], MigrationStore] = lazy(
        "store.postgres_migrations:PostgresMigrations"
    )
    migrations: type[Migrations] = lazy("services.migration:Migrations")
    migration_report: type[MigrationReport] = lazy("services.migration_report:MigrationReport")

    # First access.
    bootstrap: type[Bootstrap] = lazy("services.bootstrap:Bootstrap")
    seeding: type[Seeding] = lazy("services.seeding:Seeding")
    demo: type[Demo] = lazy("services.demo:Demo")

    # Who may do what.
    hasher: type[Argon2Secrets] = lazy("services.passwords:Argon2Secrets")
    hash_gate: type[FewAtOnce] = lazy("services.passwords:FewAtOnce")
    key_hasher: type[RememberedProofs] = lazy("services.passwords:RememberedProofs")
    sessions: type[Sessions] = lazy("services.sessions:Sessions")
    session_tokens: type[SessionTokens] = lazy("services.sessions:SessionTokens")
    guesses: type[Guesses] = lazy("services.guesses:Guesses")
    access: type[Access] = lazy("services.access:Access")
    directory: type[Directory] = lazy("services.directory:Directory")
    inference: type[Inference] = lazy("services.inference:Inference")
    openai_compat: type[OpenAiCompat] = lazy("providers.openai_compat:OpenAiCompat")

    # The one origin.
    readiness: type[Readiness] = lazy("services.readiness:Readiness")
    limits: MakesLimits = lazy("http.server.serving:Limits")
    listener: type[Listener] = lazy("http.server.listener:Listener")
    server: type[GatewayServer] = lazy("http.server.serving:GatewayServer")
    serve: Serves = lazy("http.server.serving:serve")
    supervisor: type[Supervisor] = lazy("wiring.supervisor:Supervisor")
    create_app: Callable[[Collaborators], Application] = lazy("http.api.app:create_app")
    dispatch: type[Dispatch] = lazy("http.dispatch:Dispatch")
    admission: type[BodyAdmission] = lazy("http.admission:BodyAdmission")
    request_ids: type[RequestIds] = lazy("http.request_id:RequestIds")
    trusted_peers: type[TrustedPeers] = lazy("http.forwarded:TrustedPeers")
    forwarded: type[Forwarded] = lazy("http.forwarded:Forwarded")
    origin_rule: type[OriginRule] = lazy("http.forwarded:OriginRule")
    session_cookie: type[SessionCookie] = lazy("http.api.cookies:SessionCookie")
    ui_settings: type[UiSettings] = lazy("http.proxy.ui_settings:UiSettings")
    ui_client: type[UiClient] = lazy("http.proxy.ui_client:UiClient")
    proxy_rules: type[ProxyRules] = lazy("http.proxy.rules:ProxyRules")
    websockets: type[WebSockets] = lazy("http.proxy.websockets:WebSockets")
    admin_proxy: type[AdminProxy] = lazy("http.proxy.admin_proxy:AdminProxy")

    # What is said about it.
    configure_logs: ConfiguresLogs = lazy("telemetry.logs:configure")
    redactor: type[Redactor] = lazy("telemetry.redaction:Redactor")
    telemetry: type[Telemetry] = lazy("telemetry.observer:Telemetry")
    reporter: type[Reporter] = lazy("telemetry.reporter:Reporter")
    otlp: Callable[[Destination], Link] = lazy("telemetry.otlp:OtlpLink")
