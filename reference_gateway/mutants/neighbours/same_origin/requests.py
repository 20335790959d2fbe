"""Wrong about methods and bodies beside those that are looked at."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http import rfc9112
from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.parser import StrictParser
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.http.server.tasks import AnswerTask
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.http.proxy.websockets import WebSockets
from reference_gateway.wiring import Parts

_KNOWN = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


@mutant(breaks="same-origin.every-method-is-forwarded")
def refuses_methods_it_does_not_know(parts: Parts) -> Parts:
    """Refuses a method that it has never heard of."""
    return replace(parts, admin_proxy=_RefusesUnknownMethods)


@mutant(breaks="same-origin.every-method-is-forwarded")
def answers_options_itself(parts: Parts) -> Parts:
    """Says itself which methods the admin UI has."""
    return replace(parts, admin_proxy=_AnswersOptions)


@mutant(breaks="same-origin.request-bodies-arrive-intact")
def drops_the_body_of_a_deletion(parts: Parts) -> Parts:
    """Leaves out the body of a DELETE."""
    return replace(
        parts, ui_client=_sending(lambda request, body: b"" if request.method == "DELETE" else body)
    )


@mutant(breaks="same-origin.request-bodies-arrive-intact")
def tidies_text(parts: Parts) -> Parts:
    """Takes the blanks off both ends of a text on its way to the admin UI."""
    return replace(
        parts, ui_client=_sending(lambda request, body: body.strip() if _is_text(request.headers) else body)
    )


@mutant(breaks="same-origin.request-bodies-arrive-intact")
def drops_a_lonely_last_byte(parts: Parts) -> Parts:
    """Loses the last byte of an upload that is one byte longer than a buffer."""
    return replace(parts, ui_client=_sending(lambda _, body: body[:-1] if len(body) % 65536 == 1 else body))


@mutant(breaks="same-origin.answer-bodies-arrive-intact")
def reads_pages_as_utf_8(parts: Parts) -> Parts:
    """Reads pages, and nothing else, as UTF-8 on their way to the visitor."""
    return replace(parts, admin_proxy=_ReadsPagesAsUtf8)


@mutant(breaks="same-origin.answer-bodies-arrive-intact")
def tidies_answers(parts: Parts) -> Parts:
    """Takes the blanks off both ends of a text on its way to the visitor."""
    return replace(parts, admin_proxy=_TidiesAnswers)


@mutant(breaks="same-origin.answer-bodies-arrive-intact")
def words_errors_itself(parts: Parts) -> Parts:
    """Puts words of its own in place of the body of a server's error."""
    return replace(parts, admin_proxy=_WordsErrors)


@mutant(breaks="same-origin.announced-uploads-go-through")
def hears_one_spelling(parts: Parts) -> Parts:
    """Knows `100-continue` in small letters alone."""
    return replace(parts, server=_HearsOneSpelling)


@mutant(breaks="same-origin.announced-uploads-go-through")
def waits_for_chunks_unasked(parts: Parts) -> Parts:
    """Tells a visitor to go on who announces a length, and nobody who announces chunks."""
    return replace(parts, server=_WaitsForChunks)


@mutant(breaks="same-origin.pages-are-never-mixed-up")
def keeps_what_may_be_kept(parts: Parts) -> Parts:
    """Gives a page that says it may be kept to the next visitor too."""
    return replace(parts, admin_proxy=_KeepsWhatMayBeKept)


@mutant(breaks="same-origin.pages-are-never-mixed-up")
def keeps_a_page_for_each_visitor(parts: Parts) -> Parts:
    """Gives a visitor who asks a second time the page of the first time."""
    return replace(parts, admin_proxy=_KeepsAPageForEach)


@mutant(breaks="same-origin.large-bodies-pass-in-bounded-memory")
def holds_chunked_uploads_in_memory(parts: Parts) -> Parts:
    """Keeps a whole upload that comes in chunks in memory before it is passed on."""
    return replace(parts, admin_proxy=_HoldsChunkedUploads)


@mutant(breaks="same-origin.large-bodies-pass-in-bounded-memory")
def holds_chunked_downloads_in_memory(parts: Parts) -> Parts:
    """Keeps a whole answer in memory that comes in chunks."""
    return replace(parts, admin_proxy=_HoldsChunkedDownloads)


@mutant(breaks="same-origin.answer-bodies-arrive-intact")
def answers_everybody_in_chunks(parts: Parts) -> Parts:
    """Answers a visitor of HTTP/1.0 in chunks, which there are none of in HTTP/1.0."""
    return replace(parts, server=ChunkingServer)


class _RefusesUnknownMethods(AdminProxy):
    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in _KNOWN:
            return super().__call__(environ, start)
        start("501 Not Implemented", [("content-type", "text/plain")])
        return [b"no such method"]


