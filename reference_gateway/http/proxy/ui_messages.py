"""What the admin UI is asked, and how its answer begins."""

from dataclasses import dataclass
from typing import Any, Self

from reference_gateway.http import rfc9112
from reference_gateway.http.rfc9112 import Fields, Malformed, StatusLine


@dataclass(frozen=True, slots=True)
class UiRequest:
    """What the UI is asked."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: Any
    """Seekable file."""
    body_bytes: int
    head_within_s: float | None = None
    """How long to wait for the answer to begin; None for as long as the settings allow."""

    def head(self) -> bytes:
        """The request line and headers."""
        lines = [
            f"{self.method} {self.target} HTTP/1.1",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@dataclass(frozen=True, slots=True)
class UiHead:
    """How the UI's answer begins."""

    status: int
    reason: str
    headers: Fields
    declared_bytes: int | None
    """Its Content-Length, which for HEAD and 304 describes a body that is not sent."""
    has_body: bool
    is_chunked: bool
    stays_open: bool
    """Whether the connection may carry another exchange afterwards."""

    @classmethod
    def framed(cls, method: str, line: StatusLine, headers: Fields) -> Self:
        """How the answer to a *method* request is delimited.

        Raises:
            Malformed: its framing could be read in two ways.
        """
        is_chunked = rfc9112.is_chunked(headers)
        if is_chunked and line.version == "1.0":
            raise Malformed("Transfer-Encoding in an HTTP/1.0 answer")
        declared = rfc9112.content_length(headers)
        has_body = method != "HEAD" and line.status not in (101, 204, 304)
        has_end = not has_body or is_chunked or declared is not None
        connection = rfc9112.listed("connection", headers)
        return cls(
            status=line.status,
            reason=line.reason,
            headers=headers,
            declared_bytes=None if line.status == 204 else declared,
            has_body=has_body,
            is_chunked=is_chunked,
            stays_open=has_end and line.version == "1.1" and "close" not in connection,
        )
