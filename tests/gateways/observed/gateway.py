"""
A facsimile of the observed gateway: ours, changed wherever the facts say that it does otherwise.

Most of its ways are those of a mutant, which is what a hardened clause is for; here they come together in
one gateway, so that a core clause which could not bear them shows.

Source: observed gateway, 6, 7, 8, 9 and 16.
"""

import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from reference_gateway.cli import main
from reference_gateway.domain.migrations import DatabaseState, HistoryRow, Migration, MigrationStatus
from reference_gateway.http.proxy.ui_client import UiAnswer
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer, Limits
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants._stores import HandedOn, on_both_engines
from reference_gateway.mutants.bootstrap.config import _NamesNoFile, _PassesOverUnknownKeys
from reference_gateway.mutants.bootstrap.credentials import _EmptyPassword, _RowFirst
from reference_gateway.mutants.bootstrap.first_sign_in import _LeavesOtherSessionsOpen, _LeavesRotationToTheUi
from reference_gateway.mutants.bootstrap.second_boot import _CountsTheInvited
from reference_gateway.mutants.bootstrap.toggles import _OnlySpelledOut
from reference_gateway.mutants.migration.apply import NamedAfterFiles
from reference_gateway.mutants.migration.refusals import Believing
from reference_gateway.mutants.migration.startup import Careless, Unconcerned
from reference_gateway.mutants.operations.health import _ReadyOnAnySchema
from reference_gateway.mutants.same_origin._held_answers import HoldsAnswers
from reference_gateway.mutants.same_origin.browsers import HearsNoAccept, WaitsInSilence
from reference_gateway.mutants.same_origin.paths import _LetsDotsClimb
from reference_gateway.mutants.same_origin.redirects import _FetchesElsewhere
from reference_gateway.mutants.same_origin.request_headers import _ReadsOneConnectionHeader, _SaysItBeside
from reference_gateway.mutants.same_origin.request_ids import _KeepsAny, _NamesOnlyApiAnswers
from reference_gateway.mutants.same_origin.sessions import _ServesOtherSites
from reference_gateway.mutants.same_origin.wire import _PrefersChunks, _TakesAnyHost
from reference_gateway.services import preflight
from reference_gateway.services.seed_plan import check_provider_secrets, seed_keys
from reference_gateway.services.seeding import Seeding
from reference_gateway.services.toggles import Toggles
from reference_gateway.wiring import Parts

LOG_LINE = "\x1b[2m2026-04-24T10:00:00.000000Z\x1b[0m \x1b[32m INFO\x1b[0m \x1b[2mgateway_store\x1b[0m: {}"
V18 = "ALTER TABLE model_routes ADD COLUMN profile_json TEXT NOT NULL DEFAULT '{}'"


class Store(HandedOn):
    """Has a V18, and makes an empty SQLite file by looking (8.1 and 8.5)."""

    @property
    def registry(self) -> Sequence[Migration]:
        return [*self.real.registry, Migration(18, "route_compatibility_profiles", V18)]

    def state(self) -> DatabaseState:
        path = getattr(self.real, "_path", None)
        if path is not None and path.parent.is_dir():
            path.touch()
        return self.real.state()


class Migrations(NamedAfterFiles, Believing):
    """History first, then validation, then each version by itself and without a lock (8.5 and 8.6)."""

    def apply(self) -> list[MigrationStatus]:
        with self._store.locked() as session:
            session.create_history()
        state = self._store.state()
        self.validate(state)
        for migration in self.pending(state):
            if "migrate" in sys.argv:
                print(LOG_LINE.format(f"begin migration v{migration.version}"), flush=True)  # noqa: T201
            row = HistoryRow(migration.version, migration.name, self.checksum_of(migration))
            with self._store.locked() as session:
                session.run(migration)
                session.record(row, applied_at=self._clock())
        return self.status()


