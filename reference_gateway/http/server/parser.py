"""
The request parser: waitress's buffering with none of its leniency.

A request is refused with 400 and the connection closed when its framing or its head could be read in two ways
(RFC 9112, sections 3.2, 5.1, 6.3, 11.2). Each rule is one method.
"""

import logging
from typing import Any

from waitress.buffers import OverflowableBuffer
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.utilities import BadRequest, Error, RequestEntityTooLarge, RequestHeaderFieldsTooLarge

from reference_gateway.http import rfc6455, rfc9112
from reference_gateway.http.chunked import ChunkDecoder
from reference_gateway.http.rfc9112 import Fields, Malformed, RequestLine
from reference_gateway.http.server.head_reader import HeadReader
from reference_gateway.http.server.intake import Holding, dropped

logger = logging.getLogger("gateway.http")

MOST_FIELDS = 256
"""Lines of a head; each is looked at by itself, on the thread that reads for everybody."""


class BodyWithoutRoom(Error):  # type: ignore[misc]  # waitress carries no types
    """The body cannot be kept until it is whole."""

    code = 503
    reason = "Service Unavailable"


class ChunkedBody:
    """Collects a chunked request body, in a temporary file once it is large; waitress's receiver protocol."""

    def __init__(self, buffer: Any) -> None:
        self._buffer = buffer
        self._decoder = ChunkDecoder()
        self.completed = False
        self.error: BadRequest | None = None

    def received(self, data: bytes) -> int:
        """Take *data*; how many of its bytes belong to this body."""
        try:
            pieces, consumed = self._decoder.feed(data)
        except Malformed as broken:
            self.error = BadRequest(str(broken))
            return len(data)
        for piece in pieces:
            self._buffer.append(piece)
        self.completed = self._decoder.is_finished
        return consumed

    def __len__(self) -> int:
        return int(self._buffer.__len__())

    def getfile(self) -> Any:
        """The decoded body, readable from its start."""
        return self._buffer.getfile()

    def getbuf(self) -> Any:
        """The buffer itself, for closing."""
        return self._buffer


