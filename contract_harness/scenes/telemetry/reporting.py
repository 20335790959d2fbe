"""A gateway that reports to a collector, and what was told of the calls made at it."""

from __future__ import annotations

import time
from collections.abc import Mapping

from contract_harness.collector import Collector, Point, Span
from contract_harness.configs.default_config import ALIAS, MODEL, PROVIDER_ID, UPSTREAM_MODEL
from contract_harness.drivers.gateway import Gateway
from contract_harness.errors import ContractBreach, TargetNeverReady
from contract_harness.installations.installation import Installation
from contract_harness.installations.pool import Installations, Standing
from contract_harness.scenes.telemetry.collectors import WITHOUT_DELAY
from contract_harness.scenes.telemetry.reported_calls import (
    PLAIN,
    Callers,
    ReportedCall,
    make_all,
    make_strange,
)

REQUEST_SPAN = "http_request"
COUNTED = "gateway.chat.requests"
INTERVAL_S = 1


class Reporting:
    """One standing gateway with a collector of its own; outlives the scenarios that look at it.

    Attributes:
        state: in which way its collector fails from before its start, as `Collector.be` has it; "back" for
            in none.
        session: the cookies of the admin who signed in, once the calls are made.
    """

    def __init__(self, collector: Collector, state: str = "back") -> None:
        self.collector = collector
        self.state = state
        self._standing: Standing | None = None
        self._calls: Mapping[str, ReportedCall] = {}
        self.session: Mapping[str, str] = {}

    def stand(self, installations: Installations) -> None:
        """See that the gateway stands, with *installations*' evidence.

        Raises:
            ContractBreach: it does not start.
        """
        __tracebackhide__ = True
        try:
            standing = installations.standing(f"reports to a collector: {self.state}", self._prepare)
        except TargetNeverReady as error:
            raise ContractBreach("a gateway with a collector starts", "it does not", str(error)) from None
        if standing is not self._standing:
            self._standing, self._calls = standing, {}

    @property
    def standing(self) -> Standing:
        """The gateway with its installation."""
        assert self._standing is not None, "a feature looks at a gateway that does not stand"
        return self._standing

    @property
    def gateway(self) -> Gateway:
        """The gateway."""
        return self.standing.gateway

    @property
    def calls(self) -> Mapping[str, ReportedCall]:
        """Every call of `CALLS`; made when first asked for."""
        if not self._calls:
            callers = self._callers()
            self._calls = make_all(callers)
            self.session = callers.admin.cookies
        return self._calls

    def strangers_come_again(self) -> list[Point]:
        """The series of requests and of model calls, once others have called as the strangers did before."""
        __tracebackhide__ = True
        make_strange(self._callers())
        since_s = time.monotonic()
        self.collector.wait_for(
            "metrics of the calls of strangers",
            # The first export after them may have begun before the last of them.
            lambda: sum(one.signal == "metrics" and one.at_s > since_s for one in self.collector.exports) > 1,
        )
        return self.collector.points

    def _callers(self) -> Callers:
        installation = self.standing.installation
        return Callers(self.gateway, self.gateway.admin(), installation.credentials, installation.provider)

    def settled(self, metric: str) -> list[Point]:
        """The series of *metric* once every call is counted.

        Raises:
            ContractBreach: the last of them never is.
        """
        __tracebackhide__ = True
        self.collector.wait_for(
            f"the metric {COUNTED} of a completion by an alias",
            lambda: any(
                point.attributes.get("requested_model") == ALIAS for point in self.collector.totals(COUNTED)
            ),
            since_s=max(call.at_s for call in self.calls.values()),
        )
        return self.collector.totals(metric)

    def everything_settled(self) -> None:
        """Wait until every span and every metric of the calls came."""
        __tracebackhide__ = True
        for name, made in self.calls.items():
            if not name.startswith("an unknown"):
                span_of(self.collector, made.request_id, what=name, since_s=made.at_s)
        self.settled(COUNTED)

    def _prepare(self, blank: Installation) -> None:
        # What its forerunner told is not about this one.
        self.collector.reset()
        self.collector.be(self.state)
        blank.env.update(WITHOUT_DELAY)
        blank.config["server"] |= {
            "otel_endpoint": self.collector.grpc_url,
            "otel_export_interval_secs": INTERVAL_S,
            "log_format": "json",
        }
        route = {"provider": PROVIDER_ID, "upstream_model": UPSTREAM_MODEL, "capabilities": {"tools": False}}
        blank.config["models"].append({"id": PLAIN, "routes": [route]})
        blank.config["auth"]["seed_api_keys"][0]["allowed_models"] = [MODEL, ALIAS, PLAIN]


class Reporters:
    """Such gateways, one for each way in which a collector may fail."""

    def __init__(self) -> None:
        self._made: dict[str, Reporting] = {}

    def __getitem__(self, state: str) -> Reporting:
        if state not in self._made:
            self._made[state] = Reporting(Collector(), state)
        return self._made[state]

    def close(self) -> None:
        """Stop their collectors for good."""
        for one in self._made.values():
            one.collector.close()


def span_of(
    collector: Collector,
    request_id: str,
    name: str = REQUEST_SPAN,
    *,
    what: str,
    since_s: float | None = None,
) -> Span:
    """The span called *name* of the request with this id.

    Args:
        since_s: when the call was made, by `time.monotonic`: a span may take so long from then on; now unless
            given.

    Raises:
        ContractBreach: it did not come in time.
    """
    __tracebackhide__ = True
    found: list[Span] = []

    def look() -> bool:
        found[:] = [
            span
            for span in collector.spans
            if span.name == name and span.attributes.get("request_id") == request_id
        ]
        return bool(found)

    collector.wait_for(f"the span {name} of {what}", look, since_s=since_s)
    return found[0]
