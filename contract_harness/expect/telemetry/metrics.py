"""Metrics: what is counted and timed, and how many series that makes.

Source: observed gateway, 11.4; OpenTelemetry semantic conventions, HTTP metrics.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from contract_harness.collector import Collector, Point
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.patience import POLL_S, Patience
from contract_harness.scenes.telemetry.reported_calls import STRANGE, ReportedCall

_SHORTEST_OF_INTERVAL = 0.7
"""Machines are busy: this much of an interval is an interval."""
_LONGEST_OF_INTERVAL = 1.4
_EXPORTS = 4
_OF_CALLS = ("gateway.", "http.")
"""How the names of metrics about requests and model calls begin."""
_CLOCKS_AGREE = 0.98
"""Two clocks of one machine: this much of what one measured the other has at least."""


def expect_counted(points: Sequence[Point], wanted: Mapping[str, object], *, total: float) -> None:
    """A growing sum stands at *total* for these attributes."""
    __tracebackhide__ = True
    found = matching(points, wanted)
    observed = sum(point.value for point in found)
    if observed != total or not all(point.kind == "sum" and point.grows for point in found):
        raise ContractBreach(f"a counter at {total} for {plain(wanted)}", f"at {observed}", shown(points))


def expect_timed(
    points: Sequence[Point], wanted: Mapping[str, object], calls: Sequence[ReportedCall], *, unit: str
) -> None:
    """A histogram in this unit has a record for each of the calls, and no other, for these attributes.

    Together they are no longer than the callers waited, and no shorter than the provider held its answers.
    """
    __tracebackhide__ = True
    found = matching(points, wanted)
    promised = f"a histogram in {unit} with {len(calls)} records for {plain(wanted)}"
    observed = sum(point.count for point in found)
    if not found or observed != len(calls) or any(point.unit != unit for point in found):
        raise ContractBreach(promised, f"{observed} records", shown(points))
    recorded_s = sum(point.value for point in found)
    held_s, waited_s = sum(one.held_s for one in calls), sum(one.took_s for one in calls)
    if not held_s * _CLOCKS_AGREE <= recorded_s <= waited_s or recorded_s <= 0:
        raise ContractBreach(
            f"{promised}, of {held_s:g} to {waited_s:.3f} s", f"of {recorded_s:g}", shown(found)
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


def expect_no_growth(before: Sequence[Point], now: Sequence[Point]) -> None:
    """Strangers who do what others did before them make no series of requests or of model calls."""
    __tracebackhide__ = True
    known = {point.series for point in before}
    new = [point for point in now if point.name.startswith(_OF_CALLS) and point.series not in known]
    if new:
        count = len({point.series for point in new})
        raise ContractBreach(
            "strangers make no series", f"{count} more when they came again under other names", shown(new)
        )


def expect_interval(collector: Collector, interval_s: float) -> None:
    """Metrics come every *interval_s*, neither oftener nor more seldom, in the middle of several gaps.

    On a machine that wakes late itself, more seldom by as much is no breach.
    """
    __tracebackhide__ = True

    def times() -> list[float]:
        return [export.at_s for export in collector.exports if export.signal == "metrics"]

    collector.wait_for(
        f"{_EXPORTS} exports of metrics",
        lambda: len(times()) >= _EXPORTS,
        within_s=Patience.from_environment().arrival_s + 2 * _EXPORTS * interval_s,
    )
    between_s = median(later - earlier for earlier, later in pairwise(times()))
    if between_s < interval_s * _SHORTEST_OF_INTERVAL:
        raise ContractBreach(f"metrics come every {interval_s} s", f"every {between_s:.2f} s")
    if between_s > interval_s * _LONGEST_OF_INTERVAL + _overslept_s():
        raise ContractBreach(f"metrics come every {interval_s} s", f"every {between_s:.2f} s")


def _overslept_s() -> float:
    """By how much this machine wakes later than asked."""
    began = time.monotonic()
    time.sleep(POLL_S)
    return time.monotonic() - began - POLL_S


def matching(points: Sequence[Point], wanted: Mapping[str, object]) -> list[Point]:
    """Those of *points* that say all this."""
    return [one for one in points if all(one.attributes.get(name) == value for name, value in wanted.items())]


def shown(points: Sequence[Point]) -> str:
    """The series, for the detail of a breach."""
    return "\n".join(
        f"{one.name} {plain(one.attributes)}: {one.value:g} ({one.count})" for one in points[:12]
    )
