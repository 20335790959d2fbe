"""What of a visitor's request arrived, and for whom its answer was."""

from __future__ import annotations

from collections.abc import Mapping

from contract_harness.clients.http import Reply
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import octets
from contract_harness.expect.arrivals import the_request
from contract_harness.expect.visits import expect_says
from contract_harness.upstreams.http_server import Upstream
from contract_harness.upstreams.payloads import Payload


def expect_method(upstream: Upstream, method: str) -> None:
    """It was asked once, with this method."""
    __tracebackhide__ = True
    observed = the_request(upstream).method
    if observed != method:
        raise ContractBreach(f"the admin UI receives a {method} request", f"a {observed} request")


def expect_body(upstream: Upstream, payload: Payload) -> None:
    """It was asked once, with exactly this body."""
    __tracebackhide__ = True
    request = the_request(upstream)
    if not request.complete or request.body_sha256 != payload.sha256:
        what = "" if request.complete else " of a body that was cut short"
        raise ContractBreach(
            f"the admin UI receives {payload.length} bytes, sha256 {payload.sha256[:12]}…",
            f"{request.body_bytes} bytes{what}, sha256 {request.body_sha256[:12]}…",
            octets(request.body, 200),
        )


def expect_greeted(replies: Mapping[str, Reply]) -> None:
    """Each visitor, named by cookie, is greeted by that very name."""
    __tracebackhide__ = True
    for cookie, reply in replies.items():
        expect_says(reply, cookie)
