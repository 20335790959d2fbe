"""Calls that are refused: for their key, for their body, by the provider."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect.same_origin import answers
from contract_harness.scenes import written
from contract_harness.scenes.inference.bodies import body_called
from contract_harness.scenes.inference.calls import ModelCaller
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, by_name
from contract_harness.upstreams.provider import SimulatedProvider, refusal


@given(parsers.parse('the provider answers "{phrase}" with the headers:'))
def provider_refuses_with_headers(provider: SimulatedProvider, phrase: str, datatable: Table) -> None:
    provider.answer(refusal(answers.status_called(phrase), written.headers(datatable)))


@when(
    parsers.parse('the caller asks for "{operation}" with the Authorization "{authorization}"'),
    target_fixture="reply",
)
def caller_asks_as(
    subject: ScenarioGateway, model_caller: ModelCaller, operation: str, authorization: str
) -> Reply:
    return model_caller.ask(operation, bearer=subject.filled([[authorization]])[0][0])


@when(parsers.parse('the caller asks for "{operation}" with the body "{body}"'), target_fixture="reply")
def caller_sends(model_caller: ModelCaller, operation: str, body: str) -> Reply:
    return model_caller.send_bytes(operation, *body_called(body))


@then("the caller receives the headers:")
def caller_receives_headers(reply: Reply, datatable: Table) -> None:
    answers.expect_headers(reply, by_name(written.headers(datatable)), who="the caller")
