"""Wrong about what is a request, about the ids that name requests, and about whom a session belongs to."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http import rfc9112
from reference_gateway.http.api.cookies import SessionCookie
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.forwarded import OriginRule
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.request_id import ENVIRON_KEY, HEADER, RequestIds
from reference_gateway.http.rfc9112 import Fields, RequestLine
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.parser import StrictParser
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.ambiguous-lengths-are-refused")
def prefers_chunks_to_a_length(parts: Parts) -> Parts:
    """Reads a request with a length and chunks by its chunks."""
    return replace(parts, server=_with_parser(_PrefersChunks))


@mutant(breaks="same-origin.ambiguous-requests-do-not-reach-the-ui")
def takes_the_first_length(parts: Parts) -> Parts:
    """Reads a request with two lengths by the first."""
    return replace(parts, server=_with_parser(_TakesTheFirstLength))


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


@mutant(breaks="same-origin.session-cookie-covers-the-origin")
def confines_the_cookie(parts: Parts) -> Parts:
    """Sets a session cookie that is only for the APIs."""
    return replace(parts, session_cookie=_ConfinedCookie)


@mutant(breaks="same-origin.session-cookie-covers-the-origin")
def shows_scripts_the_cookie(parts: Parts) -> Parts:
    """Sets a session cookie that scripts can read."""
    return replace(parts, session_cookie=_OpenCookie)


@mutant(breaks="same-origin.cross-site-writes-are-refused")
def serves_other_sites(parts: Parts) -> Parts:
    """Does not ask which page wants a change."""
    return replace(parts, origin_rule=_ServesOtherSites)


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


class _TakesAnyVersion(StrictParser):
    def read_request_line(self, line: bytes) -> RequestLine:
        return super().read_request_line(re.sub(rb"HTTP/\d\.\d$", b"HTTP/1.1", line))


class _UnfoldsHeaders(StrictParser):
    def read_fields(self, lines: list[bytes]) -> Fields:
        return super().read_fields(b"\r\n".join(lines).replace(b"\r\n ", b" ").split(b"\r\n"))


class _TakesAnyHost(StrictParser):
    def check_host(self, line: RequestLine, headers: Fields) -> None:
        """Whatever it is."""


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


class _ConfinedCookie(SessionCookie):
    def attributes(self, max_age_s: int) -> list[str]:
        return ["Path=/api" if one == "Path=/" else one for one in super().attributes(max_age_s)]


class _OpenCookie(SessionCookie):
    def attributes(self, max_age_s: int) -> list[str]:
        return [one for one in super().attributes(max_age_s) if one != "HttpOnly"]


class _ServesOtherSites(OriginRule):
    def admits(self, sent: str | None, headers: Fields, peer: str) -> bool:  # noqa: ARG002 - whoever asks
        return True
