"""
The order in which `serve` begins.

The address is held first, so that a taken port is found before the database is touched, and opened last,
so that nobody is answered before the gateway is ready. Each step that changes data is one transaction of
its own.
"""

import gc
import logging
import sys
from typing import Any

from reference_gateway.domain.faults import ListenFault, MigrationPending
from reference_gateway.services.toggles import Toggles
from reference_gateway.wiring.graph import IDENTITY_SECRET_VARIABLE, Graph
from reference_gateway.wiring.parts import part

logger = logging.getLogger("gateway.startup")


class Startup:
    """One `serve`, from a valid configuration to its end."""

    def __init__(self, graph: Graph, toggles: Toggles) -> None:
        self._graph = graph
        self._toggles = toggles

    def run(self) -> int:
        """Every step in order; the exit code.

        Raises:
            Fault: a step cannot be done; the ones before it stand, this one left nothing.
        """
        self.configure_logs()
        listener = self.bind()
        try:
            self.migrate()
            self.bootstrap()
            self.seed()
            self.warn()
            return self.serve(listener)
        finally:
            listener.close()
            self._graph.close()

    def configure_logs(self) -> None:
        """Log lines on stdout, without any secret of the configuration."""
        parts, server = self._graph.parts, self._graph.config.server
        redactor = parts.redactor(self._graph.known_secrets())
        parts.configure_logs(sys.stdout, log_format=server.log_format, redactor=redactor)

    def bind(self) -> Any:
        """Hold the address without listening on it.

        Raises:
            ListenFault: the address is taken or not ours.
        """
        from reference_gateway.http.listener import AddressUnavailable  # only serve needs the HTTP stack

        try:
            return part(self._graph.parts.listener).bind(self._graph.config.server.bind)
        except AddressUnavailable as error:
            raise ListenFault(str(error)) from None

    def migrate(self) -> None:
        """Apply what is pending, or see that nothing is.

        Raises:
            MigrationRefused: the history is not ours to continue.
            MigrationPending: the step is switched off and the schema is behind.
        """
        if self._toggles.run_migrations:
            self._graph.migrations.apply()
        else:
            self.require_current_schema()

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

    def bootstrap(self) -> None:
        """Make the first administrator, unless switched off."""
        if self._toggles.bootstrap_admin and self._graph.bootstrap().ensure():
            logger.info("bootstrap admin created")

    def seed(self) -> None:
        """Write the configuration's providers, models, keys and people, unless switched off."""
        if self._toggles.seed_config:
            self._graph.seeding().seed()

    def warn(self) -> None:
        """Say what is fit for a laptop only."""
        if not self._graph.is_identity_secret_chosen():
            logger.warning(
                "%s is not set: sessions are keyed with a public default", IDENTITY_SECRET_VARIABLE
            )

    def serve(self, listener: Any) -> int:
        """Open the address and answer until told to stop."""
        graph = self._graph
        front = graph.app()
        # What exists now exists until the end; only what requests make is worth looking through.
        gc.freeze()
        gc.enable()
        limits = graph.parts.limits(shutdown_grace_s=graph.config.server.shutdown_grace_secs)
        code: int = graph.parts.serve(
            front, listener, limits=limits, is_for_ui=front.is_for_ui, kind=part(graph.parts.server)
        )
        return code
