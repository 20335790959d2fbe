"""Completions: which calls reach the provider, and in what shape."""

import json

import pytest

from tests.given.http_upstream import page
from tests.given.population import add_route
from tests.integration.gateway.http_api.world import CHAT, KEY, MESSAGE, PONG, refused


@pytest.mark.parametrize("name", ["fast", "quick", "tag:cheap"])
def test_a_completion(world, name):
    """The upstream sees its own model and our token; the caller sees the name that was asked for."""
    reply = world.chat(
        {**CHAT, "model": name, "seed": 7}, "X-Request-Id: abc", "User-Agent: spy", "Cookie: a=b"
    )

    expected_name = "fast" if name.startswith("tag:") else name
    assert (200, {**PONG, "model": expected_name}) == (reply.status, json.loads(reply.body))
    (asked,) = world.provider.asked
    assert "POST /v1/chat/completions HTTP/1.1" == asked.line
    assert {"model": "gpt-4o-mini", "messages": [MESSAGE], "seed": 7} == json.loads(asked.body)
    assert ["Bearer up-token"] == asked.all("authorization")
    assert ["abc"] == asked.all("x-request-id") == reply.all("x-request-id")
    assert [] == asked.all("cookie") + asked.all("user-agent")


@pytest.mark.parametrize(
    "body", [{"input": ["a", "b"], "dimensions": 2}, {"input": None}, {"input": [[1]], "stream": True}]
)
def test_embeddings(world, body):
    """Nothing is added on the way there, and nothing but the name changed on the way back."""
    vectors = {"object": "list", "data": [{"index": 0, "embedding": [0.25]}], "model": "up", "usage": None}
    world.provider.script = page(json.dumps(vectors).encode(), "Content-Type: application/json")

    reply = world.post("/v1/embeddings", {"model": "fast", **body}, f"Authorization: Bearer {KEY}")

    assert (200, {**vectors, "model": "fast"}) == (reply.status, json.loads(reply.body))
    (asked,) = world.provider.asked
    assert "POST /v1/embeddings HTTP/1.1" == asked.line
    assert {"model": "gpt-4o-mini", **body} == json.loads(asked.body)


@pytest.mark.parametrize("document", [{"model": "fast"}, {"input": "a"}, {"model": 1, "input": "a"}])
def test_embeddings_of_nothing_are_refused(world, document):
    """What they are of, and by which model, is for the caller to say."""
    reply = world.post("/v1/embeddings", document, f"Authorization: Bearer {KEY}")

    assert (422, "validation_failed") == refused(reply)
    assert [] == world.provider.asked


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"model": "reasoning"}, (403, "model_not_granted")),
        ({"model": "nothing"}, (404, "model_not_found")),
        ({"model": "tag:none"}, (404, "model_not_found")),
        ({"model": "tag:"}, (400, "invalid_request")),
        ({"model": "dead"}, (503, "no_routes_available")),
        ({}, (422, "validation_failed")),
        ({"model": 1}, (422, "validation_failed")),
        ({"model": "fast", "stream": 1}, (422, "validation_failed")),
        ({"model": "fast", "messages": {}}, (422, "validation_failed")),
        ({"model": "fast", "messages": [{"content": "x"}]}, (422, "validation_failed")),
        (
            {"model": "fast", "messages": [{"role": "user", "content": "x", "name": 1}]},
            (422, "validation_failed"),
        ),
        ({"model": "fast", "pad": "x" * 10_000}, (413, "request_body_too_large")),
    ],
)
def test_a_call_that_is_refused_asks_no_provider(world, document, expected):
    """Whatever is wrong."""
    assert expected == refused(world.chat(document))
    assert [] == world.provider.asked


@pytest.mark.parametrize(
    "header",
    [
        "X-Oceans-Service: Upper",
        "X-Oceans-Env: ",
        "X-Oceans-Tags: a=b;",
        "X-Oceans-Tags: a=b; a=c",
        "X-Oceans-Tags: env=b",
        "X-Oceans-Tags: 1a=b",
        "X-Oceans-Tags: a=1; b=2; c=3; d=4; e=5; f=6",
        "X-Oceans-Service: a\r\nX-Oceans-Service: a",
    ],
)
def test_tags_that_break_a_rule(world, header):
    """400 naming the header; good ones pass and go no further."""
    reply = world.chat(CHAT, header)
    assert (400, "invalid_request") == refused(reply)
    assert header.partition(":")[0].lower() in json.loads(reply.body)["error"]["message"]

    assert 200 == world.chat(CHAT, "X-Oceans-Service: a/b", "X-Oceans-Tags: k=v; k2=v:2").status


def test_a_route_without_the_capability_is_not_called(world):
    """400 naming what is missing, in the fixed order."""
    model_id = world.seeds.model_id("fast")
    add_route(world.seeds, model_id, capabilities=frozenset({"chat_completions"}))
    image = {"role": "Developer", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}

    reply = world.chat({"model": "fast", "messages": [image], "tools": [{}]})

    assert (400, "invalid_request") == refused(reply)
    assert "(chat_completions, tools, vision, developer_role)" in json.loads(reply.body)["error"]["message"]


@pytest.mark.parametrize(
    "given",
    [
        {"messages": [{"role": "assistant", "tool_calls": [{"id": "a"}]}, {"role": "tool", "content": "1"}]},
        {"messages": [{"role": "assistant", "content": None, "name": None}], "stream": None, "user": None},
        {"messages": [], "stream": False, "stop": ["x"]},
        {},
    ],
)
def test_nothing_is_added_and_nothing_taken_away(world, given):
    """What OpenAI marks optional or nullable passes as it was given: absent, null or there."""
    assert 200 == world.chat({"model": "fast", **given}).status
    (asked,) = world.provider.asked
    assert {"model": "gpt-4o-mini", **given} == json.loads(asked.body)


def test_route_extras_and_profile_shape_the_call(world):
    """Extra body replaces, extra headers are added, the profile renames."""
    profile = {"max_tokens_field": "max_tokens", "supports_store": False, "developer_role": "system"}
    add_route(
        world.seeds,
        world.seeds.model_id("fast"),
        extra_body={"temperature": 0},
        extra_headers={"X-Extra": "1"},
        compatibility={"openai_compat": {**profile, "reasoning_effort": "reasoning_object"}},
    )
    asked_for = {
        "model": "fast",
        "messages": [{"role": "developer", "content": "x"}],
        "store": True,
        "temperature": 1,
        "max_completion_tokens": 5,
        "reasoning_effort": "low",
    }

    assert 200 == world.chat(asked_for).status
    (asked,) = world.provider.asked
    assert {
        "model": "gpt-4o-mini",
        "messages": [{"role": "system", "content": "x"}],
        "temperature": 0,
        "max_tokens": 5,
        "reasoning": {"effort": "low"},
    } == json.loads(asked.body)
    assert ["1"] == asked.all("x-extra")
