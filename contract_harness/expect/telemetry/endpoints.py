"""Endpoints: which signals arrive at which collector, and how.

Source: observed gateway, 11.2; OTLP specification, OTLP/gRPC and OTLP/HTTP.
"""

from __future__ import annotations

from collections.abc import Sequence

from contract_harness.collector import Collector
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.scenes.telemetry.collectors import Collectors

NOTHING = "(nothing)"
ANY = "(any)"
HTTP = "http"


def expect_gets_only(collectors: Collectors, rows: Sequence[Sequence[str]]) -> None:
    """Of each row, the collector gets these signals, no others, and all over this protocol."""
    __tracebackhide__ = True
    for name, signals, protocol in rows:
        if signals == NOTHING:
            expect_uncalled(collectors[name], name)
        else:
            expect_signals(collectors[name], name, set(signals.split(", ")), protocol)


def expect_uncalled(collector: Collector, name: str) -> None:
    """Nobody ever came."""
    __tracebackhide__ = True
    if collector.attempts:
        raise ContractBreach(f"nothing is sent to the {name} collector", f"{collector.attempts} exports came")


def expect_signals(collector: Collector, name: str, wanted: set[str], protocol: str) -> None:
    """These signals come, no others, and all over this protocol; `(any)` will do."""
    __tracebackhide__ = True
    told = " and ".join(sorted(wanted))
    collector.wait_for(
        f"{told} at the {name} collector",
        lambda: wanted <= collector.signals() or (protocol == HTTP and collector.is_misdialled),
    )
    if protocol == HTTP and collector.is_misdialled:
        raise ContractBreach(
            f"the {name} collector gets {told} over HTTP", "gRPC is spoken at its HTTP endpoint"
        )
    observed = {(export.signal, export.door) for export in collector.exports}
    promised = {(signal, door) for signal, door in observed if signal in wanted and protocol in (ANY, door)}
    if observed != promised:
        raise ContractBreach(
            f"the {name} collector gets only {told}, over {protocol} protocol",
            f"it got {plain(sorted(observed))}",
        )