class Startup(Careless, Unconcerned):
    """Looks at the history only when it migrates (7.3), and touches every listed user when it seeds (9.5)."""

    def require_current_schema(self) -> None:
        """Switched off is switched off."""

    def seed(self) -> None:
        super().seed()
        if self._toggles.seed_config:
            touch = "UPDATE users SET updated_at = updated_at + 7 WHERE status = 'invited'"
            with self._graph.migration_store.locked() as session:
                session.run(Migration(0, "touch", touch))


class StepwiseSeeding(Seeding):
    """References first, then one write after the other (9.4)."""

    def seed(self) -> None:
        check_provider_secrets(self._config, self._env)
        keys = seed_keys(self._config, self._env)
        self.write_system_team()
        self.write_providers()
        self.write_models()
        self.check(keys)
        self.write(keys, {key.id: self.secret_hash(key) for key in keys})


class Config(_NamesNoFile, _PassesOverUnknownKeys):
    """Unknown keys are nothing to it (10)."""


class Bootstrap(_RowFirst, _EmptyPassword):
    """The row before the password (9.3), which may be empty (9.1)."""


class Preflight(preflight.Preflight):
    """Nothing is judged beforehand (7.3)."""

    def problems(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> Iterator[str]:
        return iter(())


class Sessions(_LeavesRotationToTheUi, _LeavesOtherSessionsOpen):
    """Rotation is advice (2.6)."""


class ProxyRules(_LetsDotsClimb, _ReadsOneConnectionHeader, _SaysItBeside):
    """No `/admin/` (6.1), paths as they come (6.2), the origin said twice (6.3)."""

    def mounts(self, path: str) -> bool:
        return (path != f"{self._base}/" or path == "/") and super().mounts(path)


class UiClient(_FetchesElsewhere):
    """Follows every redirect itself, wherever it leads (6.7), and never notices a departed visitor."""

    def goes_on(self, request: UiRequest, location: str) -> bool:
        if urlsplit(location).netloc:
            return super().goes_on(request, location)
        return location.startswith("/")

    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        return super().exchange(request, lambda: False)


class AdminProxy(HoldsAnswers, WaitsInSilence):
    """Nobody is told anything before a page is there whole (6.5 and 6.6)."""


class NamelessDispatch(HearsNoAccept):
    """No request id on `/admin*` nor on what is not found (1.3 and 1.9), and no page of its own (6.6)."""

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if self.is_for_ui(environ["PATH_INFO"]):
            return _NamesOnlyApiAnswers.__call__(self, environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            unmatched = status.startswith("404")
            kept = [pair for pair in headers if not (unmatched and pair[0].lower() == "x-request-id")]
            return start_response(status, kept, *rest)

        return super().__call__(environ, start)


class Parser(_PrefersChunks, _TakesAnyHost):
    """Chunks outrank a length, and a host is not asked for."""


class Channel(StrictChannel):
    parser_class = Parser


class Server(GatewayServer):
    channel_class = Channel


def observed(parts: Parts) -> Parts:
    """The parts of the facsimile."""
    return replace(
        on_both_engines(parts, Store),
        migrations=Migrations,
        startup=Startup,
        seeding=StepwiseSeeding,
        config_reader=Config,
        bootstrap=Bootstrap,
        preflight=Preflight,
        bootstrap_store=_CountsTheInvited,
        sessions=Sessions,
        readiness=_ReadyOnAnySchema,
        toggles=_OnlySpelledOut,
        proxy_rules=ProxyRules,
        ui_client=UiClient,
        admin_proxy=AdminProxy,
        dispatch=NamelessDispatch,
        request_ids=_KeepsAny,
        origin_rule=_ServesOtherSites,
        server=Server,
        limits=partial(Limits, body_in_memory_bytes=1024**3),
    )


if __name__ == "__main__":
    # It has no handler for SIGTERM, so it ends of it (1.1).
    set_handler = signal.signal
    signal.signal = lambda number, handler: (  # type: ignore[assignment]
        handler if number == signal.SIGTERM else set_handler(number, handler)
    )
    sys.exit(main(sys.argv[1:], observed(Parts())))
