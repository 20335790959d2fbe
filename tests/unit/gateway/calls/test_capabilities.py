"""What a chat request needs of a route, read from its body, and which routes have it."""

from __future__ import annotations

from typing import Any

import pytest

from reference_gateway.domain.models import CAPABILITIES, ProviderType, Route
from reference_gateway.services.capabilities import chat_requirements, in_order, supports

IMAGE = {"type": "image_url", "image_url": {"url": "https://example.org/cat.png"}}


def says(*parts: Any, role: str = "user") -> dict[str, Any]:
    """A request whose one message consists of *parts*."""
    return {"messages": [{"role": role, "content": list(parts)}]}


@pytest.mark.parametrize(
    ("body", "extra"),
    [
        ({"messages": [{"role": "user", "content": "ping"}]}, set()),
        ({}, set()),
        ({"stream": True}, {"stream"}),
        ({"stream": False}, set()),
        ({"tools": [{"type": "function"}]}, {"tools"}),
        ({"tools": None}, set()),
        ({"tools": []}, set()),
        ({"tools": {}}, set()),
        (says(IMAGE), {"vision"}),
        (says({"type": "text", "text": "look"}, IMAGE), {"vision"}),
        (says({"type": "image_url"}), {"vision"}),
        (says({"type": "input_image", "file_id": "f1"}), {"vision"}),
        (says({"image_url": "https://example.org/cat.png"}), {"vision"}),
        (says({"type": "text", "text": "image_url"}), set()),
        (says("image_url"), set()),
        ({"messages": [{"role": "user", "content": "image_url"}]}, set()),
        ({"messages": ["image_url", says(IMAGE)["messages"][0]]}, {"vision"}),
        ({"messages": [*says("look")["messages"], *says(IMAGE)["messages"]]}, {"vision"}),
        ({"response_format": {"type": "json_schema", "json_schema": {}}}, {"json_schema"}),
        ({"response_format": {"type": "json_object"}}, set()),
        ({"response_format": "json_schema"}, set()),
        (says("be brief", role="developer"), {"developer_role"}),
        (says("be brief", role="Developer"), {"developer_role"}),
        (says("be brief", role="system"), set()),
        ({"messages": [{"content": "nobody says this"}]}, set()),
        ({"messages": [{"role": "assistant", "content": None, "tool_calls": []}]}, set()),
    ],
)
def test_what_a_request_needs_beyond_an_answer(body: dict[str, Any], extra: set[str]) -> None:
    """Each flag by what asks for it, and by nothing that only looks alike."""
    assert {"chat_completions"} | extra == chat_requirements(body)


def route(*capabilities: str) -> Route:
    """A route with *capabilities*."""
    return Route("r", "m", "stub", "gpt-4o-mini", 100, 1.0, True, frozenset(capabilities))


@pytest.mark.parametrize(
    ("provider", "has", "needed", "expected"),
    [
        (ProviderType.OPENAI_COMPAT, {"chat_completions", "tools"}, {"chat_completions", "tools"}, True),
        (ProviderType.OPENAI_COMPAT, {"chat_completions", "tools"}, {"chat_completions"}, True),
        (ProviderType.OPENAI_COMPAT, {"chat_completions"}, {"chat_completions", "tools"}, False),
        (ProviderType.OPENAI_COMPAT, set(CAPABILITIES), set(CAPABILITIES), True),
        (ProviderType.GCP_VERTEX, set(CAPABILITIES), {"chat_completions", "vision"}, True),
        (ProviderType.GCP_VERTEX, set(CAPABILITIES), {"chat_completions", "tools"}, False),
    ],
)
def test_a_route_serves_what_both_it_and_its_provider_have(
    provider: ProviderType, has: set[str], needed: set[str], *, expected: bool
) -> None:
    """Neither can lend the other a flag, and what is needed may be all there is."""
    assert expected == supports(provider, route(*has), frozenset(needed))


def test_refusals_name_the_flags_in_one_order() -> None:
    """Whatever the order they were found in, and no flag that nobody knows."""
    assert ["chat_completions", "vision", "developer_role"] == in_order(
        frozenset({"developer_role", "chat_completions", "vision", "telepathy"})
    )
