"""An admin UI's answer that is held until it is complete."""

from __future__ import annotations

from collections.abc import Iterable

from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.ui_client import UiAnswer
from reference_gateway.http.wsgi import StartResponse


class HoldsAnswers(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        return [b"".join(super().relay(answer, inbound, start))]
