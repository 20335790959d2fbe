"""What a request asks of a route beyond an answer (observed gateway, 4.6)."""

from collections.abc import Iterator, Mapping
from typing import Any

from reference_gateway.domain.models import CAPABILITIES, ProviderType, Route

PROVIDER_CAPABILITIES: Mapping[ProviderType, frozenset[str]] = {
    ProviderType.OPENAI_COMPAT: frozenset(CAPABILITIES),
    ProviderType.GCP_VERTEX: frozenset({"chat_completions", "stream", "vision", "developer_role"}),
}


EMBEDDING = frozenset({"embeddings"})
"""What a request for embeddings needs, whatever is in it."""


def chat_requirements(body: Mapping[str, Any]) -> frozenset[str]:
    """The flags *body*, a chat request of the right shape, needs."""
    return frozenset(_chat_requirements(body))


def supports(provider: ProviderType, route: Route, needed: frozenset[str]) -> bool:
    """Whether provider and route both have every flag in *needed*."""
    return needed <= (PROVIDER_CAPABILITIES[provider] & route.capabilities)


def in_order(flags: frozenset[str]) -> list[str]:
    """*flags* as refusals list them."""
    return [flag for flag in CAPABILITIES if flag in flags]


def _chat_requirements(body: Mapping[str, Any]) -> Iterator[str]:
    yield "chat_completions"
    if body.get("stream"):
        yield "stream"
    if body.get("tools") not in (None, [], {}):
        yield "tools"
    messages = [message for message in body.get("messages", ()) if isinstance(message, Mapping)]
    if any(_is_image(part) for message in messages for part in _parts(message)):
        yield "vision"
    response_format = body.get("response_format")
    if isinstance(response_format, Mapping) and response_format.get("type") == "json_schema":
        yield "json_schema"
    if any(str(message.get("role")).lower() == "developer" for message in messages):
        yield "developer_role"


def _parts(message: Mapping[str, Any]) -> list[Any]:
    content = message.get("content")
    return content if isinstance(content, list) else []


def _is_image(part: Any) -> bool:
    return isinstance(part, Mapping) and (
        part.get("type") in ("image_url", "input_image") or "image_url" in part
    )
