"""Redirects: who follows them, and where they lead."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.clients.http import Reply
from contract_harness.expect import arrivals
from contract_harness.expect.same_origin import redirects
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.provider import SimulatedProvider


@then("the other server is not asked")
def other_server_is_not_asked(provider: SimulatedProvider) -> None:
    arrivals.expect_asked(provider, times=0, called="the other server")


@then("the visitor is redirected to the sign-in page on this origin")
def visitor_is_sent_to_sign_in(visitor: Visitor, reply: Reply) -> None:
    redirects.expect_sent_to_sign_in(visitor, reply)
