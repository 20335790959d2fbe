"""Wrong about what of the admin UI's answer reaches the visitor, or when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reference_gateway.http.channel import StrictChannel
from reference_gateway.http.proxy import AdminProxy, Relay, StartResponse
from reference_gateway.http.proxy_rules import HOP_BY_HOP, Inbound, ProxyRules
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.serving import GatewayServer, Limits
from reference_gateway.http.tasks import AnswerTask
from reference_gateway.http.ui_client import UiAnswer, UiClient
from reference_gateway.http.ui_connection import UiConnection, UiRequest, UiUnavailable
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]


@mutant(breaks="same-origin.answer-bodies-arrive-intact")
def reads_bodies_as_text(parts: Parts) -> Parts:
    """Reads every body as UTF-8 text on its way to the visitor."""
    return replace(parts, admin_proxy=_ReadsText)


@mutant(breaks="same-origin.pages-are-never-mixed-up")
def remembers_pages(parts: Parts) -> Parts:
    """Gives a page that one visitor asked for to the next one too."""
    return replace(parts, admin_proxy=_RemembersPages)


@mutant(breaks="same-origin.large-bodies-pass-in-bounded-memory")
def holds_uploads_in_memory(parts: Parts) -> Parts:
    """Keeps a whole upload in memory before it is passed on."""
    return replace(parts, limits=partial(Limits, body_in_memory_bytes=1024**3))


@mutant(breaks="same-origin.large-bodies-pass-in-bounded-memory")
def holds_downloads_in_memory(parts: Parts) -> Parts:
    """Keeps a whole answer in memory before it is passed on."""
    return replace(parts, admin_proxy=_HoldsAnswers)


@mutant(breaks="same-origin.first-bytes-arrive-first")
def waits_for_the_last_byte(parts: Parts) -> Parts:
    """Passes an answer on when its last byte has come."""
    return replace(parts, admin_proxy=_HoldsAnswers)


@mutant(breaks="same-origin.departed-visitors-free-the-ui")
def reads_on_for_nobody(parts: Parts) -> Parts:
    """Reads a page to its end after its visitor has left."""
    return replace(parts, admin_proxy=_ReadsOn, ui_client=_NeverAbandoned)


@mutant(breaks="same-origin.statuses-pass")
def makes_successes_of_refusals(parts: Parts) -> Parts:
    """Answers OK whatever status the admin UI chose."""
    return replace(parts, admin_proxy=_AlwaysOk)


@mutant(breaks="same-origin.answer-headers-pass")
def forgets_lifetimes(parts: Parts) -> Parts:
    """Says that no answer may be kept, whatever the admin UI says."""
    return replace(parts, proxy_rules=_ForgetsLifetimes)


@mutant(breaks="same-origin.compressed-answers-pass")
def forgets_the_compression(parts: Parts) -> Parts:
    """Does not say that a compressed body is compressed."""
    return replace(parts, proxy_rules=_ForgetsCompression)


@mutant(breaks="same-origin.several-cookies-survive")
def folds_cookies(parts: Parts) -> Parts:
    """Joins several cookies into one line, as other headers may be joined."""
    return replace(parts, proxy_rules=_FoldsCookies)


@mutant(breaks="same-origin.hop-by-hop-answers-stop")
def passes_the_uis_connection(parts: Parts) -> Parts:
    """Passes on what the admin UI says about its own connection."""
    return replace(parts, proxy_rules=_PassesHopByHop)


@mutant(breaks="same-origin.head-has-no-body")
def answers_heads_with_pages(parts: Parts) -> Parts:
    """Answers a HEAD with the page itself."""
    return replace(parts, ui_client=_AsksForThePage, server=_WritesBodies)


@mutant(breaks="same-origin.misses-stay-misses")
def shows_a_page_for_a_miss(parts: Parts) -> Parts:
    """Shows a start page where the admin UI has nothing, as a single-page app would."""
    return replace(parts, admin_proxy=_ShowsAPage)


@mutant(breaks="same-origin.ui-session-opens-the-api")
def keeps_the_uis_cookies(parts: Parts) -> Parts:
    """Keeps the cookies that the admin UI sets from the browser."""
    return replace(parts, proxy_rules=_KeepsSetCookie)


@mutant(breaks="same-origin.visitors-end-at-sign-in")
def names_the_upstream_in_redirects(parts: Parts) -> Parts:
    """Makes the address of a redirect absolute, with the admin UI's own host."""
    return replace(parts, proxy_rules=_NamesTheUpstream)


@mutant(breaks="same-origin.redirects-reach-the-browser")
def follows_redirects(parts: Parts) -> Parts:
    """Follows the admin UI's redirects itself and gives the visitor where they end."""
    return replace(parts, ui_client=_FollowsRedirects)


@mutant(breaks="same-origin.redirect-loops-are-the-browsers")
def gives_up_on_loops(parts: Parts) -> Parts:
    """Follows a redirect to the same page until it has had enough."""
    return replace(parts, ui_client=_GivesUpOnLoops)


@mutant(breaks="same-origin.redirects-elsewhere-are-not-fetched")
def fetches_redirects_elsewhere(parts: Parts) -> Parts:
    """Fetches a redirect to another server itself."""
    return replace(parts, ui_client=_FetchesElsewhere)


@mutant(breaks="same-origin.answer-injection-is-stopped")
def reads_headers_generously(parts: Parts) -> Parts:
    """Takes any line break in the admin UI's headers for the end of a header."""
    return replace(parts, ui_client=_ReadsGenerously)


