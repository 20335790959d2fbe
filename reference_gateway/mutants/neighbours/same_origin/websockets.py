"""Wrong about WebSockets in another way than those that are looked at."""

from __future__ import annotations

import threading
from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http import rfc9112
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiSwitched
from reference_gateway.http.proxy.ui_settings import UiSettings
from reference_gateway.http.proxy.websockets import WebSockets
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.http.server.tunnel import Tunnel, TunnelEnd
from reference_gateway.http.server.tunnels import Tunnels
from reference_gateway.http.wsgi import FarEnd
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.websockets-are-tunnelled")
def holds_a_thread_for_each(parts: Parts) -> Parts:
    """Keeps one of the threads that fetch pages for each WebSocket."""
    return replace(parts, server=_HoldsThreads)


@mutant(breaks="same-origin.websockets-are-tunnelled")
def loses_what_came_with_the_acceptance(parts: Parts) -> Parts:
    """Forgets what the admin UI said in one breath with its acceptance."""
    return replace(parts, websockets=_LosesTheGreeting)


@mutant(breaks="same-origin.websockets-are-tunnelled")
def hears_the_visitor_first(parts: Parts) -> Parts:
    """Passes on what the admin UI says once the visitor has said something."""
    return replace(parts, server=_serving(_HearsTheVisitorFirst))


@mutant(breaks="same-origin.websockets-are-tunnelled")
def cuts_long_messages(parts: Parts) -> Parts:
    """Drops what does not fit into one packet of a usual network."""
    return replace(parts, server=_serving(_Cuts))


@mutant(breaks="same-origin.websockets-are-tunnelled")
def limits_silence_as_that_of_pages(parts: Parts) -> Parts:
    """Ends a WebSocket that is silent for as long as the admin UI may take to answer."""
    return replace(parts, websockets=_LimitsSilence)


@mutant(breaks="same-origin.websockets-are-tunnelled")
def keeps_the_cookie(parts: Parts) -> Parts:
    """Asks the admin UI for a WebSocket without the visitor's cookie."""
    return replace(parts, proxy_rules=_KeepsTheCookie)


@mutant(breaks="same-origin.cross-site-websockets-are-refused")
def compares_hosts_alone(parts: Parts) -> Parts:
    """Takes a page of another port for its own."""
    return replace(parts, websockets=_ComparesHosts)


@mutant(breaks="same-origin.cross-site-websockets-are-refused")
def hears_sandboxes(parts: Parts) -> Parts:
    """Hears a page that has no origin."""
    return replace(parts, websockets=_HearsSandboxes)


@mutant(breaks="same-origin.cross-site-websockets-are-refused")
def compares_the_beginning(parts: Parts) -> Parts:
    """Takes an origin that begins like its own for its own."""
    return replace(parts, websockets=_ComparesTheBeginning)


class _WaitsInAThread:
    """Work for a thread until a tunnel is over."""

    def __init__(self) -> None:
        self.is_over = threading.Event()

    def service(self) -> None:
        self.is_over.wait()

    def cancel(self) -> None:
        self.is_over.set()


class _HoldsThreads(GatewayServer):
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.tunnels = _InThreads(self._limits.tunnels, self._ui)


class _InThreads(Tunnels):
    def __init__(self, most: int, pool: Any) -> None:
        super().__init__(most)
        self._pool = pool

    def dig(self, behind: bytes, far: FarEnd, holder: str) -> Tunnel:
        work = _WaitsInAThread()
        self._pool.add_task(work)

        def ended(passage: Any) -> None:
            work.is_over.set()
            far.ended(passage)

        return super().dig(behind, replace(far, ended=ended), holder)


class _LosesTheGreeting(WebSockets):
    def far_end(self, switched: UiSwitched, inbound: Inbound) -> FarEnd:
        return replace(super().far_end(switched, inbound), ahead=b"")


class _HearsTheVisitorFirst(TunnelEnd):
    def readable(self) -> bool:
        return super().readable() and (self.is_visitors or self.other.took_bytes > 0)

    @property
    def is_visitors(self) -> bool:
        return self._tunnel._ends[0] is self


class _Cuts(TunnelEnd):
    def hand_over(self, data: bytes) -> None:
        super().hand_over(data[:1460])


def _serving(end: type[TunnelEnd]) -> type[GatewayServer]:
    """A server whose tunnels end in these."""
    tunnel = type("Tunnel", (Tunnel,), {"end_kind": end})
    return type("Server", (GatewayServer,), {"tunnels_kind": type("Tunnels", (Tunnels,), {"kind": tunnel})})


class _LimitsSilence(WebSockets):
    def __init__(self, settings: UiSettings, *given: Any) -> None:
        super().__init__(replace(settings, websocket_idle_ms=settings.request_timeout_ms), *given)


class _KeepsTheCookie(ProxyRules):
    def handshake_headers(self, inbound: Inbound) -> list[tuple[str, str]]:
        return [one for one in super().handshake_headers(inbound) if one[0].lower() != "cookie"]


class _Comparing(WebSockets):
    def has_own_origin(self, inbound: Inbound) -> bool:
        origin = next(iter(rfc9112.values_of("origin", inbound.headers)), None)
        host = rfc9112.values_of("host", inbound.headers)[0]
        return super().has_own_origin(inbound) or (origin is not None and self.is_own(origin, host))

    @abstractmethod
    def is_own(self, origin: str, host: str) -> bool: ...


class _ComparesHosts(_Comparing):
    def is_own(self, origin: str, host: str) -> bool:
        return origin.partition("://")[2].partition(":")[0] == host.partition(":")[0]


class _HearsSandboxes(_Comparing):
    def is_own(self, origin: str, host: str) -> bool:  # noqa: ARG002 - no host has none
        return origin == "null"


class _ComparesTheBeginning(_Comparing):
    def is_own(self, origin: str, host: str) -> bool:
        return origin.startswith(f"http://{host}")
