"""How a simulated admin UI misbehaves, or takes its time, by the names the features call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

from contract_harness.upstreams import messages
from contract_harness.upstreams.admin_ui import PAGE, SimulatedAdminUi
from contract_harness.upstreams.http_server import Answer, Hold, Script, generated
from contract_harness.upstreams.loaders import greeting, kept_greeting
from contract_harness.upstreams.payloads import MIB_BYTES, PAYLOADS

_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_EVENTS = (("Content-Type", "text/event-stream; charset=utf-8"), ("Cache-Control", "no-cache"))
_BODY = b"twenty-six bytes announced"
BLOCK_BYTES = 64 * 1024
"""How much of a generated body a simulated server sends between two holds."""

_ANOTHER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 8\r\n\r\nstrange."
_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </admin/a.css>; rel=preload\r\n\r\n"
_GONE = b"HTTP/1.1 410 Gone\r\nContent-Length: 4\r\n\r\ngone"
_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
"""The head of an answer in chunks."""


def _behind(leftover: bytes) -> Answer:
    """An answer with *leftover* right behind it, on a connection that stays open."""
    return Answer(headers=(*_HTML, ("Content-Length", "4")), body=b"own." + leftover)


_SCRIPTS: Mapping[str, Callable[[], Script]] = MappingProxyType(
    {
        "nothing, and hangs up": lambda: Answer(hang_up=True),
        "a TCP reset": lambda: Answer(reset=True),
        "what is not HTTP": lambda: Answer(raw=b"220 mail.example ESMTP ready\r\n"),
        "half a status line, and hangs up": lambda: Answer(raw=b"HTTP/1.1 20"),
        "half a head, and hangs up": lambda: Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"),
        "its page after 100 ms": lambda: Answer(body=PAGE, delay_s=0.1),
        "its page after 1500 ms": lambda: Answer(body=PAGE, delay_s=1.5),
        "its page after 2500 ms": lambda: Answer(headers=_HTML, body=PAGE, delay_s=2.5),
        "a page held back": lambda: Answer(hold_head=Hold(), body=PAGE),
        "a page that stalls half-way": lambda: Answer(
            headers=_HTML, chunks=(PAGE[:20], PAGE[20:]), hold=Hold()
        ),
        "a page of announced length that stalls": lambda: Answer(
            headers=_HTML, repeat_bytes=2 * BLOCK_BYTES, hold=Hold()
        ),
        "a body of announced length, without its last byte": lambda: Answer(
            headers=_HTML, body=_BODY, cut_after_bytes=len(_BODY) - 1
        ),
        "a body of announced length, without any": lambda: Answer(
            headers=_HTML, body=_BODY, cut_after_bytes=0
        ),
        "a body of announced length, reset": lambda: Answer(
            headers=_HTML, body=_BODY, cut_after_bytes=10, reset=True
        ),
        "a body in chunks, without any": lambda: Answer(headers=_HTML, chunks=(_BODY,), cut_after_bytes=0),
        "a body in chunks, without the last chunk": lambda: Answer(raw=_CHUNKED + b"4\r\nbody\r\n"),
        "a body in chunks, without its last line": lambda: Answer(raw=_CHUNKED + b"4\r\nbody\r\n0\r\n"),
        "a body in chunks, reset": lambda: Answer(
            headers=_HTML, chunks=(b"the first chunk", b"the second chunk"), cut_after_bytes=15, reset=True
        ),
        "a body of announced length, cut short": lambda: Answer(
            headers=_HTML, body=_BODY, cut_after_bytes=10
        ),
        "a body in chunks, cut short": lambda: Answer(
            headers=_HTML, chunks=(b"the first chunk", b"the second chunk"), cut_after_bytes=20
        ),
        "an answer behind early hints": lambda: Answer(raw=_HINTS + _GONE),
        "an answer behind two early hints": lambda: Answer(raw=_HINTS * 2 + _GONE),
        "an answer behind an unasked go-on": lambda: Answer(raw=b"HTTP/1.1 100 Continue\r\n\r\n" + _GONE),
        "two answers at once": lambda: _behind(_ANOTHER),
        "an answer and half another": lambda: _behind(b"HTTP/1.1 404 Not Found\r\nX-Left: "),
        "an answer and an empty line": lambda: _behind(b"\r\n"),
        "an answer in chunks and another": lambda: Answer(
            headers=(*_HTML, ("Transfer-Encoding", "chunked")), body=b"4\r\nown.\r\n0\r\n\r\n" + _ANOTHER
        ),
        "an event stream without end": lambda: Answer(
            headers=_EVENTS, chunks=(b"data: on and on\n\n",) * 900, pause_s=0.05
        ),
        # Made for most of a minute: whoever leaves, with some of it or nothing yet, leaves in its middle.
        "a page without end": lambda: Answer(
            headers=_HTML, chunks=(), repeat_bytes=64 * MIB_BYTES, pause_s=0.05
        ),
        "a WebSocket": lambda: messages.agreeing,
        "a WebSocket, and a greeting": lambda: messages.greeting_at_once,
        "the visitor's cookie": lambda: greeting,
        "the visitor's cookie, to be kept": lambda: kept_greeting,
    }
)

STATES: Mapping[str, Callable[[SimulatedAdminUi], None]] = MappingProxyType(
    {
        "down": SimulatedAdminUi.stop,
        "up": SimulatedAdminUi.start,
        "up as new": SimulatedAdminUi.reset,
        "deaf": SimulatedAdminUi.black_hole,
    }
)
"""What becomes of the server itself; a deaf one neither accepts a connection nor refuses it."""


def answer_called(name: str) -> Script:
    """What the features call by this name: a payload, or an answer that goes wrong."""
    return PAYLOADS[name].answer() if name in PAYLOADS else _SCRIPTS[name]()


_BEGUN: Mapping[str, Answer] = {
    "a page in chunks": Answer(headers=_HTML, chunks=(b"<!doctype html><p>First.</p>", b"<p>Rest.</p>")),
    "a page of announced length": Answer(headers=_HTML, repeat_bytes=3 * BLOCK_BYTES),
    "an event stream": Answer(headers=_EVENTS, chunks=(b"data: 1\n\n", b"data: 2\n\n", b"data: 3\n\n")),
    "a page that begins with one byte": Answer(headers=_HTML, chunks=(b"<", b"!doctype html>", b"<p>Rest.")),
    "an error page": Answer(status=500, headers=_HTML, chunks=(b"<h1>Sorry.</h1>", b"<p>Rest.</p>")),
    "words without a type": Answer(chunks=(b"first, ", b"second, ", b"third")),
}


@dataclass(frozen=True, slots=True)
class BegunPage:
    """A page whose first piece is sent at once, and the others when the hold lets them."""

    hold: Hold
    pieces: tuple[bytes, ...]
    answer: Answer

    @classmethod
    def called(cls, name: str) -> Self:
        """The page that the features call by this name."""
        hold = Hold()
        answer = replace(_BEGUN[name], hold=hold)
        pieces = answer.chunks or tuple(generated(answer.repeat_bytes or 0))
        return cls(hold, pieces, answer)

    @property
    def whole(self) -> bytes:
        """All of its body."""
        return b"".join(self.pieces)
