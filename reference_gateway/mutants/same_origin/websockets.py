"""Wrong about WebSockets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.websockets import WebSockets
from reference_gateway.http.wsgi import Switch
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.websockets-are-tunnelled")
def takes_handshakes_for_pages(parts: Parts) -> Parts:
    """Asks the admin UI for a page where a WebSocket was asked for."""
    return replace(parts, admin_proxy=TakesHandshakesForPages)


@mutant(breaks="same-origin.cross-site-websockets-are-refused")
def hears_every_page(parts: Parts) -> Parts:
    """Opens a WebSocket for whichever page asks for one."""
    return replace(parts, websockets=_HearsEveryPage)


class TakesHandshakesForPages(AdminProxy):
    def switch(self, environ: dict[str, Any]) -> Switch | None:  # noqa: ARG002 - whatever is there
        return None


class _HearsEveryPage(WebSockets):
    def has_own_origin(self, inbound: Inbound) -> bool:  # noqa: ARG002 - whosever it is
        return True
