"""A provider: is called for a completion, or is not."""

from __future__ import annotations

from pytest_bdd import given, parsers, then

from contract_harness.expect import access
from contract_harness.expect.inference import _calls
from contract_harness.expect.same_origin.answers import status_called
from contract_harness.scenes.inference.calls import ModelCaller
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs
from contract_harness.upstreams import answers
from contract_harness.upstreams.provider import SimulatedProvider, refusal


@given(parsers.parse('the provider answers "{phrase}"'))
def provider_answers(provider: SimulatedProvider, phrase: str) -> None:
    provider.answer(refusal(status_called(phrase)))


@given(parsers.parse('the provider answers with "{what}"'))
def provider_answers_with(provider: SimulatedProvider, what: str) -> None:
    provider.answer(answers.answer_called(what))


@given("the provider answers with:", target_fixture="provider_says")
def provider_answers_with_document(provider: SimulatedProvider, docstring: str) -> str:
    provider.answer(answers.sent_back(docstring))
    return docstring


@given("the provider streams:", target_fixture="provider_streams")
def provider_streams(provider: SimulatedProvider, docstring: str) -> str:
    provider.answer(answers.shown_stream(docstring))
    return docstring


@then("no provider was called")
def no_provider_was_called(subject: ScenarioGateway) -> None:
    access.expect_silence(subject.provider)


@then(parsers.parse('the provider receives "{what}"'))
def provider_receives(provider: SimulatedProvider, model_caller: ModelCaller, what: str) -> None:
    _calls.expect_received(provider, model_caller, what)


@then("the provider was called with:")
def provider_was_called_with(subject: ScenarioGateway, datatable: Table) -> None:
    access.expect_called(subject.provider, **dict(pairs(subject.filled(datatable))))
