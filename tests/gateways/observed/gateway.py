"""Which parts of ours are its own, by the facts."""

from dataclasses import replace
from functools import partial

from reference_gateway.http.server.serving import Limits
from reference_gateway.mutants._stores import on_both_engines
from reference_gateway.mutants.bootstrap.guessing import _TiresOfNone
from reference_gateway.mutants.bootstrap.second_boot import _CountsTheInvited
from reference_gateway.mutants.bootstrap.toggles import _OnlySpelledOut
from reference_gateway.mutants.migration._search_path import MovedAlong
from reference_gateway.mutants.operations.health import _ReadyOnAnySchema
from reference_gateway.mutants.same_origin.request_ids import _KeepsAny
from reference_gateway.mutants.same_origin.sessions import _ServesOtherSites
from reference_gateway.wiring import Parts
from tests.gateways.observed import boot, database, proxy, telling, trouble


def observed(parts: Parts) -> Parts:
    """The parts of the facsimile."""
    impatient = replace(
        parts,
        sqlite_migrations=database.ImpatientMigrations,
        sqlite_backend=database.ImpatientStart,
        postgres_backend=trouble.postgres_store,
        postgres_migrations=MovedAlong,
    )
    return replace(
        on_both_engines(impatient, database.Store),
        graph=telling.LateGraph,
        migrations=database.Migrations,
        startup=boot.Startup,
        seeding=boot.StepwiseSeeding,
        config_reader=boot.Config,
        bootstrap=boot.Bootstrap,
        preflight=boot.Preflight,
        bootstrap_store=_CountsTheInvited,
        sessions=boot.Sessions,
        guesses=_TiresOfNone,
        access=trouble.Access,
        openai_compat=trouble.OpenAiCompat,
        create_app=trouble.create_app,
        readiness=_ReadyOnAnySchema,
        toggles=_OnlySpelledOut,
        forwarded=proxy.AnyonesWord,
        proxy_rules=proxy.ProxyRules,
        ui_client=proxy.UiClient,
        admin_proxy=proxy.AdminProxy,
        dispatch=proxy.NamelessDispatch,
        request_ids=_KeepsAny,
        origin_rule=_ServesOtherSites,
        server=proxy.Server,
        limits=partial(Limits, body_in_memory_bytes=1024**3),
        telemetry=telling.ObservedTelemetry,
        reporter=telling.DroppingReporter,
        otlp=telling.PlainLink,
    )
