"""
What is told of a model call: the span of its provider, and the counts of observed gateway, 11.3 and 11.4.

Models are named as they are configured. A call that failed before its model was settled is not told at all,
so no caller can invent a name.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reference_gateway.domain.errors import GatewayError, NobodyWaits
from reference_gateway.telemetry import context
from reference_gateway.telemetry.context import Here
from reference_gateway.telemetry.spans import Attribute, Span

if TYPE_CHECKING:
    from reference_gateway.telemetry.observer import Telemetry

PROVIDER_SPAN = "provider_execution"
REQUESTS = "gateway.chat.requests"
DURATION = "gateway.chat.request.duration"
TOKENS = "gateway.chat.tokens"

NO_PROVIDER = "unavailable"
"""The provider of a call that no route could take."""

ROUTE = "/v1/chat/completions"
SUCCESS = "success"
CLIENT_LEFT = "client_disconnected"
"""Of a stream that nobody read to its end."""


class ObservedChat:
    """One call; used by one thread."""

    def __init__(
        self,
        told_to: Telemetry,
        *,
        requested: str,
        resolved: str,
        is_stream: bool,
        owner_kind: str,
        route: str = ROUTE,
    ) -> None:
        self._told_to = told_to
        self._call: dict[str, Attribute] = {
            "requested_model": requested,
            "resolved_model": resolved,
            "provider": NO_PROVIDER,
            "stream": is_stream,
        }
        self._owner_kind = owner_kind
        self._route = route
        self._began = time.perf_counter()
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        place = context.here()
        if place is not None and place.span is not None:
            place.span.attributes.update(self.described())
        told = {
            **self._call,
            **self.outcome(error or self._failure),
            "http.route": self._route,
            "http.method": "POST",
        }
        self._told_to.measure(REQUESTS, 1, told)
        self._told_to.measure(DURATION, time.perf_counter() - self._began, told)

    def chose(self, provider: str) -> None:
        """It goes to this provider."""
        self._call["provider"] = provider

    @contextmanager
    def asking(self, upstream_model: str) -> Iterator[None]:
        """The call to the provider: a span below the request's."""
        above = context.here()
        if above is None or above.context is None or above.span is None:
            yield
            return
        ours = above.context.child()
        span = Span(PROVIDER_SPAN, "client", ours, above.context.span_id)
        span.attributes.update(self.described())
        span.attributes.update(
            {
                "request_id": above.request_id,
                "gen_ai.operation.name": "chat",
                "gen_ai.request.model": upstream_model,
            }
        )
        token = context.enter(Here(ours, span, above.request_id))
        failure: BaseException | None = None
        try:
            yield
        except BaseException as error:
            failure = error
            raise
        finally:
            context.leave(token)
            span.end(error=None if failure is None else code_of(failure))
            self._told_to.finished(span)

    def used(self, usage: object) -> None:
        """Count the tokens, each kind for itself."""
        tokens = tokens_of(usage)
        place = context.here()
        if tokens and place is not None and place.span is not None:
            place.span.attributes["gen_ai.usage.input_tokens"] = tokens["prompt"]
            place.span.attributes["gen_ai.usage.output_tokens"] = tokens["completion"]
        # There is no price list yet.
        told = {**self._call, "pricing_status": "unpriced"}
        for token_type, count in tokens.items():
            self._told_to.measure(TOKENS, count, {**told, "token_type": token_type})

    def failed(self, error: BaseException) -> None:
        """It failed within a stream that had begun."""
        self._failure = error

    def described(self) -> dict[str, Attribute]:
        """What both spans say of the call."""
        return {**self._call, "ownership_kind": self._owner_kind}

    def outcome(self, error: BaseException | None) -> dict[str, Attribute]:
        """`success`, or the kind of the refusal, and the status that goes with it."""
        if error is None:
            return {"outcome": SUCCESS, "http.response.status_code": 200}
        if isinstance(error, NobodyWaits | GeneratorExit):
            return {"outcome": CLIENT_LEFT, "http.response.status_code": 499}
        if isinstance(error, GatewayError):
            return {"outcome": error.kind, "http.response.status_code": error.status}
        return {"outcome": GatewayError.kind, "http.response.status_code": GatewayError.status}


def code_of(failure: BaseException) -> str:
    """A short name out of a known few."""
    return failure.code if isinstance(failure, GatewayError) else type(failure).__name__


def tokens_of(usage: object) -> dict[str, int]:
    """Tokens by type, as either of OpenAI's dialects names them; empty when none is told."""
    if not isinstance(usage, dict):
        return {}
    prompt = _count(usage, "prompt_tokens", "input_tokens")
    completion = _count(usage, "completion_tokens", "output_tokens")
    if prompt is None and completion is None:
        return {}
    total = _count(usage, "total_tokens")
    parts = {"prompt": prompt or 0, "completion": completion or 0}
    return {**parts, "total": sum(parts.values()) if total is None else total}


def _count(usage: dict[str, object], *names: str) -> int | None:
    for name in names:
        value = usage.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return None
