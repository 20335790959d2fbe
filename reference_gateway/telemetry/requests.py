"""
What is told of an HTTP request: OpenTelemetry's conventions for HTTP servers, and the names 11.3 fixes.

Only what the gateway itself knows goes into an attribute: the route instead of the path, which may hold an
invitation's token; no query, no address, no user agent.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reference_gateway.telemetry import context
from reference_gateway.telemetry.context import Here
from reference_gateway.telemetry.spans import Attribute

if TYPE_CHECKING:
    from reference_gateway.telemetry.observer import Telemetry

SPAN = "http_request"
DURATION = "http.server.request.duration"
UNMATCHED = "/*"
"""The route of every unmatched path: one name, whatever was tried."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})
OTHER_METHOD = "_OTHER"


class ObservedRequest:
    """One request; used by one thread."""

    def __init__(self, told_to: Telemetry, place: Here, *, method: str, scheme: str, version: str) -> None:
        self._told_to = told_to
        self._place = place
        self._token = context.enter(place)
        self._began = time.perf_counter()
        self._method = known_method(method)
        self._scheme = scheme
        self._version = version
        self._route: str | None = None
        self._status = 500

    def routed(self, template: str) -> None:
        """It matched this route."""
        self._route = template

    def answered(self, status: int) -> None:
        """Its answer began."""
        self._status = status

    def ended(self, failure: BaseException | None = None) -> None:
        """Its answer is over."""
        context.leave(self._token)
        error = self.error(failure)
        told = self.measured()
        if error is not None:
            told["error.type"] = error
        self._told_to.measure(DURATION, time.perf_counter() - self._began, told)
        span = self._place.span
        if span is not None:
            span.attributes.update(self.attributes())
            span.end(error=error)
            self._told_to.finished(span)

    def error(self, failure: BaseException | None) -> str | None:
        """What went wrong on our side: a caller's mistake is no error of a server."""
        if failure is not None:
            return type(failure).__name__
        return str(self._status) if self._status >= 500 else None

    def measured(self) -> dict[str, Attribute]:
        """What tells one series of the duration from another."""
        told: dict[str, Attribute] = {
            "http.request.method": self._method,
            "http.response.status_code": self._status,
            "url.scheme": self._scheme,
        }
        if self._route is not None:
            told["http.route"] = self._route
        return told

    def attributes(self) -> dict[str, Attribute]:
        """Everything a span says of the request."""
        path = self.path()
        return {
            **self.measured(),
            "url.path": path,
            "network.protocol.version": self._version,
            "method": self._method,
            "uri": path,
            "request_id": self._place.request_id,
        }

    def path(self) -> str:
        """The route, or the one name of all paths without one."""
        return self._route or UNMATCHED


def known_method(method: str) -> str:
    """One of the nine, or `_OTHER`."""
    return method if method in METHODS else OTHER_METHOD
