"""A caller: holds a gateway key, calls models, and is answered or refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect import access
from contract_harness.expect.inference import _calls, failures
from contract_harness.expect.replies import expect_discreet, expect_failure, expect_refusal
from contract_harness.scenes import completions, listing
from contract_harness.scenes.inference.calls import ModelCaller
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, column


@pytest.fixture
def model_caller(subject: ScenarioGateway) -> Iterator[ModelCaller]:
    """Somebody with the configured key, and what came of the last call."""
    caller = ModelCaller(subject)
    yield caller
    caller.close()


@when(parsers.re(r'the caller asks for "(?P<operation>[^"]+)"'), target_fixture="reply")
def caller_asks_for(model_caller: ModelCaller, operation: str) -> Reply:
    return model_caller.ask(operation)


@when(parsers.re(r'the caller asks for "(?P<operation>[^"]+)" with:'), target_fixture="reply")
def caller_asks_with(model_caller: ModelCaller, operation: str, docstring: str) -> Reply:
    return model_caller.ask(operation, _calls.given_document(docstring))


@then(parsers.parse('the caller receives the document, from the model "{model}"'))
def caller_receives(reply: Reply, provider_says: str, model: str) -> None:
    _calls.expect_answer_passed(reply, _calls.given_document(provider_says), model, may_hold_more=True)


@then(parsers.parse('the caller is refused with "{phrase}"'))
def caller_is_refused(reply: Reply, phrase: str) -> None:
    failures.expect_refused(reply, phrase)


@when(parsers.parse('the caller asks "{model}" for a completion'), target_fixture="reply")
def caller_asks(subject: ScenarioGateway, model: str) -> Reply:
    return completions.complete(subject, "configured", model)


@when(
    parsers.parse('the caller with the key "{name}" asks "{model}" for a completion'), target_fixture="reply"
)
def caller_with_the_key_asks(subject: ScenarioGateway, name: str, model: str) -> Reply:
    return completions.complete(subject, name, model)


@when(parsers.parse('the caller with the key "{name}" lists "{noun}"'), target_fixture="reply")
def caller_with_the_key_lists(subject: ScenarioGateway, name: str, noun: str) -> Reply:
    return listing.as_caller(subject, name, noun)


@then("the call is answered")
def call_is_answered(reply: Reply) -> None:
    access.expect_completion(reply)


@then(parsers.parse('the call is refused as "{code}"'))
def call_is_refused(reply: Reply, code: str) -> None:
    expect_refusal(reply, code=code)


@then(parsers.parse('the call fails as "{code}"'))
def call_fails(reply: Reply, code: str) -> None:
    expect_failure(reply, code=code)


@then(parsers.parse('the answer says nothing in the "{whose}" own words'))
def answer_is_discreet(reply: Reply, whose: str) -> None:
    expect_discreet(reply, whose)


@then(parsers.parse('the key "{name}" may call "{model}"'))
def key_may_call(subject: ScenarioGateway, name: str, model: str) -> None:
    access.expect_answered_as(completions.complete(subject, name, model), model)


@then(parsers.parse('the key "{name}" may call a model'))
def key_may_call_a_model(subject: ScenarioGateway, name: str) -> None:
    access.expect_some_model(subject.public, subject.key(name))


@then(parsers.parse('the caller is answered as "{model}"'))
def caller_is_answered_as(reply: Reply, model: str) -> None:
    access.expect_answered_as(reply, model)


@then(parsers.parse('the key "{name}" is refused'))
def key_is_refused(subject: ScenarioGateway, name: str) -> None:
    access.expect_turned_away(subject.public, subject.key(name))


@then(parsers.parse('the key "{name}" sees only:'))
def key_sees_only(subject: ScenarioGateway, name: str, datatable: Table) -> None:
    completions.require_known_grants(subject)
    access.expect_sees(subject.public, subject.key(name), column(datatable))
