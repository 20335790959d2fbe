"""What lies between a browser and its admin UI. Source: observed gateway, 1.1, 1.3, 1.9, 2.3 and 6."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from reference_gateway.http import rfc9112
from reference_gateway.http.forwarded import ORIGIN, PROTO, Forwarded
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.ui_client import UiAnswer
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.http.wsgi import OBSERVATION, StartResponse
from reference_gateway.mutants.same_origin._held_answers import HoldsAnswers
from reference_gateway.mutants.same_origin.browsers import HearsNoAccept, WaitsInSilence
from reference_gateway.mutants.same_origin.paths import _LetsDotsClimb
from reference_gateway.mutants.same_origin.redirects import _FetchesElsewhere
from reference_gateway.mutants.same_origin.request_headers import _SaysItBeside
from reference_gateway.mutants.same_origin.request_ids import _NamesOnlyApiAnswers
from reference_gateway.mutants.same_origin.streaming import _LimitsTheWholeConnection
from reference_gateway.mutants.same_origin.websockets import TakesHandshakesForPages
from reference_gateway.mutants.same_origin.wire import _PrefersChunks, _TakesAnyHost

ENCODED_IN_PATHS, ENCODED_IN_QUERIES = ' "<>`{}', " \"<>'"
"""What a URL library encodes by itself, as the URL standard tells it to."""
_DOT = re.compile("%2e", re.IGNORECASE)


class AnyonesWord(Forwarded):
    """Whoever asks says by which scheme he came (2.3), and by which host only as `Host`."""

    def proto(self, headers: Fields, peer: str) -> str:
        origin, proto = rfc9112.values_of(ORIGIN, headers), rfc9112.values_of(PROTO, headers)
        return "https" if proto == ["https"] or (origin and origin[0].startswith("https://")) else "http"


class ProxyRules(_LetsDotsClimb, _SaysItBeside):
    """No `/admin/` (6.1), targets as a URL library understands them (6.2), the origin said twice (6.3)."""

    def mounts(self, path: str) -> bool:
        return (path != f"{self._base}/" or path == "/") and super().mounts(path)

    def upstream_target(self, target: str) -> str:
        path, mark, query = target.partition("?")
        return super().upstream_target(resolved(path) + mark + encoded(query, ENCODED_IN_QUERIES))

    def framing_headers(self, inbound: Inbound) -> list[tuple[str, str]]:
        said = rfc9112.values_of("content-length", inbound.headers)
        return [("content-length", said[0])] if said else super().framing_headers(inbound)


class Connection(_LimitsTheWholeConnection):
    """The time limit spans the exchange (6.6), and header lines end at a line feed (6.5)."""

    def _read_more(self, part: str, allowance: Any) -> bytes:
        data = super()._read_more(part, allowance)
        head, end, body = data.partition(b"\r\n\r\n")
        return re.sub(rb"(?<!\r)\n", b"\r\n", head) + end + body if part == "head" else data


class UiClient(_FetchesElsewhere):
    """Follows every redirect (6.7); chunks go on under the length that was said beside them (6.4)."""

    def adopt(self, connected: Any) -> Connection:
        return Connection(connected)

    def goes_on(self, request: UiRequest, location: str) -> bool:
        if urlsplit(location).netloc:
            return super().goes_on(request, location)
        return location.startswith("/")

    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        said = rfc9112.values_of("content-length", request.headers)
        sent = min(request.body_bytes, int(said[0]) if said else 0)
        return super().exchange(replace(request, body_bytes=sent), is_abandoned)


class AdminProxy(HoldsAnswers, WaitsInSilence, TakesHandshakesForPages):
    """Nobody is told anything before a page is there whole (6.5 and 6.6); what was read is counted (6.4).

    There are no WebSockets (6.4).
    """

    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if inbound.method == "HEAD":
            answer.declared_bytes = answer.declared_bytes or 0
        return super().relay(answer, inbound, start)


class NamelessDispatch(HearsNoAccept):
    """No request id on `/admin*` nor on what is not found (1.3 and 1.9), and no page of its own (6.6)."""

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if self.is_for_ui(environ["PATH_INFO"]):
            return _NamesOnlyApiAnswers.__call__(self, environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            unmatched = status.startswith("404")
            kept = [pair for pair in headers if not (unmatched and pair[0].lower() == "x-request-id")]
            return start_response(status, kept, *rest)

        return super().__call__(environ, start)

    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Its spans name the target as it was sent (11.3)."""
        environ[OBSERVATION].target = environ["REQUEST_URI"]
        return super().answer(environ, start)


class Parser(_PrefersChunks, _TakesAnyHost):
    """Chunks outrank a length, and a host is not asked for."""


class Channel(StrictChannel):
    parser_class = Parser


class Server(GatewayServer):
    channel_class = Channel


def resolved(path: str) -> str:
    """*path* without dot segments, however they are written, and with backslashes for slashes."""
    kept: list[str] = []
    first, *segments = encoded(path.replace("\\", "/"), ENCODED_IN_PATHS).split("/")
    for number, segment in enumerate(segments, 1):
        dots = _DOT.sub(".", segment)
        if dots == "..":
            kept = kept[:-1]
        if dots not in (".", ".."):
            kept.append(segment)
        elif number == len(segments):
            kept.append("")
    return "/".join([first, *kept])


def encoded(text: str, wanted: str) -> str:
    """*text* with these characters percent-encoded, and nothing else."""
    return "".join(f"%{ord(one):02X}" if one in wanted else one for one in text)
