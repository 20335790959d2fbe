"""Access: what a gateway key opens, and what reaches the provider behind it."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect import access
from contract_harness.expect.replies import expect_refusal
from contract_harness.scenes.scenario_gateway import Deployment


@when(parsers.parse('the caller asks "{model}" for a completion'), target_fixture="reply")
def caller_asks(deployment: Deployment, model: str) -> Reply:
    return deployment.public.complete(deployment.key("configured"), model)


@when(
    parsers.parse('the caller with the key "{name}" asks "{model}" for a completion'), target_fixture="reply"
)
def holder_asks(deployment: Deployment, name: str, model: str) -> Reply:
    return deployment.public.complete(deployment.key(name), model)


@when("the caller lists keys with the configured key", target_fixture="reply")
def caller_lists_keys(deployment: Deployment) -> Reply:
    bearer = ("Authorization", f"Bearer {deployment.key('configured')}")
    return deployment.stranger().send("GET", "/api/v1/admin/api-keys", headers=(bearer,))


@when("the caller lists models with a spoiled key", target_fixture="reply")
def lists_with_a_spoiled_key(deployment: Deployment) -> Reply:
    return deployment.public.list_models(deployment.key("spoiled"))


@then("the caller is answered")
def caller_is_answered(reply: Reply) -> None:
    access.expect_completion(reply)


@then(parsers.parse('the caller is answered as "{model}"'))
def caller_is_answered_as(reply: Reply, model: str) -> None:
    access.expect_answered_as(reply, model)


@then(parsers.parse('the call is refused as "{code}"'))
def call_is_refused(reply: Reply, code: str) -> None:
    expect_refusal(reply, code=code)


@then(parsers.parse('the configured key opens "{model}"'))
def configured_key_opens(deployment: Deployment, model: str) -> None:
    access.expect_opens(deployment.public, deployment.key("configured"), model)


@then("the configured key is refused")
def configured_key_is_refused(deployment: Deployment) -> None:
    access.expect_turned_away(deployment.public, deployment.key("configured"))


@then("the key as it was before is refused")
def former_key_is_refused(deployment: Deployment) -> None:
    access.expect_turned_away(deployment.public, deployment.key("former"))


@then(parsers.parse('the key sees only "{model}"'))
def key_sees_only(deployment: Deployment, model: str) -> None:
    access.expect_sees(deployment.public, deployment.key("configured"), [model])


@then(parsers.parse('the key "{name}" is refused'))
def key_is_refused(deployment: Deployment, name: str) -> None:
    access.expect_turned_away(deployment.public, deployment.key(name))


@then(parsers.parse('the key "{name}" sees only "{model}"'))
def named_key_sees_only(deployment: Deployment, name: str, model: str) -> None:
    access.expect_sees(deployment.public, deployment.key(name), [model])


@then(parsers.parse('the key "{name}" sees no model'))
def key_sees_nothing(deployment: Deployment, name: str) -> None:
    access.expect_sees(deployment.public, deployment.key(name), [])


@then(parsers.parse('each of them opens "{model}" to the configured key'))
def each_opens(deployment: Deployment, model: str) -> None:
    for public in deployment.publics_of_replicas():
        access.expect_opens(public, deployment.key("configured"), model)


@then(parsers.parse('the provider was asked for "{model}"'))
def provider_was_asked_for(deployment: Deployment, model: str) -> None:
    access.expect_called(deployment.provider, model=model)


@then("the provider was called with the configured token")
def provider_got_the_token(deployment: Deployment) -> None:
    access.expect_called(deployment.provider, token=deployment.token)


@then("no provider was called")
def no_provider_was_called(deployment: Deployment) -> None:
    access.expect_silence(deployment.provider)
