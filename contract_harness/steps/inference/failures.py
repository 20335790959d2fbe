"""Calls that are refused: for their key, for their body."""

from __future__ import annotations

from pytest_bdd import parsers, when

from contract_harness.clients.http import Reply
from contract_harness.scenes.inference.bodies import body_called
from contract_harness.scenes.inference.calls import ModelCaller
from contract_harness.scenes.scenario_gateway import ScenarioGateway


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
