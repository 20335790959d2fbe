"""Where a protected page sends a visitor."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from contract_harness.clients.http import Reply
from contract_harness.errors import ContractBreach
from contract_harness.expect.visits import expect_sign_in_page
from contract_harness.scenes.visitor import Visitor


def expect_sent_to_sign_in(visitor: Visitor, reply: Reply) -> None:
    """The answer is a redirect, on this origin, to the sign-in page."""
    __tracebackhide__ = True
    location = reply.header("location")
    if not 300 <= reply.status < 400 or location is None:
        raise ContractBreach(
            "a redirect reaches the browser", f"{reply.status} {reply.reason}".rstrip(), reply.shown
        )
    there = urlsplit(urljoin(visitor.origin + visitor.base_path + "/", location))
    if f"{there.scheme}://{there.netloc}" != visitor.origin:
        raise ContractBreach(f"a redirect on {visitor.origin}", f"to {location}")
    target = there.path + (f"?{there.query}" if there.query else "")
    expect_sign_in_page((target, visitor.ask(target)))
