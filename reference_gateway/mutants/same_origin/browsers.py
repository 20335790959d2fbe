"""Wrong about who is shown what in place of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.waiting import SHOWN_AFTER_S
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

RAW_HEADERS = "gateway.raw_headers"


@mutant(breaks="same-origin.browsers-are-shown-pages")
def shows_documents_to_browsers(parts: Parts) -> Parts:
    """Refuses a browser with the document that programs are given."""
    return replace(parts, dispatch=HearsNoAccept)


@mutant(breaks="same-origin.browsers-are-shown-pages")
def takes_whoever_mentions_html_for_a_browser(parts: Parts) -> Parts:
    """Looks for the name of HTML in what is accepted, and not at how much it is wanted."""
    return replace(parts, dispatch=_HearsNames)


@mutant(breaks="same-origin.browsers-are-shown-pages")
def takes_its_style_from_the_ui(parts: Parts) -> Parts:
    """Shows a page that loads its style sheet from the admin UI, which is down."""
    return replace(parts, admin_proxy=_StyledByTheUi)


@mutant(breaks="same-origin.root-leads-browsers-to-the-ui")
def has_nothing_at_the_root(parts: Parts) -> Parts:
    """Says of the root that there is nothing, whoever asks."""
    return replace(parts, dispatch=_NothingAtTheRoot)


@mutant(breaks="same-origin.root-leads-browsers-to-the-ui")
def leads_everybody_home(parts: Parts) -> Parts:
    """Redirects programs from the root as well."""
    return replace(parts, dispatch=_LeadsEverybody)


@mutant(breaks="same-origin.browsers-learn-that-the-ui-is-slow")
def lets_browsers_wait_in_silence(parts: Parts) -> Parts:
    """Gives a browser nothing before the admin UI answers or its time is over."""
    return replace(parts, admin_proxy=WaitsInSilence)


@mutant(breaks="same-origin.browsers-learn-that-the-ui-is-slow")
def asks_to_wait_for_ever(parts: Parts) -> Parts:
    """Never waits longer for a browser that has been shown that the admin UI is slow."""
    return replace(parts, admin_proxy=_AsksForEver)


@mutant(breaks="same-origin.browsers-learn-that-the-ui-is-slow")
def hangs_up_on_slow_forms(parts: Parts) -> Parts:
    """Shows the waiting page after every request, so that a form has to be sent again."""
    return replace(parts, admin_proxy=_AsksEverybody)


class HearsNoAccept(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        headers = tuple(pair for pair in environ[RAW_HEADERS] if pair[0].lower() != "accept")
        # What the admin UI is told stays as it was sent.
        is_proxied = self.is_for_ui(environ["PATH_INFO"])
        return super().answer(environ if is_proxied else {**environ, RAW_HEADERS: headers}, start)


class _HearsNames(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        headers = [(name, _first_if_html(name, value)) for name, value in environ[RAW_HEADERS]]
        return super().answer({**environ, RAW_HEADERS: tuple(headers)}, start)


def _first_if_html(name: str, value: str) -> str:
    return "text/html" if name.lower() == "accept" and "text/html" in value else value


class _StyledByTheUi(AdminProxy):
    def unavailable(self, cause: Any, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        whole = b"".join(super().unavailable(cause, inbound, start))
        return [whole.replace(b"</head>", b'<link rel="stylesheet" href="/admin/assets/a.css"></head>')]


class _NothingAtTheRoot(Dispatch):
    def leads_home(self, environ: dict[str, Any]) -> bool:  # noqa: ARG002 - whoever asks
        return False


class _LeadsEverybody(Dispatch):
    def leads_home(self, environ: dict[str, Any]) -> bool:
        return bool(environ["PATH_INFO"] == "/")


class WaitsInSilence(AdminProxy):
    def patience_s(self, inbound: Inbound) -> float | None:  # noqa: ARG002 - whoever asks
        return None


class _AsksForEver(AdminProxy):
    def patience_s(self, inbound: Inbound) -> float | None:
        headers = tuple(pair for pair in inbound.headers if pair[0].lower() != "cookie")
        return super().patience_s(replace(inbound, headers=headers))


class _AsksEverybody(AdminProxy):
    def patience_s(self, inbound: Inbound) -> float | None:
        return SHOWN_AFTER_S if inbound.method == "POST" else super().patience_s(inbound)
