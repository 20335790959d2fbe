"""Wrong about who is shown what, one word of a request beside those that are looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http import rfc9112
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.pages.negotiation import prefers_page
from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.waiting import SHOWN_AFTER_S
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

RAW_HEADERS = "gateway.raw_headers"


@mutant(breaks="same-origin.browsers-are-shown-pages")
def rounds_what_is_wanted(parts: Parts) -> Parts:
    """Looks at the first digit alone of how much a type is wanted."""
    return replace(parts, dispatch=_hearing(lambda value: re.sub(r"(q=0\.[0-9])[0-9]+", r"\1", value)))


@mutant(breaks="same-origin.browsers-are-shown-pages")
def knows_small_letters(parts: Parts) -> Parts:
    """Knows the name of HTML in small letters alone."""
    return replace(parts, dispatch=_hearing(lambda value: value.replace("TEXT/HTML", "text/unknown")))


@mutant(breaks="same-origin.browsers-are-shown-pages")
def hears_one_accept_header(parts: Parts) -> Parts:
    """Looks at the first of two headers that say what is accepted."""
    return replace(parts, dispatch=_HearsOne)


@mutant(breaks="same-origin.browsers-are-shown-pages")
def shows_documents_of_refused_climbs(parts: Parts) -> Parts:
    """Refuses a path that leads out of the base path with the document, whoever asks."""
    return replace(parts, admin_proxy=_DocumentsOfClimbs)


@mutant(breaks="same-origin.root-leads-browsers-to-the-ui")
def leads_whoever_accepts_something(parts: Parts) -> Parts:
    """Redirects whoever says what is accepted from the root, programs too."""
    return replace(parts, dispatch=_LeadsWhoeverAccepts)


@mutant(breaks="same-origin.root-leads-browsers-to-the-ui")
def leads_nobody_with_a_query(parts: Parts) -> Parts:
    """Says of the root that there is nothing when a query stands behind it."""
    return replace(parts, dispatch=_LeadsNobodyWithAQuery)


@mutant(breaks="same-origin.browsers-learn-that-the-ui-is-slow")
def shows_scripts_a_page(parts: Parts) -> Parts:
    """Shows the waiting page to a script that accepts one, which cannot load it again."""
    return replace(parts, admin_proxy=_ShowsScripts)


@mutant(breaks="same-origin.browsers-learn-that-the-ui-is-slow")
def wants_to_be_told_of_a_navigation(parts: Parts) -> Parts:
    """Shows nothing to a browser that does not say that it is on its way to a page, as over plain HTTP."""
    return replace(parts, admin_proxy=_WantsToBeTold)


def _hearing(change: Callable[[str], str]) -> type[Dispatch]:
    """Reads what is accepted as *change* makes it."""

    class HearingDispatch(Dispatch):
        def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
            heard = [(name, self._heard(name, value)) for name, value in environ[RAW_HEADERS]]
            return super().answer({**environ, RAW_HEADERS: tuple(heard)}, start)

        @staticmethod
        def _heard(name: str, value: str) -> str:
            return change(value) if name.lower() == "accept" else value

    return HearingDispatch


class _HearsOne(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        accepts = [pair for pair in environ[RAW_HEADERS] if pair[0].lower() == "accept"]
        heard = tuple(pair for pair in environ[RAW_HEADERS] if pair not in accepts[1:])
        return super().answer({**environ, RAW_HEADERS: heard}, start)


class _DocumentsOfClimbs(AdminProxy):
    def refuse_escape(self, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        return super().refuse_escape(replace(inbound, headers=_without_accept(inbound.headers)), start)


def _without_accept(headers: Fields) -> Fields:
    return tuple(pair for pair in headers if pair[0].lower() != "accept")


class _LeadsWhoeverAccepts(Dispatch):
    def leads_home(self, environ: dict[str, Any]) -> bool:
        is_root = (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("GET", "/")
        return is_root and bool(rfc9112.values_of("accept", environ[RAW_HEADERS]))


class _LeadsNobodyWithAQuery(Dispatch):
    def leads_home(self, environ: dict[str, Any]) -> bool:
        return not environ["QUERY_STRING"] and super().leads_home(environ)


class _ShowsScripts(AdminProxy):
    def patience_s(self, inbound: Inbound) -> float | None:
        is_read = inbound.method == "GET" and "cookie" not in {name.lower() for name, _ in inbound.headers}
        return SHOWN_AFTER_S if is_read and prefers_page(inbound.headers) else super().patience_s(inbound)


class _WantsToBeTold(AdminProxy):
    def patience_s(self, inbound: Inbound) -> float | None:
        is_told = rfc9112.values_of("sec-fetch-mode", inbound.headers) == ["navigate"]
        return super().patience_s(inbound) if is_told else None
