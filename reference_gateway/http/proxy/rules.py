"""
What passes between a browser and the admin UI, and what stops at the gateway.

One method a rule, each on raw text: nothing is decoded, normalised or merged on the way
(observed gateway, 6.1, 6.2, 6.3, 6.4 and 6.5, without its defects).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from reference_gateway.domain.tracing import TRACEPARENT, TRACESTATE
from reference_gateway.http import rfc6455, rfc9112
from reference_gateway.http.forwarded import HOST, ORIGIN, PREFIX, PROTO, Forwarded
from reference_gateway.http.proxy.ui_settings import UiSettings
from reference_gateway.http.request_id import HEADER as REQUEST_ID
from reference_gateway.http.rfc9112 import Fields

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)

_SWITCHES = (("connection", "Upgrade"), ("upgrade", rfc6455.PROTOCOL))

IsApiPath = Callable[[str], bool]
TraceHeaders = Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Inbound:
    """A request on its way to the admin UI, as the client sent it."""

    method: str
    target: str
    """Raw path and query."""
    headers: Fields
    peer: str
    request_id: str
    body: Any
    """Seekable file with the whole body."""
    body_bytes: int

    @property
    def path(self) -> str:
        """The raw path."""
        return self.target.partition("?")[0]


class ProxyRules:
    """Decides what is the UI's and what of a message goes on."""

    def __init__(
        self,
        settings: UiSettings,
        forwarded: Forwarded,
        is_api_path: IsApiPath,
        trace_headers: TraceHeaders = dict,
    ) -> None:
        """
        Args:
            trace_headers: what tells the UI which span of ours asks it.
        """
        self._base = settings.base_path
        self._upstream = settings.upstream
        self._forwarded = forwarded
        self._is_api_path = is_api_path
        self._trace_headers = trace_headers

    @property
    def route(self) -> str:
        """One name for everything that is the UI's."""
        return f"{self._base}/*"

    @property
    def home(self) -> str:
        """Where a visitor of the origin finds the UI."""
        return self._base or "/"

    def mounts(self, path: str) -> bool:
        """Whether the raw *path* is the UI's: the base path and everything below it, `/admin/` included.

        With the UI at the root everything is, except the API's own routes.
        """
        if not self._base:
            return not self._is_api_path(path)
        return path == self._base or path.startswith(self._base + "/")

    def is_within_base(self, path: str) -> bool:
        """Whether *path*, however its reader decodes it once, stays below the base path.

        Encoded dots and slashes count as dots and slashes, a backslash as a slash, and an empty segment as
        nothing, because readers differ and the strictest reading is the safe one.
        """
        depth = 0
        for segment in self._decoded(path.removeprefix(self._base)).split("/"):
            name = segment.partition(";")[0]
            depth += {"..": -1, ".": 0, "": 0}.get(name, 1)
            if depth < 0:
                return False
        return True

    def upstream_target(self, target: str) -> str:
        """The target the UI is asked: its own prefix, then the raw path and query with the base path kept."""
        return self._upstream.prefix + target

    def request_headers(self, inbound: Inbound) -> list[tuple[str, str]]:
        """The headers the UI receives: ours first, then the client's in their order and spelling."""
        stopped = (
            HOP_BY_HOP | self.named_by_connection(inbound.headers) | {"host", "content-length", "expect"}
        )
        stopped |= {REQUEST_ID, TRACEPARENT, TRACESTATE}
        passing = [
            (name, value)
            for name, value in inbound.headers
            if name.lower() not in stopped and not self.claims_to_be_forwarded(name, inbound.peer)
        ]
        return [
            ("host", self._upstream.authority),
            *self.forwarded_headers(inbound),
            (REQUEST_ID, inbound.request_id),
            *self._trace_headers().items(),
            *self.framing_headers(inbound),
            *passing,
        ]

    def handshake_headers(self, inbound: Inbound) -> list[tuple[str, str]]:
        """The same for a WebSocket's handshake, which offers to switch in our name."""
        return [*self.request_headers(inbound), *_SWITCHES]

    def forwarded_headers(self, inbound: Inbound) -> list[tuple[str, str]]:
        """`x-forwarded-host`, `-proto` and `-origin`, one each; none when the client sent no Host.

        And `-prefix`, where a trusted proxy took one away.
        """
        prefix = self.prefix(inbound)
        told = [(PREFIX, prefix)] if prefix else []
        host = self._forwarded.host(inbound.headers, inbound.peer)
        if host is None:
            return told
        proto = self._forwarded.proto(inbound.headers, inbound.peer)
        return [(HOST, host), (PROTO, proto), (ORIGIN, f"{proto}://{host}"), *told]

    def prefix(self, inbound: Inbound) -> str:
        """What a trusted proxy took away in front of our paths."""
        return self._forwarded.prefix(inbound.headers, inbound.peer)

    def claims_to_be_forwarded(self, name: str, peer: str) -> bool:
        """Whether *name* is a forwarding header the client may not set.

        Those we set ourselves never pass; the others pass from a trusted proxy. An underscore counts as a
        dash, as it does for CGI-style readers.
        """
        plain = name.lower().replace("_", "-")
        if plain in (HOST, PROTO, ORIGIN, PREFIX):
            return True
        return (plain.startswith("x-forwarded-") or plain == "forwarded") and not self._forwarded.trusts(peer)

    def framing_headers(self, inbound: Inbound) -> list[tuple[str, str]]:
        """The body's length, when the client framed a body at all; a chunked one is whole by now."""
        names = {name.lower() for name, _ in inbound.headers}
        if inbound.body_bytes or names & {"content-length", "transfer-encoding"}:
            return [("content-length", str(inbound.body_bytes))]
        return []

    def response_headers(self, headers: Fields) -> list[tuple[str, str]]:
        """What the client receives of the UI's *headers*, repeated ones too; the length is framed anew."""
        stopped = HOP_BY_HOP | self.named_by_connection(headers) | {"content-length", REQUEST_ID}
        return [(name, value) for name, value in headers if name.lower() not in stopped]

    def acceptance_headers(self, headers: Fields) -> list[tuple[str, str]]:
        """The same for the 101 that accepts one."""
        return [*self.response_headers(headers), *_SWITCHES]

    def named_by_connection(self, headers: Fields) -> frozenset[str]:
        """The header names a `Connection` header declares to be for one hop only."""
        return frozenset(rfc9112.listed("connection", headers))

    def _decoded(self, path: str) -> str:
        return unquote(path).replace("\\", "/")
