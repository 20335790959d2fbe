"""What a gateway stands on is taken away and given back: database, provider, admin UI, collector."""

from __future__ import annotations

import time
from collections.abc import Callable

from contract_harness.configs.default_config import MODEL
from contract_harness.drivers.ports import free_port
from contract_harness.expect.same_origin.failures import UNAVAILABLE
from contract_harness.installations.installation import Installation, ProcessGateway
from contract_harness.scenes.visitor import Visitor
from tests.faults.load import Load, lost
from tests.faults.place import is_ready, seconds_until
from tests.faults.table import Row, ms, yes

CALLS = 200


def database_lost(
    installation: Installation, database: str, take: Callable[[], None], give_back: Callable[[], None]
) -> Row:
    """While people sign in the database goes, and comes back."""
    gateway = installation.serve()
    key = installation.credentials.api_key
    with Load(gateway, installation.credentials) as before:
        seconds_until(lambda: before.acknowledged > 4)
        take()
        unready_s = seconds_until(lambda: not is_ready(gateway))
    refusal = gateway.public().list_models(key)
    told = refusal.status == 503 and refusal.json()["error"]["code"] == "store_error"
    give_back()
    ready_s = seconds_until(lambda: is_ready(gateway))
    served_s = ready_s + seconds_until(lambda: gateway.public().list_models(key).status == 200)
    wrong = lost(gateway, before)
    with Load(gateway, installation.credentials) as after:
        seconds_until(lambda: after.acknowledged > 4)
    gateway.stop()
    observed = (
        f"not ready {ms(unready_s)} after the loss; calls refused as `store_error`: {yes(told)}; ready "
        f"{ms(ready_s)} and serving {ms(served_s)} after the return; {before.acknowledged} changes "
        f"acknowledged before, {wrong} lost"
    )
    return Row("database lost under load, and back", database, observed, held=told and wrong == 0)


def database_silent(
    installation: Installation, database: str, silence: Callable[[], None], speak: Callable[[], None]
) -> Row:
    """The server is there and does not answer, which no refused connection tells."""
    gateway, key = installation.serve(), installation.credentials.api_key
    assert gateway.public().list_models(key).status == 200
    silence()
    try:
        unready_s = seconds_until(lambda: not is_ready(gateway))
        began = time.monotonic()
        refusal = gateway.public().list_models(key)
        refused_s = time.monotonic() - began
        alive = gateway.http.send("GET", "/healthz").status == 200
    finally:
        speak()
    told = refusal.status == 503 and refusal.json()["error"]["code"] == "store_error"
    back_s = seconds_until(lambda: gateway.public().list_models(key).status == 200)
    gateway.stop()
    observed = (
        f"not ready after {ms(unready_s)}; calls refused as `store_error` after {ms(refused_s)}: "
        f"{yes(told)}; alive meanwhile: {yes(alive)}; serving {ms(back_s)} after it went on"
    )
    return Row("database stopped (SIGSTOP), and on", database, observed, held=told and alive)


def pooler_restarted(installation: Installation, database: str) -> Row:
    """While people sign in, the pooler before the database is killed and started again."""
    pooler = installation.database.through_a_pooler()
    installation.use(installation.database)
    gateway = installation.serve()
    key = installation.credentials.api_key
    with Load(gateway, installation.credentials) as load:
        seconds_until(lambda: load.acknowledged > 4)
        pooler.restart()
        served_s = seconds_until(lambda: gateway.public().list_models(key).status == 200)
        before = load.acknowledged
        seconds_until(lambda: load.acknowledged > before + 4)
    told = set(load.refused) <= {503}
    wrong = lost(gateway, load)
    left = pooler.left()
    gateway.stop()
    observed = (
        f"calls meanwhile answered, or refused with 503: {yes(told)}; serving "
        f"{ms(served_s)} after the return; {load.acknowledged} changes acknowledged, {wrong} lost; "
        f"nothing left in a session: {yes(not left)}"
    )
    held = told and wrong == 0 and not left
    return Row("pooler (PgBouncer) killed under load, and back", database, observed, held)


def provider_lost(installation: Installation, database: str) -> Row:
    """The provider refuses connections, and is back."""
    gateway, provider, key = installation.serve(), installation.provider, installation.credentials.api_key
    public = gateway.public()
    assert public.complete(key, MODEL).status == 200
    provider.stop()
    began = time.monotonic()
    refusal = public.complete(key, MODEL)
    refused_s = time.monotonic() - began
    told = refusal.status == 502 and refusal.json()["error"]["code"] == "upstream_transport"
    ready = is_ready(gateway)
    provider.start()
    back_s = seconds_until(lambda: public.complete(key, MODEL).status == 200)
    gateway.stop()
    observed = (
        f"refused as `upstream_transport` after {ms(refused_s)}: {yes(told)}; ready meanwhile: "
        f"{yes(ready)}; served {ms(back_s)} after the return"
    )
    return Row("provider gone, and back", database, observed, held=told and ready)


def ui_lost(installation: Installation, database: str) -> Row:
    """The admin UI refuses connections, and is back."""
    gateway, ui = installation.serve(), installation.admin_ui
    visitor = Visitor(gateway.http, base_path=installation.target.base_path, host=None, cookies={})
    assert visitor.open().status == 200
    ui.stop()
    began = time.monotonic()
    refusal = visitor.open()
    refused_s = time.monotonic() - began
    told = refusal.status == 503 and refusal.json() == UNAVAILABLE
    ready = is_ready(gateway)
    ui.start()
    back_s = seconds_until(lambda: visitor.open().status == 200)
    gateway.stop()
    observed = (
        f"answered unavailable after {ms(refused_s)}: {yes(told)}; ready meanwhile: {yes(ready)}; "
        f"served {ms(back_s)} after the return"
    )
    return Row("admin UI gone, and back", database, observed, held=told and ready)


def collector_gone(installation: Installation, database: str) -> Row:
    """A collector that was never there costs nothing: at the start, for each call, at the end."""
    plain = _timed(installation)
    nobody = f"http://127.0.0.1:{free_port()}"
    installation.config["server"] |= {"otel_endpoint": nobody, "otel_export_interval_secs": 1}
    without = _timed(installation)
    observed = "; ".join(
        f"{what} {ms(without[what])} ({ms(plain[what])} with nothing configured)" for what in plain
    )
    # A generous bound: what is judged is that nothing waits for a connection, which takes seconds.
    held = all(without[what] < plain[what] + 1.0 for what in plain)
    return Row("collector configured and not there", database, observed, held)


def _timed(installation: Installation) -> dict[str, float]:
    gateway: ProcessGateway = installation.serve()
    began = time.monotonic()
    for _ in range(CALLS):
        assert gateway.public().list_models(installation.credentials.api_key).status == 200
    call_s = (time.monotonic() - began) / CALLS
    began = time.monotonic()
    outcome = gateway.stop()
    assert outcome.exit_code == 0, outcome.shown
    return {
        "exec to ready": gateway.ready_after_s,
        "a call": call_s,
        "SIGTERM to exit": time.monotonic() - began,
    }
