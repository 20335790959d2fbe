"""Stacks: what the compose file describes, brought up with plain processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import given, then, when

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import Reply
from contract_harness.clients.public import PublicApi
from contract_harness.compose.replay import Replay
from contract_harness.compose.shipped import Shipped
from contract_harness.compose.stack import Stack, StackGateway
from contract_harness.drivers.gateway import Gateway
from contract_harness.evidence.recorder import Evidence
from contract_harness.expect import access, sessions, stacks, visits
from contract_harness.expect.visits import Visit
from contract_harness.patience import Patience
from contract_harness.scenes.visitor import Visitor
from contract_harness.targets.target import Target


@pytest.fixture(scope="session")
def stack(target: Target, shipped: Shipped, patience: Patience) -> Iterator[Stack]:
    """The stack of this worker; it comes up when it is first asked for."""
    stack = Stack(target, shipped, patience)
    try:
        yield stack
    finally:
        stack.close()


@pytest.fixture
def replay(stack: Stack, evidence: Evidence) -> Replay:
    """The stack, up."""
    return stack.up(evidence)


@given("the stack is up", target_fixture="gateway")
def stack_is_up(replay: Replay, evidence: Evidence) -> Gateway:
    return StackGateway(replay, evidence)


@given("the first admin has chosen another password")
def admin_has_chosen(stack: Stack, admin_api: AdminApi) -> None:
    stack.choose_password(admin_api)


@when("the first admin signs in for the first time", target_fixture="reply")
def admin_signs_in_first(stack: Stack, admin_api: AdminApi) -> Reply:
    return stack.first_sign_in(admin_api)


@when("the first admin signs in", target_fixture="reply")
def admin_signs_in(stack: Stack, admin_api: AdminApi) -> Reply:
    return admin_api.sign_in(stack.email, stack.password)


@when("the first admin signs in with the deploy-time password", target_fixture="reply")
def admin_signs_in_as_deployed(stack: Stack, admin_api: AdminApi) -> Reply:
    return admin_api.sign_in(stack.email, stack.secrets.admin_password)


@when("the first admin signs in with a password that was not deployed", target_fixture="reply")
def admin_signs_in_with_another(stack: Stack, admin_api: AdminApi) -> Reply:
    return admin_api.sign_in(stack.email, "admin")


@when("the first admin signs in on the sign-in page", target_fixture="visit")
def admin_signs_in_on_the_page(stack: Stack, visitor: Visitor) -> Visit:
    return visits.sign_in_on_the_page(visitor, stack.email, stack.password)


@when("a caller lists models with the deploy-time key", target_fixture="reply")
def lists_models(stack: Stack, public_api: PublicApi) -> Reply:
    return public_api.list_models(stack.secrets.api_key)


@when("it is taken down and brought up again")
def is_brought_up_again(replay: Replay) -> None:
    replay.down()
    replay.up()


@then("every service is healthy")
def every_service_is_healthy(replay: Replay) -> None:
    stacks.expect_all_healthy(replay)


@then("a key that was not deployed opens nothing")
def other_key_opens_nothing(stack: Stack, public_api: PublicApi) -> None:
    public_id = stack.secrets.api_key.partition(".")[0]
    access.expect_turned_away(public_api, f"{public_id}.another-secret-0f3a")


@then("the key may call a model")
def key_may_call_a_model(reply: Reply) -> None:
    stacks.expect_models(reply)


@then("the stack's own database holds the gateway's history")
def database_holds_the_history(replay: Replay) -> None:
    stacks.expect_history(replay)


@then("no service has written outside its tmpfs and volumes")
def nothing_was_written(replay: Replay) -> None:
    stacks.expect_nothing_written(replay)


@then("the first admin can sign in")
def admin_can_sign_in(stack: Stack, admin_api: AdminApi) -> None:
    sessions.expect_let_in(admin_api.sign_in(stack.email, stack.password))
