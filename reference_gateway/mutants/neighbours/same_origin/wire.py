"""Wrong about what is a request, one byte beside those that are looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http import rfc9112
from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.proxy.ui_client import UiClient
from reference_gateway.http.proxy.ui_connection import UiConnection
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.parser import ChunkedBody, StrictParser
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Rewrite = Callable[[bytes], bytes]


@mutant(breaks="same-origin.ambiguous-lengths-are-refused")
def reads_lengths_as_its_language_does(parts: Parts) -> Parts:
    """Reads an underscore in a length as its programming language does."""
    return replace(parts, server=_reading_lengths(lambda text: text.replace("_", "")))


@mutant(breaks="same-origin.ambiguous-lengths-are-refused")
def overlooks_what_follows_a_point(parts: Parts) -> Parts:
    """Reads a length as far as its decimal point."""
    return replace(parts, server=_reading_lengths(lambda text: text.partition(".")[0]))


@mutant(breaks="same-origin.ambiguous-lengths-are-refused")
def takes_codings_twice_for_once(parts: Parts) -> Parts:
    """Takes chunks that are announced in two headers for announced once."""
    return replace(parts, server=_reading_codings(lambda codings: codings[:1]))


@mutant(breaks="same-origin.ambiguous-requests-do-not-reach-the-ui")
def reads_chunk_sizes_as_its_language_does(parts: Parts) -> Parts:
    """Reads an underscore in the size of a chunk as its programming language does."""
    return replace(parts, server=_decoding(lambda data: re.sub(rb"(?m)^0_5\r", b"05\r", data)))


@mutant(breaks="same-origin.ambiguous-requests-do-not-reach-the-ui")
def takes_an_empty_length_for_none(parts: Parts) -> Parts:
    """Takes a length without a number for no length."""
    return replace(parts, server=_reading_lengths(lambda text: text or "0"))


@mutant(breaks="same-origin.bad-request-lines-are-refused")
def knows_versions_in_small_letters(parts: Parts) -> Parts:
    """Reads the version of a request in letters of any case."""
    return replace(parts, server=_with_head(lambda head: head.replace(b" http/1.1\r\n", b" HTTP/1.1\r\n")))


@mutant(breaks="same-origin.bad-request-lines-are-refused")
def reads_a_version_as_far_as_it_knows_it(parts: Parts) -> Parts:
    """Overlooks what follows a version that it knows."""
    return replace(
        parts, server=_with_head(lambda head: re.sub(rb" HTTP/1\.1[.0-9]+\r", b" HTTP/1.1\r", head))
    )


@mutant(breaks="same-origin.header-injection-is-refused")
def unfolds_at_tabs(parts: Parts) -> Parts:
    """Joins a header line that begins with a tab to the one above it."""
    return replace(parts, server=_with_head(lambda head: head.replace(b"\r\n\t", b" ")))


@mutant(breaks="same-origin.header-injection-is-refused")
def takes_equal_hosts_for_one(parts: Parts) -> Parts:
    """Takes a host that is named twice for named once."""
    return replace(parts, server=_server(_TakesEqualHosts))


@mutant(breaks="same-origin.header-injection-is-refused")
def overlooks_blanks_before_the_colon(parts: Parts) -> Parts:
    """Overlooks a tab between the name of a header and its colon."""
    return replace(parts, server=_with_head(lambda head: head.replace(b"\t:", b":")))


@mutant(breaks="same-origin.encoded-line-breaks-stay-encoded")
def decodes_line_breaks_in_paths(parts: Parts) -> Parts:
    """Decodes a line break in a path on its way to the admin UI."""
    return replace(parts, proxy_rules=_targeting(_decoded_in_paths))


@mutant(breaks="same-origin.encoded-line-breaks-stay-encoded")
def takes_line_feeds_out(parts: Parts) -> Parts:
    """Takes encoded line breaks in capitals out of a query, as a filter would."""
    return replace(parts, proxy_rules=_targeting(lambda target: re.sub("%0D|%0A", "", target)))


@mutant(breaks="same-origin.answer-injection-is-stopped")
def ends_headers_at_folds(parts: Parts) -> Parts:
    """Takes a line of the admin UI's that is folded by a tab for a header of its own."""
    return replace(parts, ui_client=_reading_heads(lambda head: head.replace(b"\r\n\t", b"\r\n")))


@mutant(breaks="same-origin.answer-injection-is-stopped")
def ends_headers_at_vertical_tabs(parts: Parts) -> Parts:
    """Takes a vertical tab in the admin UI's headers for the end of a line, as its language does."""
    return replace(parts, ui_client=_reading_heads(lambda head: head.replace(b"\v", b"\r\n")))


def _server(parser: type[StrictParser]) -> type[GatewayServer]:
    channel = type("Channel", (StrictChannel,), {"parser_class": parser})
    return type("Server", (GatewayServer,), {"channel_class": channel})


def _with_head(rewrite: Rewrite) -> type[GatewayServer]:
    """Reads heads as *rewrite* makes them."""

    class HeadParser(StrictParser):
        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(rewrite(header_plus))

    return _server(HeadParser)


def _reading_lengths(rewrite: Callable[[str], str]) -> type[GatewayServer]:
    class LengthParser(StrictParser):
        def declared_length(self, headers: Fields) -> int:
            return super().declared_length(tuple((name, self._read(name, value)) for name, value in headers))

        @staticmethod
        def _read(name: str, value: str) -> str:
            return rewrite(value) if name.lower() == "content-length" else value

    return _server(LengthParser)


def _reading_codings(choose: Callable[[list[tuple[str, str]]], list[tuple[str, str]]]) -> type[GatewayServer]:
    class CodingParser(StrictParser):
        def is_chunked(self, line: rfc9112.RequestLine, headers: Fields) -> bool:
            codings = [pair for pair in headers if pair[0].lower() == "transfer-encoding"]
            others = [pair for pair in headers if pair[0].lower() != "transfer-encoding"]
            return super().is_chunked(line, (*others, *choose(codings)))

    return _server(CodingParser)


def _decoding(rewrite: Rewrite) -> type[GatewayServer]:
    class RewritingBody(ChunkedBody):
        def received(self, data: bytes) -> int:
            changed = rewrite(data)
            return super().received(changed) + len(data) - len(changed)

    class ChunkParser(StrictParser):
        def adopt(self, line: rfc9112.RequestLine, headers: Fields) -> None:
            super().adopt(line, headers)
            if self.chunked:
                self.body_rcv.__class__ = RewritingBody

    return _server(ChunkParser)


class _TakesEqualHosts(StrictParser):
    def check_host(self, line: rfc9112.RequestLine, headers: Fields) -> None:
        super().check_host(line, tuple(dict.fromkeys(headers)))


def _decoded_in_paths(target: str) -> str:
    path, mark, query = target.partition("?")
    return path.replace("%0d%0a", "\r\n").replace("%20", " ") + mark + query


def _targeting(change: Callable[[str], str]) -> type[ProxyRules]:
    class TargetingRules(ProxyRules):
        def upstream_target(self, target: str) -> str:
            return super().upstream_target(change(target))

    return TargetingRules


def _reading_heads(rewrite: Rewrite) -> type[UiClient]:
    class RewritingConnection(UiConnection):
        def _read_more(self, part: str, allowance: Any) -> bytes:
            data = super()._read_more(part, allowance)
            head, end, body = data.partition(b"\r\n\r\n")
            return rewrite(head) + end + body if part == "head" else data

    class HeadClient(UiClient):
        def adopt(self, connected: Any) -> UiConnection:
            return RewritingConnection(connected)

    return HeadClient
