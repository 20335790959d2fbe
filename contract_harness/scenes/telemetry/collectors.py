"""The collectors of one scenario, by the names a feature gives them."""

from __future__ import annotations

from collections.abc import Mapping

from contract_harness.collector import Collector

WITHOUT_DELAY: Mapping[str, str] = {"OTEL_BSP_SCHEDULE_DELAY": "500"}
"""
The environment of a gateway that reports to a collector of ours.

By default an SDK gathers spans for five seconds before it sends them, and every look at a span would wait
for that. Source: OpenTelemetry specification, batch span processor.
"""


class Collectors:
    """Each listens from the moment it is first spoken of until `close`."""

    def __init__(self) -> None:
        self._listening: dict[str, Collector] = {}

    def __getitem__(self, name: str) -> Collector:
        if name not in self._listening:
            self._listening[name] = Collector()
        return self._listening[name]

    def endpoints(self, name: str) -> Mapping[str, str]:
        """Where it listens, as a feature names it in braces: `{the main collector's gRPC endpoint}`."""
        return {
            f"the {name} collector's gRPC endpoint": self[name].grpc_url,
            f"the {name} collector's HTTP endpoint": self[name].http_url,
        }

    def close(self) -> None:
        """Stop them all for good."""
        for collector in self._listening.values():
            collector.close()
