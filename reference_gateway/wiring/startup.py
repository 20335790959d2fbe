"""
The order in which `serve` begins.

Variables are judged and the address is held first, so that a missing secret or a taken port is found before
the database is touched; the address is opened last, so that nobody is answered before the gateway is ready.
Each step that changes data is one transaction of its own, and says what it did.
"""

from __future__ import annotations

import gc
import logging
import sys
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reference_gateway.domain.faults import ListenFault, MigrationPending
from reference_gateway.wiring.graph import IDENTITY_SECRET_VARIABLE
from reference_gateway.wiring.lazy import part

if TYPE_CHECKING:
    # What this is given was loaded by whoever gives it.
    from collections.abc import Mapping

    from reference_gateway.http.server.listener import Listener
    from reference_gateway.services.toggles import Toggles
    from reference_gateway.wiring.graph import Graph

logger = logging.getLogger("gateway.startup")

SWITCHED_OFF = "switched off"


class Startup:
    """One `serve`, from a valid configuration to its end."""

    def __init__(self, graph: Graph, toggles: Toggles, workers: int = 1) -> None:
        self._graph = graph
        self._toggles = toggles
        self._workers = workers

    def run(self) -> int:
        """Every step in order; the exit code.

        Raises:
            Fault: a step cannot be done; the ones before it stand, this one left nothing.
        """
        self.configure_logs()
        self.require_environment()
        listener = self.bind()
        try:
            self.report({"migrate": self.migrate(), "bootstrap": self.bootstrap(), "seed": self.seed()})
            self.warn()
            return self.serve(listener) if self._workers == 1 else self.supervise(listener)
        finally:
            listener.close()
            self._graph.close()

    def configure_logs(self) -> None:
        """Log lines on stdout, without any secret of the configuration."""
        parts, server = self._graph.parts, self._graph.config.server
        redactor = parts.redactor(self._graph.known_secrets())
        parts.configure_logs(sys.stdout, log_format=server.log_format, redactor=redactor)

    def require_environment(self) -> None:
        """Every variable this start needs is there.

        Raises:
            Unusable: at least one is not; every one of them is told.
        """
        graph = self._graph
        graph.require_environment(self._toggles, lambda: not graph.migration_store.state().history)

    def bind(self) -> Listener:
        """Hold the address without listening on it.

        Raises:
            ListenFault: the address is taken or not ours.
        """
        from reference_gateway.http.server.listener import (
            AddressUnavailable,
        )  # only serve needs the HTTP stack

        try:
            return part(self._graph.parts.listener).bind(self._graph.config.server.bind)
        except AddressUnavailable as error:
            raise ListenFault(str(error)) from None

    def migrate(self) -> str:
        """Apply what is pending, or see that nothing is; what was done.

        Raises:
            MigrationRefused: the history is unknown or divergent.
            MigrationPending: the step is switched off and the schema is behind.
        """
        if not self._toggles.run_migrations:
            self.require_current_schema()
            return SWITCHED_OFF
        self._graph.migrations.apply()
        applied = self._graph.migrations.applied
        return f"applied {', '.join(applied)}" if applied else "nothing was pending"

    def require_current_schema(self) -> None:
        """A gateway never serves on a schema it does not know.

        Raises:
            MigrationRefused, MigrationPending: see `migrate`.
        """
        try:
            self._graph.migrations.check()
        except MigrationPending as error:
            raise MigrationPending(
                "the database schema is behind and running migrations is switched off; "
                "run `migrate --apply` first"
            ) from error.__cause__

    def bootstrap(self) -> str:
        """Make the first administrator, unless switched off; what was done."""
        if not self._toggles.bootstrap_admin:
            return SWITCHED_OFF
        admin = self._graph.config.auth.bootstrap_admin
        if self._graph.bootstrap().ensure():
            return "made the administrator"
        return "an administrator is there" if admin.enabled else "disabled by the configuration"

    def seed(self) -> str:
        """Write what the configuration lists, unless switched off; what was done."""
        if not self._toggles.seed_config:
            return SWITCHED_OFF
        seeding = self._graph.seeding()
        seeding.seed()
        for public_id in seeding.unlisted_keys():
            logger.warning(
                "the key gwk_%s is no longer in the config and goes on opening its models: list it again, or "
                "revoke it with `seed-config --prune`",
                public_id,
            )
        for model in seeding.unlisted_models():
            logger.warning(
                "the model %s is no longer in the config and goes on answering: list it again, or disable it "
                "with `seed-config --prune`",
                model,
            )
        return f"wrote {self._graph.config.seeds()}"

    def report(self, done: Mapping[str, str]) -> None:
        """One log line that says of each step whether it ran and what it did."""
        logger.info("startup report", extra=dict(done))

    def warn(self) -> None:
        """Say what is fit for a laptop only."""
        if not self._graph.is_identity_secret_chosen():
            logger.warning(
                "%s is not set: sessions are keyed with a public default", IDENTITY_SECRET_VARIABLE
            )

    def supervise(self, listener: Listener) -> int:
        """Have several processes do what `serve` does, and keep them.

        Raises:
            WorkersFault: they keep dying.
        """
        parts = self._graph.parts
        # Workers share what was imported before they fork; threads and connections cannot be shared.
        for shared in (parts.serve, parts.create_app, parts.dispatch, parts.admin_proxy, parts.ui_client):
            part(shared)
        self._graph.close()
        gc.freeze()
        return parts.supervisor(lambda _number: self.work(listener), listener, self._workers).run()

    def work(self, listener: Listener) -> int:
        """Serve as one of several, with a share of the database's connections."""
        whole = self._graph
        share = max(1, whole.config.database.max_connections // self._workers)
        config = replace(whole.config, database=replace(whole.config.database, max_connections=share))
        own = type(self)(whole.parts.graph(config, whole.env, whole.parts), self._toggles, self._workers)
        try:
            return own.serve(listener)
        finally:
            own._graph.close()

    def serve(self, listener: Listener) -> int:
        """Open the address and answer until told to stop."""
        graph = self._graph
        dispatch = graph.app()
        # What exists now exists until the end; only what requests make is worth looking through.
        gc.freeze()
        gc.enable()
        server = graph.config.server
        limits = graph.parts.limits(
            shutdown_grace_s=server.shutdown_grace_secs, tunnels=server.max_websockets
        )
        return graph.parts.serve(
            dispatch,
            listener,
            limits=limits,
            is_for_ui=dispatch.is_for_ui,
            kind=part(graph.parts.server),
            is_alone=self._workers == 1,
            admission=dispatch.admission,
        )
