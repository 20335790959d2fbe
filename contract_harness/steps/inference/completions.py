"""A completion: the provider's document, and what the caller has of it."""

from __future__ import annotations

from pytest_bdd import given, parsers, then

from contract_harness.clients.http import Reply
from contract_harness.expect.inference import _calls
from contract_harness.upstreams import answers
from contract_harness.upstreams.provider import SimulatedProvider


@given("the provider answers with:", target_fixture="provider_says")
def provider_answers_with_document(provider: SimulatedProvider, docstring: str) -> str:
    provider.answer(answers.sent_back(docstring))
    return docstring


@then(parsers.parse('the caller receives the document, from the model "{model}"'))
def caller_receives(reply: Reply, provider_says: str, model: str) -> None:
    _calls.expect_answer_passed(reply, _calls.given_document(provider_says), model)
