"""Wrong about calls that fail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.domain.errors import (
    InvalidRequest,
    ModelNotFound,
    Unauthenticated,
    UpstreamHttpError,
    UpstreamTransport,
)
from reference_gateway.http.api.app import Collaborators, create_app
from reference_gateway.mutants import mutant
from reference_gateway.mutants.inference._wrong import Document
from reference_gateway.providers.exchange import Head
from reference_gateway.providers.openai_compat import OpenAiCompat
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.inference import Inference, Plan

if TYPE_CHECKING:
    from reference_gateway.http.wsgi import Application, StartResponse
    from reference_gateway.wiring import Parts


@mutant(breaks="inference.bad-keys-are-refused")
def finds_fault_with_the_call(parts: Parts) -> Parts:
    """Tells whoever has no key that the call is wrong."""
    return replace(parts, access=_FindsFault)


@mutant(breaks="inference.unknown-model-is-refused")
def calls_an_unknown_model_invalid(parts: Parts) -> Parts:
    """Tells of a model that does not exist that the call is wrong."""
    return replace(parts, inference=_CallsItInvalid)


@mutant(breaks="inference.provider-refusals-keep-their-class")
def takes_every_refusal_for_a_failure(parts: Parts) -> Parts:
    """Tells whatever a provider refuses as a bad gateway."""
    return replace(parts, openai_compat=_FailsAlways)


@mutant(breaks="inference.retry-after-passes")
def keeps_it_that_a_provider_waits(parts: Parts) -> Parts:
    """Tells nobody when a provider wants to be asked again."""
    return replace(parts, openai_compat=_KeepsItQuiet)


@mutant(breaks="inference.broken-answers-are-told")
def answers_with_nothing(parts: Parts) -> Parts:
    """Answers with an empty document where the provider's is none."""
    return replace(parts, openai_compat=_AnswersWithNothing)


@mutant(breaks="inference.bad-requests-are-refused")
def refuses_in_plain_text(parts: Parts) -> Parts:
    """Refuses a body that it cannot read in plain text."""
    return replace(parts, create_app=_in_plain_text)


class _FindsFault(Access):
    def admit(self, authorization: str | None) -> Caller:
        try:
            return super().admit(authorization)
        except Unauthenticated:
            raise InvalidRequest("there is no such key") from None


class _CallsItInvalid(Inference):
    def plan(self, caller: Caller, wanted: str) -> Plan:
        try:
            return super().plan(caller, wanted)
        except ModelNotFound:
            raise InvalidRequest("there is no such model") from None


class _KeepsItQuiet(OpenAiCompat):
    def refused(self, head: Head) -> UpstreamHttpError:
        return self.refusal(head.status)


class _FailsAlways(OpenAiCompat):
    def refusal(self, status: int) -> UpstreamHttpError:
        error = super().refusal(status)
        error.status = 502
        return error


class _AnswersWithNothing(OpenAiCompat):
    def complete(self, *arguments: Any, **settings: Any) -> Document:
        try:
            return super().complete(*arguments, **settings)
        except UpstreamTransport:
            return {}


def _in_plain_text(made_of: Collaborators) -> Application:
    application = create_app(made_of)

    def app(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        told: list[Any] = []

        def started(*head: Any) -> None:
            told[:] = head
            if head[0][:1] != "4":
                start(*head)

        answer = application(environ, started)
        if told[0][:1] != "4":
            return answer
        start(told[0], [("content-type", "text/plain; charset=utf-8")])
        return [b"Failed to parse the request body."]

    return app
