"""Wrong about the admin UI's answers, one step beside those that are looked at."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http import rfc9112
from reference_gateway.http.pages.negotiation import prefers_page
from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import HOP_BY_HOP, Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_connection import Allowance, UiConnection
from reference_gateway.http.rfc9112 import Fields, Malformed, StatusLine
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.http.server.tasks import AnswerTask
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]


@mutant(breaks="same-origin.statuses-pass")
def takes_a_late_gateway_for_an_absent_one(parts: Parts) -> Parts:
    """Answers Service Unavailable where the admin UI says Gateway Timeout."""
    return replace(parts, admin_proxy=_OneGatewayError)


@mutant(breaks="same-origin.statuses-pass")
def accepts_every_write(parts: Parts) -> Parts:
    """Answers OK to every POST, whatever the admin UI says."""
    return replace(parts, admin_proxy=_AcceptsWrites)


@mutant(breaks="same-origin.statuses-pass")
def stumbles_over_hints(parts: Parts) -> Parts:
    """Takes an interim answer for one that is no answer at all."""
    return replace(parts, ui_client=_StumblesOverHints)


@mutant(breaks="same-origin.answer-headers-pass")
def eats_challenges(parts: Parts) -> Parts:
    """Keeps it to itself how the admin UI wants to be signed in to."""
    return replace(parts, proxy_rules=_EatsChallenges)


@mutant(breaks="same-origin.answer-headers-pass")
def drops_empty_headers(parts: Parts) -> Parts:
    """Leaves out a header without a value."""
    return replace(parts, proxy_rules=_DropsEmptyHeaders)


@mutant(breaks="same-origin.answer-headers-pass")
def lets_no_refusal_be_kept(parts: Parts) -> Parts:
    """Forgets the lifetime of every answer that is no success."""
    return replace(parts, admin_proxy=_ForgetsLifetimesOfRefusals)


@mutant(breaks="same-origin.compressed-answers-pass")
def knows_gzip_alone(parts: Parts) -> Parts:
    """Leaves out every coding but gzip."""
    return replace(parts, proxy_rules=_KnowsGzipAlone)


@mutant(breaks="same-origin.compressed-answers-pass")
def unpacks_for_whoever_wants_it_plain(parts: Parts) -> Parts:
    """Decompresses a page for a browser that says it accepts something else."""
    return replace(parts, admin_proxy=_Unpacks)


@mutant(breaks="same-origin.compressed-answers-pass")
def accepts_more_than_the_browser(parts: Parts) -> Parts:
    """Asks for compressed pages in the name of browsers that do not."""
    return replace(parts, proxy_rules=_AcceptsGzip)


@mutant(breaks="same-origin.several-cookies-survive")
def drops_equal_cookies(parts: Parts) -> Parts:
    """Passes on one of several cookies that are equal."""
    return replace(parts, proxy_rules=_DropsEqualCookies)


@mutant(breaks="same-origin.several-cookies-survive")
def sets_one_cookie_with_a_refusal(parts: Parts) -> Parts:
    """Passes on the last cookie alone of an answer that is no success."""
    return replace(parts, admin_proxy=_OneCookieWithARefusal)


@mutant(breaks="same-origin.hop-by-hop-answers-stop")
def stops_the_last_named(parts: Parts) -> Parts:
    """Stops only the last header that the answer's Connection header names."""
    return replace(parts, proxy_rules=_StopsTheLastNamed)


@mutant(breaks="same-origin.hop-by-hop-answers-stop")
def lets_offers_pass(parts: Parts) -> Parts:
    """Passes on the Upgrade, the Trailer and the TE of an answer."""
    return replace(parts, proxy_rules=_LetsOffersPass)


@mutant(breaks="same-origin.hop-by-hop-answers-stop")
def passes_everything_of_a_refusal(parts: Parts) -> Parts:
    """Passes on the hop-by-hop headers of an answer that is no success."""
    return replace(parts, admin_proxy=_PassesAllOfARefusal)


@mutant(breaks="same-origin.head-has-no-body")
def ends_chunks_that_never_began(parts: Parts) -> Parts:
    """Writes the last chunk of a page behind its head when only the head was asked for."""
    return replace(parts, server=_server_with(_EndsChunks))


@mutant(breaks="same-origin.head-has-no-body")
def shows_refusals_in_full(parts: Parts) -> Parts:
    """Answers the HEAD of an error with words behind it."""
    return replace(parts, server=_server_with(_ExplainsRefusals))


@mutant(breaks="same-origin.misses-stay-misses")
def shows_browsers_a_page_for_a_miss(parts: Parts) -> Parts:
    """Shows a page of its own where the admin UI has nothing, to whoever accepts one."""
    return replace(parts, admin_proxy=_ShowsBrowsersAPage)


