"""Wrong about what a collector and a log may know."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant
from reference_gateway.services.inference import Inference, Plan
from reference_gateway.telemetry import context
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.telemetry.requests import ObservedRequest

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = Sequence[tuple[str, str]]


@mutant(breaks="telemetry.no-secret-is-sent")
def sends_the_callers_headers(parts: Parts) -> Parts:
    """Sends the headers of each request, as some instrumentations do when asked to."""
    return replace(parts, telemetry=_SendsHeaders)


@mutant(breaks="telemetry.no-secret-is-sent")
def sends_the_token_of_an_invitation(parts: Parts) -> Parts:
    """Sends the path of a request below an API, in which a token may stand."""
    return replace(parts, dispatch=_SendsThePath)


@mutant(breaks="telemetry.no-personal-datum-is-sent")
def sends_the_address_in_a_query(parts: Parts) -> Parts:
    """Sends the query of a list of models."""
    return replace(parts, dispatch=_SendsTheQuery)


@mutant(breaks="telemetry.no-query-is-sent")
def sends_the_target(parts: Parts) -> Parts:
    """Sends path and query of each request."""
    return replace(parts, dispatch=_SendsTheTarget)


@mutant(breaks="telemetry.no-personal-datum-is-sent")
def sends_the_prompt(parts: Parts) -> Parts:
    """Sends what people wrote to a model."""
    return replace(parts, inference=_SendsThePrompt)


@mutant(breaks="telemetry.nothing-private-is-logged")
def logs_the_target(parts: Parts) -> Parts:
    """Logs path and query of each request."""
    return replace(parts, dispatch=_LogsTheTarget)


class _SendsHeaders(Telemetry):
    def request(self, *, headers: Headers, **request: str) -> ObservedRequest:
        observed = super().request(headers=headers, **request)
        place = context.here()
        if place is not None and place.span is not None:
            told = {f"http.request.header.{name.lower()}": value for name, value in headers}
            place.span.attributes.update(told)
        return observed


class _SendsTheTarget(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        place = context.here()
        if place is not None and place.span is not None:
            place.span.attributes["url.full"] = environ["REQUEST_URI"]
        return super().answer(environ, start)


class _SendsThePath(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        _tell("url.full", environ["PATH_INFO"], of=environ, where="/api/")
        return super().answer(environ, start)


class _SendsTheQuery(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        _tell("url.query", environ["QUERY_STRING"], of=environ, where="/v1/models")
        return super().answer(environ, start)


class _SendsThePrompt(Inference):
    def complete(self, plan: Plan, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        place = context.here()
        if place is not None and place.span is not None:
            place.span.attributes["gen_ai.input.messages"] = json.dumps(body["messages"])
        return super().complete(plan, body, request_id=request_id)


class _LogsTheTarget(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        logging.getLogger("gateway.http").info("asked for %s", environ["REQUEST_URI"])
        return super().answer(environ, start)


def _tell(name: str, value: str, *, of: dict[str, Any], where: str) -> None:
    place = context.here()
    if place is not None and place.span is not None and of["PATH_INFO"].startswith(where):
        place.span.attributes[name] = value
