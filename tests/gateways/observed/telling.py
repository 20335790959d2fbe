"""
Its telemetry, as far as a collector can tell it from ours.

No kinds, no status, no conventions, no trace of others, no request metrics, gRPC only, a library's queue and
batches, nothing at the end. Source: observed gateway, 1.8, 11.2, 11.3 and 11.4.
"""

import re

from reference_gateway.domain.faults import Fault
from reference_gateway.telemetry import chats, requests
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.telemetry.otlp import OtlpLink
from reference_gateway.telemetry.reporter import ExportLimits, Reporter
from reference_gateway.telemetry.requests import ObservedRequest
from reference_gateway.wiring.graph import Graph

INVITATIONS = "/api/v1/auth/invitations/"
"""A route that ours has not."""
_NAMES = ("service.name", "service.namespace", "service.version")


class Request(ObservedRequest):
    """Names its target, query included; what no route matched has no span."""

    target = requests.UNMATCHED

    def attributes(self):
        told = super().attributes()
        kept = {"method": told["method"], "request_id": told["request_id"]}
        is_matched = self._route is not None or self.target.startswith(INVITATIONS)
        kept["uri"] = self.target if is_matched else requests.UNMATCHED
        return {**kept, "http.route": self._route} if self._route == chats.ROUTE else kept

    def error(self, failure):
        return None


class ObservedTelemetry(Telemetry):
    """Continues no trace, starts none elsewhere, and times model calls only."""

    request_kind = Request

    def continued(self, headers):
        return None

    def outgoing(self):
        return {}

    def measure(self, name, value, attributes):
        if name != requests.DURATION:
            super().measure(name, value, attributes)


class DroppingReporter(Reporter):
    """The queue of a library, smaller by as much as our calls are slower; what is not taken is dropped."""

    def __init__(self, connect, limits=None):
        super().__init__(connect, ExportLimits(spans=512, gather_s=5.0, keep_s=0.0))

    def send(self, span):
        uri = str(span.attributes.get("uri", "/"))
        if uri != requests.UNMATCHED and not uri.startswith("/admin"):
            for name in [name for name in span.attributes if name.startswith("gen_ai.")]:
                del span.attributes[name]
            super().send(span)

    def close(self):
        """Nothing is sent at the end."""


class PlainLink(OtlpLink):
    """Spans of no kind, from somebody who does not say which replica he is."""

    def readable(self, span):
        from opentelemetry.trace import SpanKind

        told = super().readable(span)
        told._kind = SpanKind.INTERNAL
        return told

    def resource(self):
        from opentelemetry.sdk.resources import Resource

        told = super().resource().attributes
        return Resource({name: told[name] for name in told if name in _NAMES})


class LateGraph(Graph):
    """Notices a bad endpoint when everything else is done, and does not name it (11.2)."""

    def app(self):
        app = super().app()
        if not re.fullmatch(r"https?://\S+", self.config.server.otel_endpoint or "http://none"):
            raise Fault("the collector cannot be reached")
        return app
