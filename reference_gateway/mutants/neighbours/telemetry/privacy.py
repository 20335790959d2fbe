"""Wrong about what a collector and a log may know, one step beside the examples."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.domain.errors import GatewayError
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant
from reference_gateway.services.inference import Inference, Plan
from reference_gateway.services.sessions import Sessions, SignedIn
from reference_gateway.telemetry import context
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.telemetry.requests import ObservedRequest

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

logger = logging.getLogger("gateway.http")


@mutant(breaks="telemetry.no-secret-is-sent")
def sends_keys_that_nobody_has(parts: Parts) -> Parts:
    """Sends the key of a caller it does not know, to tell who that may be."""
    return replace(parts, telemetry=_SendsUnknownKeys)


@mutant(breaks="telemetry.no-secret-is-sent")
def sends_passwords_that_are_wrong(parts: Parts) -> Parts:
    """Sends a password that opened nothing."""
    return replace(parts, sessions=_SendsWrongPasswords)


@mutant(breaks="telemetry.no-query-is-sent")
def sends_the_query_of_a_probe(parts: Parts) -> Parts:
    """Sends the query of a health check."""
    return replace(parts, dispatch=_sending("/healthz"))


@mutant(breaks="telemetry.no-query-is-sent")
def sends_the_query_of_a_sign_out(parts: Parts) -> Parts:
    """Sends the query with which somebody signs out."""
    return replace(parts, dispatch=_sending("/api/v1/auth/logout"))


@mutant(breaks="telemetry.no-personal-datum-is-sent")
def sends_the_prompts_that_failed(parts: Parts) -> Parts:
    """Sends what people wrote to a model whose provider failed."""
    return replace(parts, inference=_SendsFailedPrompts)


@mutant(breaks="telemetry.no-personal-datum-is-sent")
def sends_the_address_of_whoever_mistypes(parts: Parts) -> Parts:
    """Sends the email address of a sign-in that failed."""
    return replace(parts, sessions=_SendsAddresses)


@mutant(breaks="telemetry.nothing-private-is-logged")
def logs_the_query_of_a_sign_out(parts: Parts) -> Parts:
    """Logs the query with which somebody signs out."""
    return replace(parts, dispatch=_LogsTheQuery)


@mutant(breaks="telemetry.nothing-private-is-logged")
def logs_the_address_of_whoever_mistypes(parts: Parts) -> Parts:
    """Logs the email address of a sign-in that failed."""
    return replace(parts, sessions=_LogsAddresses)


def _tell(name: str, value: str) -> None:
    place = context.here()
    if place is not None and place.span is not None:
        place.span.attributes[name] = value


class _SendsUnknownKeys(Telemetry):
    def request(self, *, headers: Sequence[tuple[str, str]], **request: str) -> ObservedRequest:
        observed = super().request(headers=headers, **request)
        for name, value in headers:
            if name.lower() == "authorization" and "gwk_nobody" in value:
                _tell("enduser.key", value)
        return observed


class _SendsWrongPasswords(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        try:
            return super().sign_in(email, password)
        except GatewayError:
            _tell("auth.attempt", password)
            raise


class _SendsAddresses(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        try:
            return super().sign_in(email, password)
        except GatewayError:
            _tell("enduser.id", email)
            raise


class _LogsAddresses(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        try:
            return super().sign_in(email, password)
        except GatewayError:
            logger.info("a sign-in failed", extra={"who": email})
            raise


def _sending(path: str) -> type[Dispatch]:
    class SendsQueries(Dispatch):
        def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
            if environ["PATH_INFO"] == path:
                _tell("url.query", environ["QUERY_STRING"])
            return super().answer(environ, start)

    return SendsQueries


class _LogsTheQuery(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].endswith("/logout"):
            logger.info("signing out", extra={"leads_to": environ["QUERY_STRING"].partition("=")[2]})
        return super().answer(environ, start)


class _SendsFailedPrompts(Inference):
    def complete(self, plan: Plan, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        try:
            return super().complete(plan, body, request_id=request_id)
        except GatewayError:
            _tell("gen_ai.input.messages", json.dumps(body["messages"]))
            raise
