"""Wrong about what is a request."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from reference_gateway.http import rfc9112
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiClient
from reference_gateway.http.proxy.ui_connection import UiConnection
from reference_gateway.http.rfc9112 import Fields, RequestLine
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.parser import StrictParser
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.answer-injection-is-stopped")
def reads_headers_generously(parts: Parts) -> Parts:
    """Takes any line break in the admin UI's headers for the end of a header."""
    return replace(parts, ui_client=_ReadsGenerously)


@mutant(breaks="same-origin.encoded-line-breaks-stay-encoded")
def decodes_the_query(parts: Parts) -> Parts:
    """Decodes the query on its way to the admin UI."""
    return replace(parts, proxy_rules=_DecodesTheQuery)


@mutant(breaks="same-origin.ambiguous-lengths-are-refused")
def prefers_chunks_to_a_length(parts: Parts) -> Parts:
    """Reads a request with a length and chunks by its chunks."""
    return replace(parts, server=_with_parser(_PrefersChunks))


@mutant(breaks="same-origin.ambiguous-requests-do-not-reach-the-ui")
def takes_the_first_length(parts: Parts) -> Parts:
    """Reads a request with two lengths by the first."""
    return replace(parts, server=_with_parser(_TakesTheFirstLength))


@mutant(breaks="same-origin.ambiguous-requests-do-not-reach-the-ui")
def announces_the_visitors_length(parts: Parts) -> Parts:
    """Reads a request with a length and chunks by its chunks, and announces the visitor's length of them."""
    return replace(parts, server=_with_parser(_PrefersChunks), proxy_rules=_AnnouncesTheVisitorsLength)


@mutant(breaks="same-origin.bad-request-lines-are-refused")
def takes_any_version(parts: Parts) -> Parts:
    """Answers any version of HTTP as if it were the one it speaks."""
    return replace(parts, server=_with_parser(_TakesAnyVersion))


@mutant(breaks="same-origin.header-injection-is-refused")
def unfolds_headers(parts: Parts) -> Parts:
    """Joins a folded header line to the one above it."""
    return replace(parts, server=_with_parser(_UnfoldsHeaders))


@mutant(breaks="same-origin.header-injection-is-refused")
def takes_any_host(parts: Parts) -> Parts:
    """Takes requests with no host, two hosts, or a host that is none."""
    return replace(parts, server=_with_parser(_TakesAnyHost))


class _GenerousConnection(UiConnection):
    def _read_more(self, part: str, allowance: Any) -> bytes:
        data = super()._read_more(part, allowance)
        head, end, body = data.partition(b"\r\n\r\n")
        tidy = re.sub(rb"\r\n |\r\n|\r|\x00", b"\r\n", head)
        return tidy + end + body if part == "head" else data


class _ReadsGenerously(UiClient):
    def adopt(self, connected: Any) -> UiConnection:
        return _GenerousConnection(connected)


class _DecodesTheQuery(ProxyRules):
    def upstream_target(self, target: str) -> str:
        path, mark, query = target.partition("?")
        return super().upstream_target(path + mark + unquote(query))


def _with_parser(parser: type[StrictParser]) -> type[GatewayServer]:
    channel = type("Channel", (StrictChannel,), {"parser_class": parser})
    return type("Server", (GatewayServer,), {"channel_class": channel})


class _PrefersChunks(StrictParser):
    def is_chunked(self, line: RequestLine, headers: Fields) -> bool:
        return super().is_chunked(
            line, tuple(pair for pair in headers if pair[0].lower() != "content-length")
        )


class _TakesTheFirstLength(StrictParser):
    def declared_length(self, headers: Fields) -> int:
        return super().declared_length(
            tuple(pair for pair in headers if pair[0].lower() == "content-length")[:1]
        )


class _AnnouncesTheVisitorsLength(ProxyRules):
    def framing_headers(self, inbound: Inbound) -> list[tuple[str, str]]:
        said = rfc9112.values_of("content-length", inbound.headers)
        return [("content-length", value) for value in said] or super().framing_headers(inbound)


class _TakesAnyVersion(StrictParser):
    def read_request_line(self, line: bytes) -> RequestLine:
        return super().read_request_line(re.sub(rb"HTTP/\d\.\d$", b"HTTP/1.1", line))


class _UnfoldsHeaders(StrictParser):
    def read_fields(self, lines: list[bytes]) -> Fields:
        return super().read_fields(b"\r\n".join(lines).replace(b"\r\n ", b" ").split(b"\r\n"))


class _TakesAnyHost(StrictParser):
    def check_host(self, line: RequestLine, headers: Fields) -> None:
        """Whatever it is."""
