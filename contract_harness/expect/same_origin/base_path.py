"""Where the admin UI is seen, and where it is not."""

from __future__ import annotations

from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.expect.same_origin.answers import expect_own_not_found, expect_page
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.http_server import Upstream


def expect_served_below(visitor: Visitor, upstream: Upstream) -> None:
    """The base path, and what is below it, is the admin UI's and arrives as it is."""
    __tracebackhide__ = True
    targets = [path or "/" for path in (visitor.base_path, f"{visitor.base_path}/api-keys?page=2")]
    before = len(upstream.received)
    for target in targets:
        expect_page(visitor.ask(target))
    observed = [one.target for one in upstream.received[before:]]
    if observed != targets:
        raise ContractBreach(f"the admin UI is asked for {plain(targets)}", f"for {plain(observed)}")


def expect_not_served_below(visitor: Visitor) -> None:
    """Neither this path nor what is below it is anybody's."""
    __tracebackhide__ = True
    for path in ("", "/api-keys"):
        expect_own_not_found(visitor.open(path))
