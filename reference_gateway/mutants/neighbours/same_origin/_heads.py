"""Wrong about the answer to a HEAD, one step beside the pages that are looked at."""

from __future__ import annotations

from collections.abc import Iterable

from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.ui_client import UiAnswer
from reference_gateway.http.wsgi import StartResponse


class CountsChunks(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if inbound.method == "HEAD":
            answer.declared_bytes = answer.declared_bytes or 0
        return super().relay(answer, inbound, start)


class ShowsMissesAsEmpty(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        is_miss = inbound.method == "HEAD" and answer.status == 404
        answer.declared_bytes = 0 if is_miss else answer.declared_bytes
        return super().relay(answer, inbound, start)
