"""Access: what a gateway key opens, and what reaches the provider behind it."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect import access
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@when(
    parsers.parse('the caller with the key "{name}" asks "{model}" for a completion'), target_fixture="reply"
)
def holder_asks(subject: ScenarioGateway, name: str, model: str) -> Reply:
    return subject.public.complete(subject.key(name), model)


@when("the caller lists keys with the configured key", target_fixture="reply")
def caller_lists_keys(subject: ScenarioGateway) -> Reply:
    bearer = ("Authorization", f"Bearer {subject.key('configured')}")
    return subject.stranger().send("GET", "/api/v1/admin/api-keys", headers=(bearer,))


@when("the caller lists models with a spoiled key", target_fixture="reply")
def lists_with_a_spoiled_key(subject: ScenarioGateway) -> Reply:
    return subject.public.list_models(subject.key("spoiled"))


@then(parsers.parse('the caller is answered as "{model}"'))
def caller_is_answered_as(reply: Reply, model: str) -> None:
    access.expect_answered_as(reply, model)


@then(parsers.parse('the key "{name}" is refused'))
def key_is_refused(subject: ScenarioGateway, name: str) -> None:
    access.expect_turned_away(subject.public, subject.key(name))


@then(parsers.parse('the key "{name}" sees only "{model}"'))
def named_key_sees_only(subject: ScenarioGateway, name: str, model: str) -> None:
    access.expect_sees(subject.public, subject.key(name), [model])


@then(parsers.parse('the key "{name}" sees no model'))
def key_sees_nothing(subject: ScenarioGateway, name: str) -> None:
    access.expect_sees(subject.public, subject.key(name), [])


@then(parsers.parse('each of them opens "{model}" to the configured key'))
def each_opens(subject: ScenarioGateway, model: str) -> None:
    for public in subject.publics_of_replicas():
        access.expect_opens(public, subject.key("configured"), model)


@then(parsers.parse('the provider was asked for "{model}"'))
def provider_was_asked_for(subject: ScenarioGateway, model: str) -> None:
    access.expect_called(subject.provider, model=model)


@then("the provider was called with the configured token")
def provider_got_the_token(subject: ScenarioGateway) -> None:
    access.expect_called(subject.provider, token=subject.token)


@then("no provider was called")
def no_provider_was_called(subject: ScenarioGateway) -> None:
    access.expect_silence(subject.provider)
