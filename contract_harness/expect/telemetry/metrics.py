"""Metrics: what is counted and timed, and how many series that makes.

Source: observed gateway, 11.4; OpenTelemetry semantic conventions, HTTP metrics.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contract_harness.collector import Collector, Export, Point
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.patience import Patience
from contract_harness.scenes.telemetry.reported_calls import STRANGE

_SHORTEST_OF_INTERVAL = 0.7
"""Machines are busy: this much of an interval is an interval."""
_EXPORTS = 3


def expect_counted(points: Sequence[Point], wanted: Mapping[str, object], *, total: float) -> None:
    """A growing sum stands at *total* for these attributes."""
    __tracebackhide__ = True
    found = matching(points, wanted)
    observed = sum(point.value for point in found)
    if observed != total or not all(point.kind == "sum" and point.grows for point in found):
        raise ContractBreach(f"a counter at {total} for {plain(wanted)}", f"at {observed}", shown(points))


def expect_timed(points: Sequence[Point], wanted: Mapping[str, object], *, times: int, unit: str) -> None:
    """A histogram in this unit has so many records for these attributes, each longer than nothing."""
    __tracebackhide__ = True
    found = matching(points, wanted)
    observed = sum(point.count for point in found)
    if not found or observed != times or any(point.unit != unit or point.value <= 0 for point in found):
        raise ContractBreach(
            f"a histogram in {unit} with {times} records for {plain(wanted)}",
            f"{observed} records",
            shown(points),
        )


def expect_uncounted(points: Sequence[Point], wanted: Mapping[str, object]) -> None:
    """No series has these attributes."""
    __tracebackhide__ = True
    if found := matching(points, wanted):
        raise ContractBreach(f"nothing is counted for {plain(wanted)}", "it is", shown(found))


def expect_no_strangers(points: Sequence[Point]) -> None:
    """No series is about a name that only a caller knows."""
    __tracebackhide__ = True
    if not points:
        raise ContractBreach("metrics arrive", "none arrived")
    strange = [point for point in points if STRANGE.strip("-") in str(dict(point.attributes)).lower()]
    methods = [point for point in points if "STRANGE" in str(point.attributes.get("http.request.method"))]
    if found := strange + methods:
        raise ContractBreach(
            "metrics are about what is configured only", f"{len(found)} series of strangers", shown(found)
        )


def expect_interval(collector: Collector, interval_s: float) -> None:
    """Metrics come again and again, not oftener than every *interval_s*."""
    __tracebackhide__ = True

    def exports() -> list[Export]:
        return [export for export in collector.exports if export.signal == "metrics"]

    collector.wait_for(
        f"{_EXPORTS} exports of metrics",
        lambda: len(exports()) >= _EXPORTS,
        within_s=Patience.from_environment().arrival_s + _EXPORTS * interval_s,
    )
    times = [export.at_s for export in exports()]
    each_s = (times[-1] - times[0]) / (len(times) - 1)
    if each_s < interval_s * _SHORTEST_OF_INTERVAL:
        raise ContractBreach(f"metrics come every {interval_s} s", f"every {each_s:.2f} s")


def matching(points: Sequence[Point], wanted: Mapping[str, object]) -> list[Point]:
    """Those of *points* that say all this."""
    return [one for one in points if all(one.attributes.get(name) == value for name, value in wanted.items())]


def shown(points: Sequence[Point]) -> str:
    """The series, for the detail of a breach."""
    return "\n".join(
        f"{one.name} {plain(one.attributes)}: {one.value:g} ({one.count})" for one in points[:12]
    )
