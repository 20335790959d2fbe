"""Wrong about a few calls that fail."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.domain.errors import ModelNotFound, Unauthenticated, UpstreamHttpError
from reference_gateway.http.api.app import Collaborators, create_app
from reference_gateway.mutants import mutant
from reference_gateway.providers.exchange import Exchange, Head
from reference_gateway.providers.openai_compat import OpenAiCompat
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.chat_stream import error_event
from reference_gateway.services.inference import Inference, Plan

if TYPE_CHECKING:
    from reference_gateway.http.wsgi import Application, StartResponse
    from reference_gateway.wiring import Parts


@mutant(breaks="inference.bad-keys-are-refused")
def reads_any_scheme(parts: Parts) -> Parts:
    """Takes what stands behind any scheme for a key."""
    return replace(parts, access=_ReadsAnyScheme)


@mutant(breaks="inference.bad-keys-are-refused")
def overlooks_the_last_letter(parts: Parts) -> Parts:
    """Lets in a key with a letter too many."""
    return replace(parts, access=_OverlooksTheLast)


@mutant(breaks="inference.unknown-model-is-refused")
def falls_back(parts: Parts) -> Parts:
    """Answers with another model where there is none of that name."""
    return replace(parts, inference=_FallsBack)


@mutant(breaks="inference.unknown-model-is-refused")
def ignores_the_case_of_a_model(parts: Parts) -> Parts:
    """Finds a model by a name in capitals."""
    return replace(parts, inference=_IgnoresCase)


@mutant(breaks="inference.provider-refusals-keep-their-class")
def takes_too_many_for_unavailable(parts: Parts) -> Parts:
    """Tells of a provider that is asked too often as one that is away."""
    return replace(parts, openai_compat=_TakesTooMany)


@mutant(breaks="inference.provider-refusals-keep-their-class")
def refuses_within_the_stream(parts: Parts) -> Parts:
    """Tells what a provider refuses in an event of a stream."""
    return replace(parts, inference=_RefusesWithin)


@mutant(breaks="inference.retry-after-passes")
def asks_to_wait_a_minute(parts: Parts) -> Parts:
    """Has whoever comes too often wait for a minute, whatever the provider said."""
    return replace(parts, openai_compat=_WaitsAMinute)


@mutant(breaks="inference.retry-after-passes")
def reads_seconds_only(parts: Parts) -> Parts:
    """Drops the date at which a provider wants to be asked again."""
    return replace(parts, openai_compat=_ReadsSeconds)


@mutant(breaks="inference.broken-answers-are-told")
def reads_odd_numbers_as_null(parts: Parts) -> Parts:
    """Takes what is no number for null."""
    return replace(parts, openai_compat=_ReadsOddNumbers)


@mutant(breaks="inference.broken-answers-are-told")
def takes_anything_for_a_stream(parts: Parts) -> Parts:
    """Begins a stream whatever the provider says that its answer is."""
    return replace(parts, openai_compat=_TakesAnything)


@mutant(breaks="inference.bad-requests-are-refused")
def mends_text(parts: Parts) -> Parts:
    """Reads bytes that are no UTF-8 with other letters in their place."""
    return replace(parts, create_app=_mends_text)


@mutant(breaks="inference.bad-requests-are-refused")
def asks_for_no_role(parts: Parts) -> Parts:
    """Takes a message without a role for the user's."""
    return replace(parts, create_app=_gives_a_role)


class _ReadsAnyScheme(Access):
    def admit(self, authorization: str | None) -> Caller:
        scheme, _, key = (authorization or "").partition(" ")
        return super().admit(f"Bearer {key}" if scheme == "Basic" else authorization)


class _OverlooksTheLast(Access):
    def admit(self, authorization: str | None) -> Caller:
        try:
            return super().admit(authorization)
        except Unauthenticated:
            if not authorization:
                raise
            return super().admit(authorization[:-1])


class _FallsBack(Inference):
    def plan(self, caller: Caller, wanted: str) -> Plan:
        try:
            return super().plan(caller, wanted)
        except ModelNotFound:
            return super().plan(caller, "fast")


class _IgnoresCase(Inference):
    def plan(self, caller: Caller, wanted: str) -> Plan:
        return super().plan(caller, wanted.lower())


class _TakesTooMany(OpenAiCompat):
    def refusal(self, status: int) -> UpstreamHttpError:
        return super().refusal(503 if status == 429 else status)


class _WaitsAMinute(OpenAiCompat):
    def refused(self, head: Head) -> UpstreamHttpError:
        return super().refused(replace(head, retry_after="60"))


class _ReadsSeconds(OpenAiCompat):
    def refused(self, head: Head) -> UpstreamHttpError:
        is_number = (head.retry_after or "").isdigit()
        return super().refused(head if is_number else replace(head, retry_after=None))


class _RefusesWithin(Inference):
    def stream(self, *arguments: Any, **settings: Any) -> Iterator[bytes]:
        try:
            return super().stream(*arguments, **settings)
        except UpstreamHttpError as refused:
            return iter([error_event(refused)])


class _OddNumbers(Exchange):
    def post(self, *arguments: Any) -> tuple[Head, bytes]:
        head, body = super().post(*arguments)
        for odd in (b"NaN", b"-Infinity", b"1e999"):
            body = body.replace(odd, b"null")
        return head, body


class _ReadsOddNumbers(OpenAiCompat):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._exchange = _OddNumbers(total_s=60)


class _AnyKind(Exchange):
    @contextmanager
    def streaming(self, *arguments: Any) -> Iterator[tuple[Head, Iterator[bytes]]]:
        with super().streaming(*arguments) as (head, pieces):
            yield replace(head, content_type="text/event-stream"), pieces


class _TakesAnything(OpenAiCompat):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._exchange = _AnyKind(total_s=60)


def _mends_text(made_of: Collaborators) -> Application:
    return _rewriting(made_of, lambda body: body.decode("utf-8", "replace").encode())


def _gives_a_role(made_of: Collaborators) -> Application:
    return _rewriting(made_of, lambda body: body.replace(b'{"content"', b'{"role": "user", "content"'))


def _rewriting(made_of: Collaborators, change: Any) -> Application:
    application = create_app(made_of)

    def app(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            body = change(environ["wsgi.input"].read())
            environ |= {"wsgi.input": io.BytesIO(body), "gateway.body_bytes": len(body)}
        return application(environ, start)

    return app
