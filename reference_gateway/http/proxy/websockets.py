"""Which WebSockets are tunnelled to the admin UI, and what is said of each."""

import logging

from reference_gateway.domain.errors import GatewayError, OriginNotAllowed
from reference_gateway.http import rfc9112
from reference_gateway.http.forwarded import OriginRule
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.ui_client import UiSwitched
from reference_gateway.http.proxy.ui_settings import UiSettings
from reference_gateway.http.refusals import TooManyWebSockets
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.wsgi import FarEnd, Passage, Switch

logger = logging.getLogger("gateway.admin_ui")


class WebSockets:
    """Asked before the admin UI is, and told when it has agreed."""

    def __init__(self, settings: UiSettings, origin_rule: OriginRule) -> None:
        self._idle_s = settings.websocket_idle_ms / 1000
        self._origin_rule = origin_rule

    def refusal(self, inbound: Inbound, switch: Switch) -> GatewayError | None:
        """Why there is to be none; otherwise a place is taken."""
        if not self.has_own_origin(inbound):
            return OriginNotAllowed()
        return None if switch.reserve() else TooManyWebSockets()

    def has_own_origin(self, inbound: Inbound) -> bool:
        """Whether no page but this origin's can have asked: a browser lets any, and sends our cookies."""
        origin, site = (_first(name, inbound.headers) for name in ("origin", "sec-fetch-site"))
        return self._origin_rule.admits(origin, site, inbound.headers, inbound.peer)

    def far_end(self, switched: UiSwitched, inbound: Inbound) -> FarEnd:
        """Where the tunnel leads, and who tells of it when it is over."""
        request_id, path = inbound.request_id, inbound.path

        def ended(passage: Passage) -> None:
            note = {
                "request_id": request_id,
                "duration_s": round(passage.lasted_s, 3),
                "bytes_from_client": passage.bytes_from_client,
                "bytes_to_client": passage.bytes_to_client,
                "ended_by": passage.why,
            }
            logger.info("websocket is over (%s)", path, extra=note)

        return FarEnd(switched.socket, switched.ahead, self._idle_s, ended)


def _first(name: str, headers: Fields) -> str | None:
    return next(iter(rfc9112.values_of(name, headers)), None)
