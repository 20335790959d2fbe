"""Collectors that fail: who waits for them, and what arrives all the same.

Source: observed gateway, 11.2; OTLP specification, OTLP/gRPC and OTLP/HTTP.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Mapping, Sequence

from contract_harness.clients.http import Reply
from contract_harness.clients.public import PublicApi
from contract_harness.collector import Collector
from contract_harness.configs.default_config import MODEL
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.process import Outcome
from contract_harness.drivers.running import ProcessGateway
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.evidence.wording import plain
from contract_harness.patience import expect_undelayed
from contract_harness.scenes.scenario_gateway import ScenarioGateway

INSTANCE = "service.instance.id"


def expect_ready_at_once(
    subject: ScenarioGateway, *, within_s: float, alone: Callable[[], ProcessGateway]
) -> None:
    """It was ready as soon after it was started as one that is *alone*, without a collector.

    It may have been started long ago, in a busy moment: one that was slow is started again.
    """
    __tracebackhide__ = True
    if _process(subject.gateway).ready_after_s > within_s:
        subject.start()
    expect_undelayed(
        _process(subject.gateway).ready_after_s,
        within_s,
        control=lambda: alone().ready_after_s,
        promised="a boot does not wait for a collector",
    )


def expect_answers_at_once(
    public: PublicApi, key: str, *, times: int, within_s: float, alone: Callable[[], ProcessGateway]
) -> None:
    """So many calls in a row are all answered, each as soon as by a gateway without a collector."""
    __tracebackhide__ = True
    for number in range(1, times + 1):
        reply = _call(public, key, is_last=number == times)
        if reply.status != 200:
            raise ContractBreach(
                f"{times} calls are answered", f"number {number}: {reply.status}", reply.shown
            )
        expect_undelayed(
            reply.elapsed_s,
            within_s,
            control=lambda: _call(alone().public(), key, is_last=True).elapsed_s,
            promised="no call waits for a collector",
            detail=reply.shown,
        )


def expect_end_at_once(gateway: Gateway, *, within_s: float, alone: Callable[[], ProcessGateway]) -> None:
    """SIGTERM ends it with exit code 0, as soon as it ends a gateway without a collector."""
    __tracebackhide__ = True
    outcome, took_s = _ended(_process(gateway))
    shown = gateway.evidence.redacted(outcome.shown)
    if outcome.exit_code:
        raise ContractBreach("SIGTERM ends it with exit code 0", outcome.ending, shown)
    expect_undelayed(
        took_s,
        within_s,
        control=lambda: _ended(alone())[1],
        promised="a shutdown does not wait for a collector",
        detail=shown,
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
    """What came is from two instances, each with an id; whatever names none will do for a breach."""
    __tracebackhide__ = True

    def instances() -> set[object]:
        return {resource.get(INSTANCE) for resource in collector.resources()}

    def are_told() -> bool:
        return len(instances()) >= 2 or bool(instances() & {None, ""})

    try:
        collector.wait_for("spans of two instances", are_told)
    except ContractBreach as breach:
        raise ContractBreach(breach.promised, f"instances {plain(sorted(map(plain, instances())))}") from None
    if instances() & {None, ""}:
        raise ContractBreach("every span names its instance", "one does not")
    if len(instances()) > 2:
        raise ContractBreach("spans of two instances", f"instances {plain(sorted(map(plain, instances())))}")


def _call(public: PublicApi, key: str, *, is_last: bool) -> Reply:
    return public.complete(key, MODEL) if is_last else public.list_models(key)


def _ended(process: ProcessGateway) -> tuple[Outcome, float]:
    """How SIGTERM ended it, and after how many seconds."""
    process.http.close()
    began = time.monotonic()
    process.signal(signal.SIGTERM)
    return process.wait(), time.monotonic() - began


def _process(gateway: Gateway) -> ProcessGateway:
    if not isinstance(gateway, ProcessGateway):
        raise NotObservable("how long a process takes to begin and to end: verify a process")
    return gateway
