"""
What `Parts` asks of a part that need not be a class of ours: any function that can be called like this.

For the type checker alone; nothing imports it when a gateway runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TextIO

    from reference_gateway.domain.secrets import Secret
    from reference_gateway.http.api.app import Collaborators, create_app
    from reference_gateway.http.server.listener import Listener
    from reference_gateway.http.server.serving import GatewayServer, IsForUi, Limits, serve
    from reference_gateway.http.wsgi import Admission, Application
    from reference_gateway.ports.startup import MigrationStore
    from reference_gateway.services.version import version
    from reference_gateway.store.postgres_migrations import PostgresMigrations
    from reference_gateway.store.sqlite_migrations import SqliteMigrations
    from reference_gateway.telemetry.logs import configure
    from reference_gateway.telemetry.otlp import Destination, OtlpLink
    from reference_gateway.telemetry.redaction import Redactor
    from reference_gateway.telemetry.reporter import Link


class MakesLimits(Protocol):
    """`http.server.serving.Limits`"""

    def __call__(self, *, shutdown_grace_s: float, tunnels: int) -> Limits: ...


class Serves(Protocol):
    """`http.server.serving.serve`"""

    def __call__(
        self,
        application: Application,
        listener: Listener,
        /,
        *,
        limits: Limits,
        is_for_ui: IsForUi,
        kind: type[GatewayServer],
        is_alone: bool,
        admission: Admission | None,
    ) -> int: ...


class ConfiguresLogs(Protocol):
    """`telemetry.logs.configure`"""

    def __call__(self, stream: TextIO, /, *, log_format: str, redactor: Redactor) -> None: ...


if TYPE_CHECKING:
    # The defaults of `Parts` are names in strings; those that are no `type[…]` there are checked here.
    _version: Callable[[], str] = version
    _limits: MakesLimits = Limits
    _serve: Serves = serve
    _create_app: Callable[[Collaborators], Application] = create_app
    _configure: ConfiguresLogs = configure
    _sqlite: Callable[[Path], MigrationStore] = SqliteMigrations
    _postgres: Callable[[Secret], MigrationStore] = PostgresMigrations
    _otlp: Callable[[Destination], Link] = OtlpLink