class StrictParser(HTTPRequestParser):  # type: ignore[misc]  # waitress carries no types
    """One request. Keeps the header list and the request target exactly as they were sent."""

    raw_headers: Fields = ()
    refused_head = b""
    """What came of a head that was refused, for the look of the refusal."""
    request_uri = ""
    body_rcv: Any = None
    completed = False
    error: Any = None
    expect_continue: bool = False
    is_handshake = False
    """It may become a WebSocket: what comes behind it is no request."""
    behind = b""
    """What came with a handshake, too early; unless that becomes a WebSocket, it dies with the connection."""
    command = ""
    path = ""
    """The path as sent, undecoded: everything is decided on this one."""
    query = ""
    url_scheme = "http"
    is_known: bool | None = None
    """Whether the application knows who sends this; None while it was not asked."""
    holding: Holding | None = None
    """What it has of the room for strangers."""
    leaves_body = False
    """There is a body that was not taken."""

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.header_plus = HeadReader()

    def received(self, data: bytes) -> int:
        """Take *data*; how many of its bytes belong to this request."""
        if self.body_rcv is None and not self.completed:
            taken = self._received_head(data)
        else:
            taken = self._received_body(data)
        if self.error is not None:
            # A refused body is not invited by `100 Continue`.
            self.expect_continue = False
            self.connection_close = True
        return taken

    def close(self) -> None:
        """Give back what the body holds."""
        if self.body_rcv is not None:
            dropped(self.body_rcv)
        if self.holding is not None:
            self.holding.give_back()

    def leave_body(self) -> None:
        """Be answered without the body, of which no more is taken."""
        self._drop_body()
        self.leaves_body = True
        self.completed = self.connection_close = True
        self.expect_continue = False

    def find_no_room(self, why: str) -> None:
        """Be refused: the body has no place to wait in."""
        logger.warning("no room for a request body: %s", why)
        self._drop_body()
        self.error = BodyWithoutRoom("no room")
        self.completed = self.connection_close = True
        self.expect_continue = False

    def _drop_body(self) -> None:
        self.close()
        self.body_rcv = None

    def _received_body(self, data: bytes) -> int:
        try:
            return int(super().received(data))
        except OSError as cause:
            self.find_no_room(cause.strerror or type(cause).__name__)
            return len(data)

    def _received_head(self, data: bytes) -> int:
        head, taken = self.header_plus.take(data)
        if self.header_plus.begins_wrongly:
            self.refuse("request line is invalid")
            taken = len(data)
        elif self.header_plus.size >= self.adj.max_request_header_size:
            self.error = RequestHeaderFieldsTooLarge("head is too large")
        elif head is not None and head.count(b"\r\n") > MOST_FIELDS + 2:
            self.error = RequestHeaderFieldsTooLarge("head has too many fields")
        elif head is not None:
            self.parse_header(head)
            if self.error is None and self.content_length >= self.adj.max_request_body_size:
                self.error = RequestEntityTooLarge("body is too large")
        if self.is_handshake and self.error is None and taken < len(data):
            self.behind, taken = data[taken:], len(data)
            self.connection_close = True
        if head is not None or self.error is not None:
            self.headers_finished = True
            self.completed = self.body_rcv is None or self.error is not None
            self.refused_head = b"" if self.error is None else head or self.header_plus.so_far
            self.header_plus = HeadReader()
        return taken

    def refuse(self, reason: str) -> None:
        """Answer 400 whatever still comes."""
        self.error = BadRequest(reason)
        self.completed = self.headers_finished = self.connection_close = True

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head up to its empty line; a broken rule becomes the request's error."""
        try:
            first, *rest = rfc9112.head_lines(header_plus)
            line = self.read_request_line(first)
            headers = self.read_fields(rest)
            self.check_host(line, headers)
            self.check_target(line, headers)
            self.adopt(line, headers)
        except Malformed as broken:
            self.refuse(str(broken))

    def read_request_line(self, line: bytes) -> RequestLine:
        """Method, target and version."""
        return rfc9112.request_line(line)

    def read_fields(self, lines: list[bytes]) -> Fields:
        """The header list as sent."""
        return rfc9112.fields(lines)

    def check_host(self, line: RequestLine, headers: Fields) -> None:
        """Exactly one valid Host, which only HTTP/1.0 may leave out."""
        hosts = rfc9112.values_of("host", headers)
        if not hosts and line.version == "1.0":
            return
        if len(hosts) != 1 or not rfc9112.is_authority(hosts[0]):
            raise Malformed("exactly one valid Host header is required")

    def check_target(self, line: RequestLine, headers: Fields) -> None:
        """A path, `*` for OPTIONS, or an absolute `http` URL whose authority is the Host."""
        target = line.target
        if target.startswith("/") or (target == "*" and line.method == "OPTIONS"):
            return
        authority = target.partition("://")[2].partition("/")[0].partition("?")[0]
        is_absolute = target.lower().startswith(("http://", "https://"))
        if not is_absolute or rfc9112.values_of("host", headers) not in ([authority], []):
            raise Malformed("request target is invalid")

    def is_chunked(self, line: RequestLine, headers: Fields) -> bool:
        """Whether the body is chunked; a coding HTTP/1.0 cannot have, or one beside a length, is refused."""
        chunked = rfc9112.is_chunked(headers)
        if chunked and line.version == "1.0":
            raise Malformed("Transfer-Encoding in an HTTP/1.0 request")
        return chunked

    def declared_length(self, headers: Fields) -> int:
        """The declared body length in bytes, 0 when none is declared."""
        return rfc9112.content_length(headers) or 0

    def adopt(self, line: RequestLine, headers: Fields) -> None:
        """Make the head this request's, and choose what will take its body."""
        self.command, self.request_uri, self.version = line
        self.raw_headers = headers
        self.path, self.query = self._origin_form(line.target)
        self.headers = _joined(headers)
        connection = rfc9112.listed("connection", headers)
        self.connection_close = "close" in connection or (
            line.version == "1.0" and "keep-alive" not in connection
        )
        self.expect_continue = line.version == "1.1" and rfc9112.listed("expect", headers) == ["100-continue"]
        self.is_handshake = rfc6455.is_handshake(line.method, line.version, headers)
        self.chunked = self.is_chunked(line, headers)
        self.content_length = 0 if self.chunked else self.declared_length(headers)
        if self.chunked:
            self.headers.pop("TRANSFER_ENCODING", None)
            self.body_rcv = ChunkedBody(OverflowableBuffer(self.adj.inbuf_overflow))
        elif self.content_length:
            buffer = OverflowableBuffer(self.adj.inbuf_overflow)
            self.body_rcv = FixedStreamReceiver(self.content_length, buffer)

    @staticmethod
    def _origin_form(target: str) -> tuple[str, str]:
        if not target.startswith("/") and "://" in target:
            authority_and_path = target.partition("://")[2]
            cut = min((at for at in map(authority_and_path.find, "/?") if at >= 0), default=None)
            target = authority_and_path[cut:] if cut is not None else "/"
            target = target if target.startswith("/") else "/" + target
        path, _, query = target.partition("?")
        return path, query


def _joined(headers: Fields) -> dict[str, str]:
    """The values of each name, as WSGI names it, in one."""
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name.upper().replace("-", "_"), []).append(value)
    return {name: ", ".join(given) for name, given in values.items()}
