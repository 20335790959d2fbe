"""
What an HTTP/1.1 message head may look like (RFC 9112, sections 2, 3 and 5), read strictly.

Leniency here is how requests are smuggled, so nothing is repaired: a head is either exactly right or refused.
"""

import re
from typing import NamedTuple

Fields = tuple[tuple[str, str], ...]

_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_FIELD_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")
_REQUEST_LINE = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Z]+) ([\x21-\x22\x24-\x7e\x80-\xff]+) HTTP/(1\.[01])")
_STATUS_LINE = re.compile(rb"HTTP/(1\.[01]) ([1-9][0-9]{2})(?: ([\t\x20-\x7e\x80-\xff]*))?")
_AUTHORITY = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_DIGITS = re.compile(r"[0-9]{1,18}")


class Malformed(ValueError):
    """The message breaks a rule of RFC 9112; the text says which."""


class RequestLine(NamedTuple):
    """Method, raw request target and version, as sent."""

    method: str
    target: str
    version: str


class StatusLine(NamedTuple):
    """Version, code and reason phrase, as sent."""

    version: str
    status: int
    reason: str


def request_line(line: bytes) -> RequestLine:
    """The parts of *line*: one space between, an upper-case method, HTTP/1.0 or 1.1, no fragment."""
    match = _REQUEST_LINE.fullmatch(line)
    if match is None:
        raise Malformed("request line is invalid")
    return RequestLine(*(part.decode("latin-1") for part in match.groups()))


def status_line(line: bytes) -> StatusLine:
    """The parts of *line*; a missing reason phrase is an empty one."""
    match = _STATUS_LINE.fullmatch(line)
    if match is None:
        raise Malformed("status line is invalid")
    version, status, reason = match.groups()
    return StatusLine(version.decode("ascii"), int(status), (reason or b"").decode("latin-1"))


def fields(lines: list[bytes]) -> Fields:
    """Names and values in the order and spelling they came in, values without surrounding blanks."""
    return tuple(_field(line) for line in lines)


def head_lines(block: bytes) -> list[bytes]:
    """The start line and the field lines of *block*, which ends with its empty line."""
    lines = block.removesuffix(b"\r\n\r\n").removesuffix(b"\r\n").split(b"\r\n")
    if any(b"\r" in line or b"\n" in line for line in lines):
        raise Malformed("bare CR or LF in the message head")
    return lines


def values_of(name: str, among: Fields) -> list[str]:
    """Every value of the field *name* (given in lower case), in order."""
    return [value for key, value in among if key.lower() == name]


def listed(name: str, among: Fields) -> list[str]:
    """The comma-separated members of every field *name*, in lower case, empty members left out."""
    members = (member.strip(" \t").lower() for value in values_of(name, among) for member in value.split(","))
    return [member for member in members if member]


def content_length(among: Fields) -> int | None:
    """The one declared length, None when there is none; a repeated one is refused even if equal."""
    declared = values_of("content-length", among)
    if not declared:
        return None
    if len(declared) > 1 or not _DIGITS.fullmatch(declared[0]):
        raise Malformed("Content-Length is invalid or repeated")
    return int(declared[0])


def is_chunked(among: Fields) -> bool:
    """Whether the body is chunked. Any other transfer coding is refused, and so is a length beside one."""
    codings = values_of("transfer-encoding", among)
    if not codings:
        return False
    if len(codings) > 1 or codings[0].lower() != "chunked":
        raise Malformed("Transfer-Encoding must be exactly one `chunked`")
    if values_of("content-length", among):
        raise Malformed("Content-Length together with Transfer-Encoding")
    return True


def is_authority(text: str) -> bool:
    """Whether *text* is a host with an optional port, as a Host header carries it."""
    return _AUTHORITY.fullmatch(text) is not None


def _field(line: bytes) -> tuple[str, str]:
    if line[:1] in (b" ", b"\t"):
        raise Malformed("folded header line")
    name, colon, value = line.partition(b":")
    if not colon or _TOKEN.fullmatch(name) is None:
        raise Malformed("header name is invalid")
    if _FIELD_VALUE.fullmatch(value) is None:
        raise Malformed("control character in a header value")
    return name.decode("ascii"), value.strip(b" \t").decode("latin-1")
