"""The real server, alone or in front of a scripted admin UI, on real sockets."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.forwarded import Forwarded, OriginRule, TrustedPeers
from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.proxy.ui_client import UiClient
from reference_gateway.http.proxy.ui_settings import UiSettings
from reference_gateway.http.proxy.websockets import WebSockets
from reference_gateway.http.request_id import RequestIds
from reference_gateway.http.server.intake import Unasked
from reference_gateway.http.server.listener import Listener
from reference_gateway.http.server.serving import GatewayServer, Limits
from reference_gateway.http.wsgi import Admission
from reference_gateway.telemetry.observer import Telemetry
from tests.given.http_client import Client

UNTOLD = Telemetry(None, traces=False)
"""A gateway without a collector."""

SMALL = Limits(api_threads=4, ui_threads=4, readiness_threads=1, shutdown_grace_s=5.0)


@contextmanager
def serving(
    application: Any,
    *,
    limits: Limits = SMALL,
    is_for_ui: Any = lambda _: False,
    admission: Admission | None = None,
) -> Iterator[int]:
    """Run *application* and give its port; ends by the ordinary drain."""
    server = GatewayServer(application, Listener.bind("127.0.0.1:0"), limits, is_for_ui, admission)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.socket.getsockname()[1]
    finally:
        server.stop()
        thread.join(10)
        while Client.opened:
            Client.opened.pop().close()
        assert not thread.is_alive()


def no_api(_environ: Any, start: Any) -> list[bytes]:
    """An API that has nothing."""
    start("404 Not Found", [("content-type", "text/plain")])
    return [b"api"]


class Strangers(Unasked):
    """Nobody is known, and everybody is who the proxies in front say."""

    def __init__(self, forwarded: Forwarded) -> None:
        self.client = forwarded.client  # type: ignore[method-assign]


@contextmanager
def proxying(
    upstream_port: int,
    *,
    base_path: str = "/admin",
    prefix: str = "",
    origin: str = "",
    ca_bundle: str = "",
    connect_ms: int = 750,
    request_ms: int = 3000,
    websocket_idle_ms: int = 60_000,
    trusted: tuple[str, ...] = (),
    public_base_url: str | None = None,
    limits: Limits = SMALL,
    api: Any = no_api,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[int]:
    """A gateway whose admin UI is at *upstream_port*, or at another *origin*."""
    settings = UiSettings.from_environment(
        {
            "ADMIN_UI_UPSTREAM": f"{origin or f'http://127.0.0.1:{upstream_port}'}{prefix}",
            "REQUESTS_CA_BUNDLE": ca_bundle,
            "ADMIN_UI_BASE_PATH": base_path,
            "ADMIN_UI_CONNECT_TIMEOUT_MS": str(connect_ms),
            "ADMIN_UI_REQUEST_TIMEOUT_MS": str(request_ms),
            "ADMIN_UI_WEBSOCKET_IDLE_TIMEOUT_MS": str(websocket_idle_ms),
            **environment,
        }
    )
    forwarded = Forwarded(TrustedPeers(trusted), public_base_url)
    rules = ProxyRules(settings, forwarded, lambda path: path == "/v1/models")
    client = UiClient(settings)
    dispatch = Dispatch(
        api=api,
        ui=AdminProxy(rules, client, WebSockets(settings, OriginRule(forwarded))),
        rules=rules,
        forwarded=forwarded,
        request_ids=RequestIds(),
        telemetry=UNTOLD,
    )
    try:
        strangers = Strangers(forwarded)
        with serving(dispatch, limits=limits, is_for_ui=dispatch.is_for_ui, admission=strangers) as port:
            yield port
    finally:
        client.close()


def limits(**changes: Any) -> Limits:
    """`SMALL` with *changes*."""
    return replace(SMALL, **changes)
