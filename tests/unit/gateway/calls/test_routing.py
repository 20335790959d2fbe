"""One chat call: which model answers it, by which route, and what is told of it."""

from __future__ import annotations

import logging

import pytest

from reference_gateway.domain.access import OwnerKind
from reference_gateway.domain.errors import (
    InvalidRequest,
    NoRoutesAvailable,
    RoutingPolicyError,
)
from reference_gateway.domain.models import GatewayModel, Provider, ProviderType
from reference_gateway.store.sqlite import SqliteBackend
from tests.unit.gateway.calls.calling import NOW, PONG, Calls, route

PING = {"messages": [{"role": "user", "content": "ping"}]}


@pytest.fixture
def calls(backend: SqliteBackend) -> Calls:
    """The world of one test."""
    return Calls(backend)


def test_an_alias_is_planned_as_what_it_stands_for(calls: Calls) -> None:
    """With the routes that may be used at all, and in the name that was asked for."""
    calls.routes(
        route("a"), route("off", is_enabled=False), route("idle", weight=0.0), route("b", priority=7)
    )

    plan = calls.inference.plan(calls.caller, "quick")

    assert ("quick", "fast", OwnerKind.TEAM) == (plan.requested.key, plan.resolved.key, plan.owner_kind)
    assert [("b", "stub"), ("a", "stub")] == [(one.upstream_model, at.key) for one, at in plan.routes]


def test_a_model_without_a_route_is_unavailable(calls: Calls) -> None:
    """Under the name that the caller knows it by."""
    calls.routes(route("off", is_enabled=False))

    with pytest.raises(NoRoutesAvailable, match=r"^no routes are available for model `quick`$"):
        calls.inference.plan(calls.caller, "quick")


def chain(calls: Calls, *, hops: int) -> GatewayModel:
    """The first of so many aliases, each of the next; the last is of `fast`."""
    names = [f"alias-{n}" for n in range(hops)]
    for name in names:
        calls.seeds.put_model(GatewayModel(name, name, None, None, (), 9), at=NOW)
    for name, target in zip(names, [*names[1:], "fast"], strict=True):
        calls.seeds.link_alias(name, target)
    first = calls.models.model(names[0])
    assert first is not None
    return first


def test_aliases_are_followed_for_eight_hops_and_no_further(calls: Calls) -> None:
    """So that a ring of aliases ends."""
    assert "fast" == calls.inference.resolve(chain(calls, hops=8)).key
    with pytest.raises(RoutingPolicyError, match=r"^alias chain is longer than 8$"):
        calls.inference.resolve(chain(calls, hops=9))


def test_an_alias_of_nothing_is_said_to_be_one(calls: Calls) -> None:
    """By its name, not by the one that is missing."""
    with pytest.raises(RoutingPolicyError, match=r"^alias `lost` has no target model$"):
        calls.inference.resolve(GatewayModel("lost", "lost", "gone", None, (), 9))


def test_the_lowest_priority_number_is_asked_first_and_weights_share_its_calls(calls: Calls) -> None:
    """Three of four calls to a route of three times the weight, none to the one that stands behind."""
    routes = [route("spare"), route("one", priority=7), route("three", priority=7, weight=3.0)]
    chosen = [calls.inference.choose(routes).upstream_model for _ in range(400)]

    assert {"one", "three"} == set(chosen)
    assert 60 < chosen.count("one") < 140


def test_a_route_that_cannot_do_it_is_passed_over(calls: Calls) -> None:
    """Though it comes first; and when none can, the refusal names all that was needed."""
    vision = frozenset({"chat_completions", "vision"})
    calls.routes(route("blind", priority=1), route("sees", priority=2, capabilities=vision))
    image = {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}

    calls.call("fast", image)
    assert ["sees"] == [model for model, _, _ in calls.stub.asked]

    sentence = "no configured route supports requested capabilities (chat_completions, tools, vision)"
    with pytest.raises(InvalidRequest) as refused:
        calls.call("fast", {**image, "tools": [{}]})
    assert f"invalid request: {sentence}" == str(refused.value)
    assert 1 == len(calls.stub.asked)


def test_a_provider_that_is_not_configured_here_is_passed_over(calls: Calls) -> None:
    """It may be another instance's, in the same database."""
    calls.seeds.put_provider(Provider("elsewhere", ProviderType.OPENAI_COMPAT, {}), secrets={}, at=NOW)
    calls.routes(route("far", provider_key="elsewhere", priority=1), route("near", priority=2))

    calls.call("fast", PING)

    assert ["near"] == [model for model, _, _ in calls.stub.asked]


def test_a_call_is_told_from_its_plan_to_its_cost(calls: Calls, caplog: pytest.LogCaptureFixture) -> None:
    """To telemetry, and in one log line; the answer bears the name that was asked for."""
    calls.routes(route("a"), route("b", priority=1, capabilities=frozenset()))
    caplog.set_level(logging.INFO, "gateway.inference")

    assert {**PONG, "model": "quick"} == calls.call("quick", PING)

    assert [("a", {"model": "quick", **PING}, "id-1")] == calls.stub.asked
    about = {"requested": "quick", "resolved": "fast", "is_stream": False, "owner_kind": OwnerKind.TEAM}
    about["route"] = "/v1/chat/completions"
    assert [
        about,
        "chose stub",
        "asks for a",
        {"total_tokens": 3},
        "was answered",
        "chat ended",
    ] == calls.told.heard
    (line,) = caplog.records
    assert "model call" == line.getMessage()
    assert {
        "request_id": "id-1",
        "model": "fast",
        "requested_model": "quick",
        "provider": "stub",
        "routes": 2,
        "capable_routes": 1,
    }.items() <= vars(line).items()
