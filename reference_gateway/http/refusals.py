"""
What only the wire can refuse; the other refusals are in `domain.errors`.

Statuses and types are those of contracts/refusals.yaml.
"""

from collections.abc import Iterable
from typing import Self

from reference_gateway.domain.errors import GatewayError, InternalError, InvalidRequest


class UnknownPath(GatewayError):
    """no such path"""

    code = "not_found"
    kind = "not_found_error"
    status = 404


class MethodNotAllowed(GatewayError):
    """method is not allowed on this path"""

    code = "method_not_allowed"
    kind = "invalid_request_error"
    status = 405
    allow = ""
    """The methods the path has, as the Allow header lists them."""

    @classmethod
    def on(cls, methods: Iterable[str]) -> Self:
        """The refusal on a path that has *methods*."""
        refusal = cls()
        refusal.allow = ", ".join(methods)
        return refusal


class RequestTimedOut(GatewayError):
    """request did not arrive in time"""

    code = "request_timeout"
    kind = "invalid_request_error"
    status = 408


class BodyTooLarge(GatewayError):
    """request body is too large"""

    code = "request_body_too_large"
    kind = "invalid_request_error"
    status = 413


class UnsupportedMediaType(GatewayError):
    """expected a request with `Content-Type: application/json`"""

    code = "unsupported_media_type"
    kind = "invalid_request_error"
    status = 415


class ValidationFailed(GatewayError):
    """request body has the wrong shape"""

    code = "validation_failed"
    kind = "invalid_request_error"
    status = 422


class TooManyWebSockets(GatewayError):
    """as many WebSockets are open as there may be, in all or from one address"""

    code = "too_many_websockets"
    kind = "unavailable_error"
    status = 503


class NoRoomForBody(GatewayError):
    """there is no room for the request body now"""

    code = "no_room_for_body"
    kind = "unavailable_error"
    status = 503


class HeadTooLarge(GatewayError):
    """request head is too large"""

    code = "request_header_too_large"
    kind = "invalid_request_error"
    status = 431


def refusal_of(status: int, detail: str) -> GatewayError:
    """The refusal of a request the parser could not accept, by the status it chose."""
    if status == 408:
        return RequestTimedOut()
    if status == 413:
        return BodyTooLarge()
    if status == 431:
        return HeadTooLarge()
    if status == 503:
        return NoRoomForBody()
    return InvalidRequest(detail) if status < 500 else InternalError()