class _AnswersOptions(AdminProxy):
    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "OPTIONS":
            return super().__call__(environ, start)
        start("204 No Content", [("allow", "GET, POST")])
        return []


def _is_text(headers: Iterable[tuple[str, str]]) -> bool:
    return any(name.lower() == "content-type" and value.startswith("text/plain") for name, value in headers)


def _sending(changed: Callable[[UiRequest, bytes], bytes]) -> type[UiClient]:
    """Sends bodies of up to a mebibyte as *changed*."""

    class SendingClient(UiClient):
        def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
            if not 0 < request.body_bytes <= 1024**2:
                return super().exchange(request, is_abandoned)
            body = changed(request, request.body.read())
            headers = [pair for pair in request.headers if pair[0].lower() != "content-length"]
            headers.append(("content-length", str(len(body))))
            other = replace(request, headers=headers, body=io.BytesIO(body), body_bytes=len(body))
            return super().exchange(other, is_abandoned)

    return SendingClient


class _ReadsPagesAsUtf8(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if not any("html" in value for value in rfc9112.values_of("content-type", answer.headers)):
            return super().relay(answer, inbound, start)
        answer.declared_bytes = None
        pieces = super().relay(answer, inbound, start)
        return (piece.decode("utf-8", "replace").encode() for piece in pieces)


class _TidiesAnswers(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if not _is_text(answer.headers):
            return super().relay(answer, inbound, start)
        answer.declared_bytes = None
        return [b"".join(super().relay(answer, inbound, start)).strip()]


class _WordsErrors(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if answer.status < 500:
            return super().relay(answer, inbound, start)
        answer.close()
        start(f"{answer.status} {answer.reason}", [("content-type", "text/plain")])
        return [b"something went wrong"]


class _OneSpellingParser(StrictParser):
    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        self.expect_continue = self.expect_continue and b"100-continue" in header_plus


class _ChunksUnasked(StrictParser):
    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        self.expect_continue = self.expect_continue and not self.chunked


class _OneSpellingChannel(StrictChannel):
    parser_class = _OneSpellingParser


class _ChunksUnaskedChannel(StrictChannel):
    parser_class = _ChunksUnasked


class _HearsOneSpelling(GatewayServer):
    channel_class = _OneSpellingChannel


class _WaitsForChunks(GatewayServer):
    channel_class = _ChunksUnaskedChannel


class _Keeping(AdminProxy):
    """Answers a page that was kept, and asks the admin UI for the others."""

    def __init__(self, rules: ProxyRules, client: UiClient, websockets: WebSockets) -> None:
        super().__init__(rules, client, websockets)
        self._kept: dict[str, list[bytes]] = {}

    def name_of(self, headers: rfc9112.Fields) -> str:
        """Under which name a page is kept, beside its address."""
        raise NotImplementedError

    def may_keep(self, answer: UiAnswer) -> bool:
        """Whether it is kept."""
        raise NotImplementedError

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        page = self._kept.get(environ["REQUEST_URI"] + self.name_of(environ["gateway.raw_headers"]))
        if page is None or environ["REQUEST_METHOD"] != "GET":
            return super().__call__(environ, start)
        start("200 OK", [("content-type", "text/html")])
        return page

    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        pieces = super().relay(answer, inbound, start)
        if inbound.method != "GET" or not self.may_keep(answer):
            return pieces
        page = self._kept[inbound.target + self.name_of(inbound.headers)] = list(pieces)
        return page


class _KeepsWhatMayBeKept(_Keeping):
    def name_of(self, headers: rfc9112.Fields) -> str:  # noqa: ARG002 - whoever asks
        return ""

    def may_keep(self, answer: UiAnswer) -> bool:
        return any("max-age" in value for value in rfc9112.values_of("cache-control", answer.headers))


class _KeepsAPageForEach(_Keeping):
    def name_of(self, headers: rfc9112.Fields) -> str:
        return str(rfc9112.values_of("cookie", headers))

    def may_keep(self, answer: UiAnswer) -> bool:  # noqa: ARG002 - whatever it says
        return True


class _HoldsChunkedUploads(AdminProxy):
    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if rfc9112.values_of("transfer-encoding", environ["gateway.raw_headers"]):
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read())
        return super().__call__(environ, start)


class _HoldsChunkedDownloads(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        pieces = super().relay(answer, inbound, start)
        return [b"".join(pieces)] if answer.declared_bytes is None else pieces


class ChunksAlways(AnswerTask):
    def build_response_header(self) -> bytes:
        spoken, self.request.version = self.request.version, "1.1"
        try:
            return super().build_response_header()
        finally:
            self.request.version = spoken


class ChunkingChannel(StrictChannel):
    task_class = ChunksAlways


class ChunkingServer(GatewayServer):
    channel_class = ChunkingChannel
