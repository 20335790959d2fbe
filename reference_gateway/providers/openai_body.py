"""The body an OpenAI-compatible upstream is sent, made from the caller's (observed gateway, 4.7)."""

from collections.abc import Mapping
from typing import Any

from reference_gateway.domain.models import Route


def chat_body(route: Route, body: Mapping[str, Any]) -> dict[str, Any]:
    """The caller's *body* with the upstream's model name, the route's extras and its compatibility profile.

    Nothing else is added that the caller did not send, but for the usage of a stream where the profile says
    that it can be asked for. The route's extra body replaces top-level members, the model included; that a
    stream was asked for stays.
    """
    sent = {**body, "model": route.upstream_model, **route.extra_body}
    if body.get("stream"):
        sent["stream"] = True
    profile = route.compatibility.get("openai_compat")
    return compatible(sent, profile) if isinstance(profile, Mapping) else sent


def embeddings_body(route: Route, body: Mapping[str, Any]) -> dict[str, Any]:
    """The caller's *body* with the upstream's model name and the route's extras; a profile is for chats."""
    return {**body, "model": route.upstream_model, **route.extra_body}


def compatible(body: dict[str, Any], profile: Mapping[str, Any]) -> dict[str, Any]:
    """*body* without what the route's *profile* says the upstream does not understand."""
    sent = dict(body)
    if profile.get("supports_store") is False:
        sent.pop("store", None)
    if profile.get("max_tokens_field") == "max_tokens" and "max_completion_tokens" in sent:
        tokens = sent.pop("max_completion_tokens")
        sent.setdefault("max_tokens", tokens)
    if profile.get("developer_role") == "system":
        sent["messages"] = [_as_system(message) for message in sent.get("messages", [])]
    effort = profile.get("reasoning_effort")
    if effort in ("omit", "reasoning_object") and "reasoning_effort" in sent:
        value = sent.pop("reasoning_effort")
        if effort == "reasoning_object":
            sent.setdefault("reasoning", {"effort": value})
    if sent.get("stream") is True and profile.get("supports_stream_usage") is True:
        options = sent.get("stream_options")
        sent["stream_options"] = {**(options if isinstance(options, dict) else {}), "include_usage": True}
    return sent


def _as_system(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "role": "system"} if message.get("role") == "developer" else message
