"""A streamed completion: its events, its end, and callers who leave."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.expect.inference import streaming
from contract_harness.expect.inference._documents import as_json
from contract_harness.patience import Patience
from contract_harness.scenes.inference import following
from contract_harness.scenes.inference.calls import ModelCaller
from contract_harness.upstreams.provider import SimulatedProvider
from contract_harness.upstreams.streams import TEXT


@when("the caller follows a stream, event by event", target_fixture="followed")
def caller_follows(model_caller: ModelCaller, provider: SimulatedProvider, patience: Patience) -> int:
    return following.follow(model_caller, provider, within_s=patience.arrival_s)


@when(parsers.parse('the caller leaves a stream "{moment}"'), target_fixture="moment")
def caller_leaves(
    model_caller: ModelCaller, provider: SimulatedProvider, patience: Patience, moment: str
) -> str:
    following.leave(model_caller, provider, moment, within_s=patience.arrival_s)
    return moment


@then("each event arrives before the provider makes the next")
def each_event_arrives(followed: int, provider: SimulatedProvider, patience: Patience) -> None:
    streaming.expect_followed(followed, provider, within_s=patience.arrival_s)


@then("the provider is hung up on")
def provider_is_hung_up_on(provider: SimulatedProvider, moment: str, patience: Patience) -> None:
    streaming.expect_hung_up(provider, moment, within_s=patience.arrival_s)


@then("the caller receives each of these chunks")
def caller_receives_chunks(model_caller: ModelCaller, provider_streams: str) -> None:
    streaming.expect_chunks_passed(model_caller.came, provider_streams, may_hold_more=True)


@then("the caller reads the whole text")
def caller_reads_the_text(model_caller: ModelCaller) -> None:
    streaming.expect_text(model_caller.came, TEXT)


@then("the caller puts together the tool calls:")
def caller_puts_together(model_caller: ModelCaller, docstring: str) -> None:
    streaming.expect_tool_calls(model_caller.came, as_json(docstring))


@then(parsers.parse('the stream "{does}"'))
def stream_is(model_caller: ModelCaller, does: str) -> None:
    streaming.expect_stream(model_caller.came, does)
