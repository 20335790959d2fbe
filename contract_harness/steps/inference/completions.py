"""A completion: what is passed, and that nothing is beside it."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.clients.http import Reply
from contract_harness.expect.inference import _calls, streaming
from contract_harness.scenes.inference.calls import ModelCaller


@then(parsers.parse('the caller receives the document and nothing else, from the model "{model}"'))
def caller_receives_nothing_else(reply: Reply, provider_says: str, model: str) -> None:
    _calls.expect_answer_passed(reply, _calls.given_document(provider_says), model, may_hold_more=False)


@then("the caller receives each of these chunks and nothing else")
def caller_receives_no_other_chunks(model_caller: ModelCaller, provider_streams: str) -> None:
    streaming.expect_chunks_passed(model_caller.came, provider_streams, may_hold_more=False)
