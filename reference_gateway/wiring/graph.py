"""One configuration's objects, each made when first asked for and then shared."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reference_gateway.config import ReferenceUnresolved
from reference_gateway.config.providers import OpenAiCompatSection
from reference_gateway.domain.faults import Fault, Unusable
from reference_gateway.domain.secrets import Secret
from reference_gateway.wiring.destinations import destination_of
from reference_gateway.wiring.lazy import part
from reference_gateway.wiring.looking_up import known_secrets, looked_up

if TYPE_CHECKING:
    # A command loads the parts it uses, and the type checker all of them.
    from collections.abc import Callable, Iterable, Mapping

    from reference_gateway.config import GatewayConfig, Reference
    from reference_gateway.http.dispatch import Dispatch
    from reference_gateway.http.forwarded import Forwarded
    from reference_gateway.http.wsgi import Application
    from reference_gateway.ports import ChatProvider, SecretHasher, UnitOfWork
    from reference_gateway.ports.startup import MigrationStore
    from reference_gateway.services.access import Access
    from reference_gateway.services.bootstrap import Bootstrap
    from reference_gateway.services.demo import Demo
    from reference_gateway.services.migration import Migrations
    from reference_gateway.services.passwords import FewAtOnce
    from reference_gateway.services.seeding import Seeding
    from reference_gateway.services.sessions import Sessions
    from reference_gateway.services.toggles import Toggles
    from reference_gateway.store.backend import Backend
    from reference_gateway.telemetry.observer import Telemetry
    from reference_gateway.wiring.parts import Parts

IDENTITY_SECRET_VARIABLE = "GATEWAY_IDENTITY_TOKEN_SECRET"  # noqa: S105 - the variable's name
DEFAULT_IDENTITY_SECRET = "local-dev-identity-secret"  # noqa: S105 - the documented default, warned about


class Graph:
    """Everything a command needs, put together from `Parts`."""

    def __init__(self, config: GatewayConfig, env: Mapping[str, str], parts: Parts) -> None:
        self.config = config
        self.env = env
        self.parts = parts

    @cached_property
    def migrations(self) -> Migrations:
        """The decisions about migrating, over the configured database."""
        return self.parts.migrations(self.migration_store, self.parts.clock)

    @cached_property
    def migration_store(self) -> MigrationStore:
        """The mechanics of migrating the configured database."""
        if self.config.database.backend == "postgres":
            return self.parts.postgres_migrations(self.database_url())
        return self.parts.sqlite_migrations(Path(self.config.database.path))

    @cached_property
    def backend(self) -> Backend:
        """The database of the stores."""
        database = self.config.database
        if database.backend == "postgres":
            return self.parts.postgres_backend(self.database_url(), max_connections=database.max_connections)
        return self.parts.sqlite_backend(Path(database.path))

    @property
    def work(self) -> UnitOfWork:
        """Transactions over every store."""
        return self.backend

    @cached_property
    def hasher(self) -> FewAtOnce:
        """How passwords are hashed."""
        return self.parts.hash_gate(self.parts.hasher())

    @cached_property
    def key_gate(self) -> FewAtOnce:
        """How key secrets are hashed; no sign-in takes their turns."""
        return self.parts.hash_gate(self.parts.hasher())

    @cached_property
    def key_hasher(self) -> SecretHasher:
        """The same, and what seeding hashed or proved is known."""
        return self.parts.key_hasher(self.key_gate)

    def bootstrap(self) -> Bootstrap:
        """The first administrator's maker."""
        return self.parts.bootstrap(
            self.config.auth.bootstrap_admin,
            env=self.env,
            store=self.parts.bootstrap_store(self.backend),
            work=self.work,
            hasher=self.hasher,
            clock=self.parts.clock,
        )

    def seeding(self) -> Seeding:
        """The configuration's seeder."""
        return self.parts.seeding(
            self.config,
            env=self.env,
            store=self.parts.seed_store(self.backend),
            work=self.work,
            hasher=self.key_hasher,
            clock=self.parts.clock,
        )

    def demo(self) -> Demo:
        """The seeder of `seed-local-demo`."""
        return self.parts.demo(
            store=self.parts.seed_store(self.backend),
            identity=self.parts.identity_store(self.backend),
            models=self.parts.model_store(self.backend),
            work=self.work,
            hasher=self.hasher,
            clock=self.parts.clock,
        )

    @cached_property
    def providers(self) -> Mapping[str, ChatProvider]:
        """A client for each configured provider this gateway can speak to, by id."""
        return {
            section.id: self.parts.openai_compat(
                key=section.id,
                base_url=section.base_url,
                token=self.secret(f"providers.{section.id}.auth.token", section.token),
                default_headers=section.default_headers,
                resolve=partial(looked_up, self.env),
                total_ms=section.timeouts.total_ms,
                trace_headers=self.telemetry.outgoing,
            )
            for section in self.config.providers
            if isinstance(section, OpenAiCompatSection)
        }

    @property
    def identity_secret(self) -> Secret:
        """What session tokens are keyed with."""
        return Secret(self.env.get(IDENTITY_SECRET_VARIABLE) or DEFAULT_IDENTITY_SECRET)

    def is_identity_secret_chosen(self) -> bool:
        """Whether an operator gave a secret of their own."""
        return self.identity_secret.reveal() != DEFAULT_IDENTITY_SECRET

    @cached_property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        return self.parts.sessions(
            identity=self.parts.identity_store(self.backend),
            sessions=self.parts.session_store(self.backend),
            work=self.work,
            hasher=self.hasher,
            tokens=self.parts.session_tokens(self.identity_secret),
            guesses=self.parts.guesses(self.parts.clock),
            clock=self.parts.clock,
        )

    @cached_property
    def access(self) -> Access:
        """Who may call what."""
        return self.parts.access(
            keys=self.parts.access_store(self.backend),
            identity=self.parts.identity_store(self.backend),
            models=self.parts.model_store(self.backend),
            hasher=self.key_hasher,
            clock=self.parts.clock,
        )

    @cached_property
    def telemetry(self) -> Telemetry:
        """Where everything that happens is told; nothing is sent unless an endpoint is configured."""
        parts, server = self.parts, self.config.server
        reporter = None
        if server.sends_metrics:
            reporter = parts.reporter(lambda: parts.otlp(destination_of(server)))
        return parts.telemetry(reporter, traces=server.otel_endpoint is not None)

    def api(self, forwarded: Forwarded) -> Application:
        """The WSGI application of everything that is not the admin UI's."""
        from reference_gateway.http.api.app import Collaborators  # slow to import, and only serve needs it

        parts = self.parts
        models = parts.model_store(self.backend)
        return parts.create_app(
            Collaborators(
                readiness=parts.readiness(parts.health_store(self.backend), self.migration_store.registry),
                sessions=self.sessions,
                access=self.access,
                inference=parts.inference(
                    access=self.access, models=models, providers=self.providers, telemetry=self.telemetry
                ),
                directory=parts.directory(
                    keys=parts.access_store(self.backend),
                    identity=parts.identity_store(self.backend),
                    models=models,
                ),
                forwarded=forwarded,
                origin_rule=parts.origin_rule(forwarded),
                cookie=parts.session_cookie(),
                max_body_bytes=self.config.server.max_body_bytes,
            )
        )

    def app(self) -> Dispatch:
        """The whole origin: the API, and the admin UI behind its base path.

        Raises:
            Fault: an `ADMIN_UI_*` variable or a provider's secret cannot be used.
        """
        from reference_gateway.http.api.app import is_api_path
        from reference_gateway.http.proxy.ui_settings import UiSettingInvalid

        parts = self.parts
        try:
            settings = part(parts.ui_settings).from_environment(self.env)
        except UiSettingInvalid as error:
            raise Fault(str(error)) from None
        server = self.config.server
        forwarded = parts.forwarded(parts.trusted_peers(server.trusted_proxies), server.public_base_url)
        rules = parts.proxy_rules(settings, forwarded, is_api_path, self.telemetry.outgoing)
        websockets = parts.websockets(settings, parts.origin_rule(forwarded))
        return parts.dispatch(
            api=self.api(forwarded),
            ui=parts.admin_proxy(rules, parts.ui_client(settings), websockets),
            rules=rules,
            forwarded=forwarded,
            request_ids=parts.request_ids(),
            telemetry=self.telemetry,
            admission=parts.admission(
                access=self.access,
                sessions=self.sessions,
                cookie=parts.session_cookie(),
                forwarded=forwarded,
                rules=rules,
                max_body_bytes=server.max_body_bytes,
            ),
        )

    def require_environment(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> None:
        """Every variable that this configuration and these steps need can be used.

        Raises:
            Unusable: at least one cannot; every one of them is told.
        """
        found = tuple(part(self.parts.ui_settings).problems(self.env))
        found += tuple(self.parts.preflight(self.config, self.env).problems(toggles, is_first_boot))
        if not self.env.get(IDENTITY_SECRET_VARIABLE, DEFAULT_IDENTITY_SECRET).strip():
            found += (f"{IDENTITY_SECRET_VARIABLE} is empty; set it to a secret, the same for every replica",)
        if found:
            count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
            raise Unusable(f"the environment has {count}", found)

    def database_url(self) -> Secret:
        """Where PostgreSQL is.

        Raises:
            Fault: the variable is missing or empty, or there is no url.
        """
        url = self.secret("database.url", self.config.database.url)
        if url is None:
            raise Fault("database.url is required when database.kind is `postgres`")
        return url

    def secret(self, path: str, reference: Reference | None) -> Secret | None:
        """What *reference*, written at *path* of the configuration, stands for.

        Raises:
            Fault: its variable is missing or empty.
        """
        if reference is None:
            return None
        try:
            return reference.resolve(self.env)
        except ReferenceUnresolved as error:
            raise Fault(f"{path}: {error}") from None

    def known_secrets(self) -> Iterable[str]:
        """Every secret that can be looked up now, for the log redactor."""
        yield from known_secrets(self.config, self.env)
        if self.is_identity_secret_chosen():
            yield self.identity_secret.reveal()

    def close(self) -> None:
        """Send what is left to tell, and give back what was opened; no thread of it is left."""
        if "telemetry" in self.__dict__:
            self.telemetry.close()
        for gate in ("hasher", "key_gate"):
            if gate in self.__dict__:
                getattr(self, gate).close()
        if "backend" in self.__dict__:
            self.backend.close()
