"""JSON request bodies: bounded, strict, and read only after the caller was let in."""

from collections.abc import Mapping
from typing import Any

from falcon import Request

from reference_gateway.domain import json_text
from reference_gateway.domain.errors import InvalidRequest
from reference_gateway.http.refusals import BodyTooLarge, UnsupportedMediaType, ValidationFailed

API_BODY_BYTES = 1024 * 1024
MOST_VALUES = 100_000
"""Of a call: a tenth of a second's work of an interpreter that everybody shares."""


def json_object(
    request: Request, *, limit_bytes: int = API_BODY_BYTES, most_values: int = MOST_VALUES
) -> dict[str, Any]:
    """The request's JSON object.

    Raises:
        UnsupportedMediaType: not declared as `application/json` or `application/*+json`.
        BodyTooLarge: over *limit_bytes*, or of more than *most_values*.
        InvalidRequest: not one JSON value.
        ValidationFailed: a JSON value that is not an object.
    """
    if not is_json(request.content_type):
        raise UnsupportedMediaType
    if request.env["gateway.body_bytes"] > limit_bytes:
        raise BodyTooLarge
    body = parsed(request.env["wsgi.input"].read(), most_values)
    if not isinstance(body, dict):
        raise ValidationFailed("request body must be a JSON object")
    return body


def is_json(content_type: str | None) -> bool:
    """Whether *content_type*, parameters aside, is JSON."""
    essence = (content_type or "").partition(";")[0].strip().lower()
    return essence == "application/json" or (
        essence.startswith("application/") and essence.endswith("+json") and essence != "application/+json"
    )


def parsed(text: bytes, most_values: int = MOST_VALUES) -> Any:
    """The one JSON value in *text*."""
    try:
        return json_text.read(text, takes_halves=True, most_values=most_values)
    except json_text.TooManyValues:
        raise BodyTooLarge from None
    except json_text.NotJson:
        raise InvalidRequest("body is not JSON") from None


def text_field(body: Mapping[str, Any], name: str) -> str:
    """The string member *name*; unknown members are ignored.

    Raises:
        ValidationFailed: it is missing or not a string, or holds what is not text.
    """
    value = body.get(name)
    if not isinstance(value, str):
        raise ValidationFailed(f"`{name}` must be a string")
    if not is_text(value):
        raise ValidationFailed(f"`{name}` must be valid text")
    return value


def is_text(value: str) -> bool:
    """Whether *value* can be stored: no NUL, no half of a surrogate pair."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
