"""Wrong about the ids of requests beside those that are looked at."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http import rfc9112
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.request_id import HEADER, RequestIds
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]


@mutant(breaks="same-origin.api-answers-carry-an-id")
def makes_one_id_for_all(parts: Parts) -> Parts:
    """Gives every request without an id the same one."""
    return replace(parts, request_ids=_OneForAll)


@mutant(breaks="same-origin.api-answers-carry-an-id")
def names_readings_only(parts: Parts) -> Parts:
    """Gives the answer to a POST no request id."""
    return replace(parts, dispatch=_NamesReadingsOnly)


@mutant(breaks="same-origin.every-answer-carries-an-id")
def lets_the_ui_name_the_nameless(parts: Parts) -> Parts:
    """Gives the admin UI's own id to a visitor who brought none."""
    return replace(parts, dispatch=_LetsTheUiName, proxy_rules=_PassesTheUisId)


@mutant(breaks="same-origin.every-answer-carries-an-id")
def names_no_redirect(parts: Parts) -> Parts:
    """Gives a redirect no request id."""
    return replace(parts, dispatch=_NamesNoRedirect)


@mutant(breaks="same-origin.one-id-reaches-the-ui")
def tells_the_ui_what_was_sent(parts: Parts) -> Parts:
    """Asks the admin UI under the visitor's id even where it has replaced that."""
    return replace(parts, proxy_rules=_TellsWhatWasSent)


@mutant(breaks="same-origin.one-id-reaches-the-ui")
def names_forms_apart(parts: Parts) -> Parts:
    """Sends the admin UI a form under another id than the one the visitor is given."""
    return replace(parts, proxy_rules=_NamesFormsApart)


@mutant(breaks="same-origin.unfit-ids-are-replaced")
def cuts_long_ids(parts: Parts) -> Parts:
    """Cuts an id that is too long instead of replacing it."""
    return replace(parts, request_ids=_CutsLongIds)


@mutant(breaks="same-origin.unfit-ids-are-replaced")
def replaces_the_longest_fit_id(parts: Parts) -> Parts:
    """Replaces an id of 128 characters too."""
    return replace(parts, request_ids=_ReplacesTheLongest)


@mutant(breaks="same-origin.unfit-ids-are-replaced")
def looks_at_the_beginning(parts: Parts) -> Parts:
    """Keeps an id that begins with plain ASCII, whatever follows."""
    return replace(parts, request_ids=_LooksAtTheBeginning)


class _OneForAll(RequestIds):
    _ID = str(uuid.uuid4())

    def make(self) -> str:
        return self._ID


class _NamesReadingsOnly(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        is_named = environ["REQUEST_METHOD"] != "POST" or self.is_for_ui(environ["PATH_INFO"])

        def start(status: str, headers: Headers, *_: object) -> object:
            return start_response(status, headers if is_named else _nameless(headers))

        return super().__call__(environ, start)


class _PassesTheUisId(ProxyRules):
    def response_headers(self, headers: rfc9112.Fields) -> Headers:
        return [*super().response_headers(headers), *(one for one in headers if one[0].lower() == HEADER)]


class _LetsTheUiName(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        is_named = bool(rfc9112.values_of(HEADER, environ["gateway.raw_headers"]))

        def start(status: str, headers: Headers, *_: object) -> object:
            *others, own = headers
            told = [] if is_named else [one for one in others if one[0].lower() == HEADER]
            return start_response(status, [*_nameless(others), *(told or [own])])

        return super().__call__(environ, start)


class _NamesNoRedirect(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *_: object) -> object:
            return start_response(status, _nameless(headers) if status.startswith("3") else headers)

        return super().__call__(environ, start)


def _nameless(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0].lower() != HEADER]


class _TellsWhatWasSent(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        sent = rfc9112.values_of(HEADER, inbound.headers)
        return super().request_headers(replace(inbound, request_id=sent[0]) if sent else inbound)


class _NamesFormsApart(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        is_form = inbound.method == "POST"
        return super().request_headers(replace(inbound, request_id=str(uuid.uuid4())) if is_form else inbound)


class _CutsLongIds(RequestIds):
    def choose(self, sent: str | None) -> str:
        return super().choose(sent[:128] if sent else sent)


class _ReplacesTheLongest(RequestIds):
    def is_acceptable(self, sent: str) -> bool:
        return len(sent) < 128 and super().is_acceptable(sent)


class _LooksAtTheBeginning(RequestIds):
    def is_acceptable(self, sent: str) -> bool:
        return len(sent) <= 128 and super().is_acceptable(sent[:8])