class _ReadsText(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        answer.declared_bytes = None
        pieces = super().relay(answer, inbound, start)
        return (piece.decode("utf-8", "replace").encode() for piece in pieces)


class _RemembersPages(AdminProxy):
    def __init__(self, rules: ProxyRules, client: UiClient) -> None:
        super().__init__(rules, client)
        self._pages: dict[str, list[bytes]] = {}

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        page = self._pages.get(environ["REQUEST_URI"])
        if page is None or environ["REQUEST_METHOD"] != "GET":
            return super().__call__(environ, start)
        start("200 OK", [("content-type", "text/html")])
        return page

    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        page = self._pages[inbound.target] = list(super().relay(answer, inbound, start))
        return page


class _HoldsAnswers(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        return [b"".join(super().relay(answer, inbound, start))]


class _ReadsOnRelay(Relay):
    _pieces: Iterator[bytes] = iter(())

    def __iter__(self) -> Iterator[bytes]:
        self._pieces = iter(self._answer)
        # Not `yield from`: that would end the reading together with the writing.
        for piece in self._pieces:  # noqa: UP028
            yield piece

    def close(self) -> None:
        for _ in self._pieces:
            pass
        super().close()


class _ReadsOn(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        super().relay(answer, inbound, start)
        return _ReadsOnRelay(answer, inbound.request_id)


class _NeverAbandoned(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:  # noqa: ARG002 - or not
        return super().exchange(request, lambda: False)


class _AlwaysOk(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        answer.status, answer.reason = 200, "OK"
        return super().relay(answer, inbound, start)


class _ForgetsLifetimes(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        passing = [pair for pair in super().response_headers(headers) if pair[0].lower() != "cache-control"]
        return [*passing, ("cache-control", "no-cache")]


class _ForgetsCompression(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        return [pair for pair in super().response_headers(headers) if pair[0].lower() != "content-encoding"]


class _FoldsCookies(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        passing = super().response_headers(headers)
        cookies = [value for name, value in passing if name.lower() == "set-cookie"]
        others = [pair for pair in passing if pair[0].lower() != "set-cookie"]
        return [*others, ("set-cookie", ", ".join(cookies))] if cookies else others


class _PassesHopByHop(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        framing = {"transfer-encoding", "connection"}
        return [
            *super().response_headers(headers),
            *(pair for pair in headers if pair[0].lower() in HOP_BY_HOP - framing),
        ]


class _AsksForThePage(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        method = "GET" if request.method == "HEAD" else request.method
        return super().exchange(replace(request, method=method), is_abandoned)


class _WritesBodiesTask(AnswerTask):
    def may_have_body(self) -> bool:
        return not self.status.startswith(("1", "204", "304"))


class _WritesBodiesChannel(StrictChannel):
    task_class = _WritesBodiesTask


class _WritesBodies(GatewayServer):
    channel_class = _WritesBodiesChannel


class _ShowsAPage(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if answer.status != 404:
            return super().relay(answer, inbound, start)
        answer.close()
        start("200 OK", [("content-type", "text/html; charset=utf-8")])
        return [b"<!doctype html><title>Admin</title>"]


class _KeepsSetCookie(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        return [pair for pair in super().response_headers(headers) if pair[0].lower() != "set-cookie"]


class _NamesTheUpstream(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        return [self._absolute(*pair) for pair in super().response_headers(headers)]

    def _absolute(self, name: str, value: str) -> tuple[str, str]:
        is_path = name.lower() == "location" and value.startswith("/")
        return (name, f"http://{self._upstream.authority}{value}") if is_path else (name, value)


class _Following(UiClient):
    """Follows some redirects of the admin UI to their end."""

    def goes_on(self, request: UiRequest, location: str) -> bool:
        raise NotImplementedError

    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        for _ in range(10):
            answer = super().exchange(request, is_abandoned)
            location = next((value for name, value in answer.headers if name.lower() == "location"), "")
            if not 300 <= answer.status < 400 or not self.goes_on(request, location):
                return answer
            answer.close()
            request = replace(request, method="GET", target=urlsplit(location).path, body_bytes=0)
        raise UiUnavailable("too many redirects")


class _FollowsRedirects(_Following):
    def goes_on(self, request: UiRequest, location: str) -> bool:
        return location.startswith("/") and location != request.target


class _GivesUpOnLoops(_Following):
    def goes_on(self, request: UiRequest, location: str) -> bool:
        return location == request.target


class _FetchesElsewhere(_Following):
    def goes_on(self, request: UiRequest, location: str) -> bool:  # noqa: ARG002 - whatever was asked
        there = urlsplit(location)
        if there.scheme == "http" and there.port:
            # Imported here: nothing else of the gateway needs it.
            import http.client

            connection = http.client.HTTPConnection(there.netloc, timeout=5)
            connection.request("GET", there.path)
            connection.getresponse().read()
            connection.close()
        return False


class _GenerousConnection(UiConnection):
    def _read_more(self, part: str, allowance: Any) -> bytes:
        data = super()._read_more(part, allowance)
        head, end, body = data.partition(b"\r\n\r\n")
        tidy = re.sub(rb"\r\n |\r\n|\r|\x00", b"\r\n", head)
        return tidy + end + body if part == "head" else data


class _ReadsGenerously(UiClient):
    def adopt(self, connected: Any) -> UiConnection:
        return _GenerousConnection(connected)
