"""Collectors that fail: who waits for them, and what arrives all the same.

Source: observed gateway, 11.2; OTLP specification, OTLP/gRPC and OTLP/HTTP.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Mapping, Sequence

from contract_harness.clients.public import PublicApi
from contract_harness.collector import Collector
from contract_harness.configs.default_config import MODEL
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.running import ProcessGateway
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.evidence.wording import plain

INSTANCE = "service.instance.id"


def expect_ready_at_once(gateway: Gateway, *, within_s: float) -> None:
    """It was ready so soon after it was started."""
    __tracebackhide__ = True
    took_s = _process(gateway).ready_after_s
    if took_s > within_s:
        raise ContractBreach(f"a boot takes less than {within_s:g} s without a collector", f"{took_s:.2f} s")


def expect_answers_at_once(public: PublicApi, key: str, *, times: int, within_s: float) -> None:
    """So many calls, one after the other, are all answered, and none takes longer than this."""
    __tracebackhide__ = True
    for number in range(1, times + 1):
        reply = public.complete(key, MODEL) if number == times else public.list_models(key)
        if reply.status != 200 or reply.elapsed_s > within_s:
            raise ContractBreach(
                f"{times} calls are answered within {within_s:g} s each",
                f"number {number} took {reply.elapsed_s:.2f} s",
                reply.shown,
            )


def expect_end_at_once(gateway: Gateway, *, within_s: float) -> None:
    """SIGTERM ends it with exit code 0, so soon."""
    __tracebackhide__ = True
    process = _process(gateway)
    gateway.http.close()
    began = time.monotonic()
    process.signal(signal.SIGTERM)
    outcome = process.wait()
    took_s = time.monotonic() - began
    if outcome.exit_code or took_s > within_s:
        raise ContractBreach(
            f"SIGTERM ends it within {within_s:g} s with exit code 0",
            f"{took_s:.2f} s, {outcome.ending}",
            gateway.evidence.redacted(outcome.shown),
        )


def expect_spans(collector: Collector, request_ids: Sequence[str]) -> None:
    """There is a span for each of these requests."""
    __tracebackhide__ = True
    missing = set(request_ids)

    def all_are_there() -> bool:
        missing.difference_update(str(span.attributes.get("request_id")) for span in collector.spans)
        return not missing

    try:
        collector.wait_for(f"the spans of {len(request_ids)} requests", all_are_there)
    except ContractBreach as breach:
        raise ContractBreach(breach.promised, f"{len(missing)} are missing") from None


def expect_totals(collector: Collector, rows: Sequence[Sequence[str]]) -> None:
    """Of each row, so many spans of the name came, or the counter stands there, now."""
    __tracebackhide__ = True
    for kind, name, total in rows:
        observed = TOTALS[kind](collector, name)
        if observed != int(total):
            raise ContractBreach(f"the collector has {kind} {name}: {total}", f"{kind} {name}: {observed:g}")


def _spans(collector: Collector, name: str) -> float:
    return sum(span.name == name for span in collector.spans)


def _counted(collector: Collector, name: str) -> float:
    return sum(point.value for point in collector.totals(name))


TOTALS: Mapping[str, Callable[[Collector, str], float]] = {"spans": _spans, "counter": _counted}
"""What can be added up at a collector, as a feature calls it."""


def expect_two_instances(collector: Collector) -> None:
    """What came is from two instances, each with an id."""
    __tracebackhide__ = True

    def instances() -> set[object]:
        return {resource.get(INSTANCE) for resource in collector.resources()}

    def are_two() -> bool:
        return len(instances() - {None, ""}) == 2

    try:
        collector.wait_for("spans of two instances", are_two)
    except ContractBreach as breach:
        raise ContractBreach(breach.promised, f"instances {plain(sorted(map(plain, instances())))}") from None
    if instances() & {None, ""}:
        raise ContractBreach("every span names its instance", "one does not")


def _process(gateway: Gateway) -> ProcessGateway:
    if not isinstance(gateway, ProcessGateway):
        raise NotObservable("how long a process takes to begin and to end: verify a process")
    return gateway
