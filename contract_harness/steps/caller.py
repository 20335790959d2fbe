"""A caller: holds a gateway key, calls models, and is answered or refused."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect import access
from contract_harness.expect.replies import expect_refusal
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@when(parsers.parse('the caller asks "{model}" for a completion'), target_fixture="reply")
def caller_asks(subject: ScenarioGateway, model: str) -> Reply:
    return subject.public.complete(subject.key("configured"), model)


@then("the call is answered")
def call_is_answered(reply: Reply) -> None:
    access.expect_completion(reply)


@then(parsers.parse('the call is refused as "{code}"'))
def call_is_refused(reply: Reply, code: str) -> None:
    expect_refusal(reply, code=code)


@then(parsers.parse('the key "{name}" may call "{model}"'))
def key_may_call(subject: ScenarioGateway, name: str, model: str) -> None:
    access.expect_opens(subject.public, subject.key(name), model)


@then(parsers.parse('the key "{name}" may call a model'))
def key_may_call_a_model(subject: ScenarioGateway, name: str) -> None:
    access.expect_some_model(subject.public, subject.key(name))
