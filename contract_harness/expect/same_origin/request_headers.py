"""Which values the admin UI received of a repeated header, and which origin it was told."""

from __future__ import annotations

from collections.abc import Sequence

from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.expect.arrivals import NO_HEADER, the_request
from contract_harness.upstreams.http_server import Received, Upstream


def expect_list(upstream: Upstream, name: str, values: Sequence[str]) -> None:
    """It received these values of a repeated header, in this order, on one line or on several."""
    __tracebackhide__ = True
    lines = the_request(upstream).headers_named(name)
    observed = [value.strip() for line in lines for value in line.split(",")]
    if observed != list(values):
        raise ContractBreach(f"the admin UI receives {name}: {', '.join(values)}", plain(lines, NO_HEADER))


def expect_told_origin(upstream: Upstream, origin: str) -> None:
    """The three forwarded headers say this origin, each of them once.

    An underscored spelling counts as the header: many servers read it as that.

    Source: observed gateway, 6.3.
    """
    __tracebackhide__ = True
    scheme, _, host = origin.partition("://")
    promised = {"x-forwarded-host": [host], "x-forwarded-proto": [scheme], "x-forwarded-origin": [origin]}
    request = the_request(upstream)
    observed = {name: _however_spelt(request, name) for name in promised}
    if observed != promised:
        raise ContractBreach(f"the admin UI is told {plain(promised)}", f"it is told {plain(observed)}")


def _however_spelt(request: Received, name: str) -> list[str]:
    return [value for key, value in request.headers if key.lower().replace("_", "-") == name]