@mutant(breaks="same-origin.misses-stay-misses")
def shows_a_page_for_a_missing_style(parts: Parts) -> Parts:
    """Shows a start page where a file that is no script does not exist."""
    return replace(parts, admin_proxy=_ShowsAPageForAStyle)


def _is_refusal(answer: UiAnswer) -> bool:
    return answer.status >= 300


class _OneGatewayError(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if answer.status == 504:
            answer.status, answer.reason = 503, "Service Unavailable"
        return super().relay(answer, inbound, start)


class _AcceptsWrites(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if inbound.method == "POST":
            answer.status, answer.reason = 200, "OK"
        return super().relay(answer, inbound, start)


class _OneHeadConnection(UiConnection):
    def _next_head(self, allowance: Allowance) -> tuple[StatusLine, Fields]:
        line, headers = super()._next_head(allowance)
        if line.status == 103:
            raise Malformed("an interim answer")
        return line, headers


class _StumblesOverHints(UiClient):
    def adopt(self, connected: Any) -> UiConnection:
        return _OneHeadConnection(connected)


class _EatsChallenges(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        return [pair for pair in super().response_headers(headers) if pair[0].lower() != "www-authenticate"]


class _DropsEmptyHeaders(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        return [pair for pair in super().response_headers(headers) if pair[1]]


class _ForgetsLifetimesOfRefusals(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if _is_refusal(answer):
            answer.headers = tuple(pair for pair in answer.headers if pair[0].lower() != "cache-control")
        return super().relay(answer, inbound, start)


class _KnowsGzipAlone(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        passing = super().response_headers(headers)
        return [
            (name, value) for name, value in passing if name.lower() != "content-encoding" or value == "gzip"
        ]


class _Unpacks(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        accepted = rfc9112.listed("accept-encoding", inbound.headers)
        if (
            not accepted
            or "gzip" in accepted
            or rfc9112.values_of("content-encoding", answer.headers) != ["gzip"]
        ):
            return super().relay(answer, inbound, start)
        answer.declared_bytes = None
        answer.headers = tuple(pair for pair in answer.headers if pair[0].lower() != "content-encoding")
        return [zlib.decompress(b"".join(super().relay(answer, inbound, start)), 31)]


class _AcceptsGzip(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        passing = super().request_headers(inbound)
        names = {name.lower() for name, _ in passing}
        return passing if "accept-encoding" in names else [*passing, ("accept-encoding", "gzip")]


class _DropsEqualCookies(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        return list(dict.fromkeys(super().response_headers(headers)))


class _OneCookieWithARefusal(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if _is_refusal(answer):
            last = [pair for pair in answer.headers if pair[0].lower() == "set-cookie"][-1:]
            answer.headers = (*(pair for pair in answer.headers if pair[0].lower() != "set-cookie"), *last)
        return super().relay(answer, inbound, start)


class _StopsTheLastNamed(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        named = rfc9112.listed("connection", headers)[:-1]
        spared = [pair for pair in headers if pair[0].lower() in named]
        return [*super().response_headers(headers), *spared]


class _LetsOffersPass(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        offers = [pair for pair in headers if pair[0].lower() in {"upgrade", "trailer", "te"}]
        return [*super().response_headers(headers), *offers]


class _PassesAllOfARefusal(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        stopped = [pair for pair in answer.headers if pair[0].lower() in HOP_BY_HOP - {"connection"}]

        def with_them(status: str, headers: Headers, *_: object) -> object:
            return start(status, [*headers, *stopped] if _is_refusal(answer) else headers)

        return super().relay(answer, inbound, with_them)


class _EndsChunks(AnswerTask):
    def _write_streamed(self, pieces: Iterable[bytes]) -> None:
        super()._write_streamed(pieces)
        if self.request.command == "HEAD" and self.content_length is None:
            self.channel.write_soon(b"0\r\n\r\n")


class _ExplainsRefusals(AnswerTask):
    def _write_streamed(self, pieces: Iterable[bytes]) -> None:
        super()._write_streamed(pieces)
        if self.request.command == "HEAD" and self.status >= "4":
            self.channel.write_soon(b"refused")


def _server_with(task: type[AnswerTask]) -> type[GatewayServer]:
    channel = type("Channel", (StrictChannel,), {"task_class": task})
    return type("Server", (GatewayServer,), {"channel_class": channel})


class _ShowsBrowsersAPage(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if answer.status != 404 or not prefers_page(inbound.headers):
            return super().relay(answer, inbound, start)
        answer.close()
        start("404 Not Found", [("content-type", "text/html; charset=utf-8")])
        return [b"<!doctype html><title>There is no such page</title>"]


class _ShowsAPageForAStyle(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if answer.status != 404 or inbound.path.endswith(".js"):
            return super().relay(answer, inbound, start)
        answer.close()
        start("200 OK", [("content-type", "text/html; charset=utf-8")])
        return [b"<!doctype html><title>Admin</title>"]
