"""
The reference gateway with the telemetry of the observed one, as far as a collector can tell them apart.

No kinds, no status, no conventions, no trace of others, no request metrics, a library's queue and batches,
nothing at the end. Its command line is the gateway's own. Source: observed gateway, 1.8, 11.2, 11.3 and 11.4.
"""

import sys
from dataclasses import replace

from reference_gateway.cli import main
from reference_gateway.telemetry import chats, requests
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.telemetry.otlp import OtlpLink
from reference_gateway.telemetry.reporter import ExportLimits, Reporter
from reference_gateway.telemetry.requests import ObservedRequest
from reference_gateway.wiring import Parts


class _Request(ObservedRequest):
    def attributes(self):
        told = super().attributes()
        kept = {name: told[name] for name in ("method", "uri", "request_id")}
        return {**kept, "http.route": self._route} if self._route == chats.ROUTE else kept

    def error(self, failure):
        return None


class _Telemetry(Telemetry):
    request_kind = _Request

    def continued(self, headers):
        return None

    def outgoing(self):
        return {}

    def measure(self, name, value, attributes):
        if name != requests.DURATION:
            super().measure(name, value, attributes)


class _Reporter(Reporter):
    def __init__(self, connect, limits=None):
        super().__init__(connect, ExportLimits(spans=2048, gather_s=5.0, keep_s=0.0))

    def send(self, span):
        uri = str(span.attributes.get("uri", "/"))
        if uri != requests.UNMATCHED and not uri.startswith("/admin"):
            for name in [name for name in span.attributes if name.startswith("gen_ai.")]:
                del span.attributes[name]
            super().send(span)

    def close(self):
        """Nothing is sent at the end."""


class _Link(OtlpLink):
    def readable(self, span):
        from opentelemetry.trace import SpanKind

        told = super().readable(span)
        told._kind = SpanKind.INTERNAL
        return told

    def resource(self):
        from opentelemetry.sdk.resources import Resource

        told = super().resource().attributes
        return Resource({name: told[name] for name in told if name in _NAMES})


_NAMES = ("service.name", "service.namespace", "service.version")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], replace(Parts(), telemetry=_Telemetry, reporter=_Reporter, otlp=_Link)))
