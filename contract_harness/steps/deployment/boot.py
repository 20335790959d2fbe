"""Boot: what comes out of a stack that is brought up from nothing."""

from __future__ import annotations

from pytest_bdd import given, when

from contract_harness.clients.http import Reply
from contract_harness.compose.replay import Replay
from contract_harness.compose.stack import Stack
from contract_harness.drivers.gateway import Gateway
from contract_harness.expect import visits
from contract_harness.expect.visits import Visit
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.visitor import Visitor


@given("a visitor is at the gateway of the stack", target_fixture="gateway")
def visitor_is_at_the_gateway(subject: ScenarioGateway) -> Gateway:
    return subject.gateway


@given("the admin has chosen another password")
def admin_has_chosen(stack: Stack, subject: ScenarioGateway) -> None:
    stack.choose_password(subject.browser)


@when("the admin signs in for the first time", target_fixture="reply")
def admin_signs_in_first(stack: Stack, subject: ScenarioGateway) -> Reply:
    return stack.first_sign_in(subject.browser)


@when("the admin signs in on the sign-in page of the stack", target_fixture="visit")
def admin_signs_in_on_the_page(stack: Stack, visitor: Visitor) -> Visit:
    return visits.sign_in_on_the_page(visitor, stack.email, stack.password)


@when("the stack is taken down and brought up again")
def stack_is_brought_up_again(stack: Stack, replay: Replay) -> None:  # noqa: ARG001 - it is up
    stack.up_again()
