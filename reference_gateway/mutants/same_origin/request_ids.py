"""Wrong about the ids that name requests."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http import rfc9112
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.request_id import ENVIRON_KEY, HEADER, RequestIds
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.api-answers-carry-an-id")
def names_requests_anew(parts: Parts) -> Parts:
    """Gives every request an id of its own, whatever id the visitor brought."""
    return replace(parts, request_ids=_NamesAnew)


@mutant(breaks="same-origin.every-answer-carries-an-id")
def names_only_api_answers(parts: Parts) -> Parts:
    """Leaves the request id out of what the admin UI answers."""
    return replace(parts, dispatch=_NamesOnlyApiAnswers)


@mutant(breaks="same-origin.one-id-reaches-the-ui")
def names_the_uis_requests_apart(parts: Parts) -> Parts:
    """Asks the admin UI under another id than the one the visitor is given."""
    return replace(parts, proxy_rules=_NamesApart)


@mutant(breaks="same-origin.unfit-ids-are-replaced")
def keeps_any_id(parts: Parts) -> Parts:
    """Keeps a visitor's request id however long and odd it is."""
    return replace(parts, request_ids=_KeepsAny)


class _NamesAnew(RequestIds):
    def choose(self, sent: str | None) -> str:  # noqa: ARG002 - whatever it is
        return self.make()


class _NamesOnlyApiAnswers(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if not self.is_for_ui(environ["PATH_INFO"]):
            return super().__call__(environ, start_response)
        sent = rfc9112.values_of(HEADER, environ["gateway.raw_headers"])
        environ[ENVIRON_KEY] = self._request_ids.choose(sent[0] if sent else None)
        return self._ui(environ, start_response)


class _NamesApart(ProxyRules):
    def request_headers(self, inbound: Inbound) -> list[tuple[str, str]]:
        return super().request_headers(replace(inbound, request_id=str(uuid.uuid4())))


class _KeepsAny(RequestIds):
    def is_acceptable(self, sent: str) -> bool:  # noqa: ARG002 - whatever it is
        return True
