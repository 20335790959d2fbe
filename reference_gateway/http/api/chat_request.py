"""The shape of a model call: only what the gateway reads is checked, the rest passes through."""

from collections.abc import Mapping
from typing import Any

from reference_gateway.http.api.bodies import is_text, text_field
from reference_gateway.http.refusals import ValidationFailed


def checked(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """*body*, once it has the shape of observed gateway, 4.3.

    `model` is required; `messages` defaults to none and may be empty; every message has a `role`; its
    `content` is any JSON, and a message with tool calls goes without; `stream` is a boolean or null.

    Raises:
        ValidationFailed: the member that is wrong is named.
    """
    text_field(body, "model")
    if not isinstance(body.get("stream"), bool | None):
        raise ValidationFailed("`stream` must be a boolean or null")
    messages = body.get("messages", [])
    if not isinstance(messages, list):
        raise ValidationFailed("`messages` must be an array")
    for at, message in enumerate(messages):
        _check_message(message, f"messages[{at}]")
    return body


def checked_embeddings(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """*body*, once it names a `model` and has an `input`, which is any JSON (observed gateway, 4.3).

    Raises:
        ValidationFailed: the member that is wrong is named.
    """
    text_field(body, "model")
    if "input" not in body:
        raise ValidationFailed("`input` is required")
    return body


def _check_message(message: Any, where: str) -> None:
    if not isinstance(message, Mapping):
        raise ValidationFailed(f"`{where}` must be an object")
    role = message.get("role")
    if not isinstance(role, str) or not is_text(role):
        raise ValidationFailed(f"`{where}.role` must be a string")
    if not isinstance(message.get("name"), str | None):
        raise ValidationFailed(f"`{where}.name` must be a string or null")
