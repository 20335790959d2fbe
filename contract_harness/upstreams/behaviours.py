"""How a simulated admin UI misbehaves, or takes its time, by the names the features call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from contract_harness.upstreams.admin_ui import PAGE
from contract_harness.upstreams.http_server import Answer, Hold, generated
from contract_harness.upstreams.payloads import MIB_BYTES

_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_EVENTS = (("Content-Type", "text/event-stream; charset=utf-8"), ("Cache-Control", "no-cache"))
_BODY = b"twenty-six bytes announced"
BLOCK_BYTES = 64 * 1024
"""How much of a generated body a simulated server sends between two holds."""

FAULTS: Mapping[str, Answer] = {
    "hangs up without an answer": Answer(hang_up=True),
    "breaks the connection": Answer(reset=True),
    "answers with something else than HTTP": Answer(raw=b"220 mail.example ESMTP ready\r\n"),
}
"""Answers that are none."""

CUT_ANSWERS: Mapping[str, Answer] = {
    "of announced length": Answer(headers=_HTML, body=_BODY, cut_after_bytes=10),
    "in chunks": Answer(headers=_HTML, chunks=(b"the first chunk", b"the second chunk"), cut_after_bytes=20),
}
"""Answers that end too soon."""

TWO_ANSWERS = Answer(
    headers=(*_HTML, ("Content-Length", "4")),
    body=b"own." + b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 8\r\n\r\nstrange.",
)
"""An answer with another one right behind it, on a connection that stays open."""

ENDLESS_PAGE = Answer(headers=_HTML, chunks=(), repeat_bytes=64 * MIB_BYTES)
"""More than any buffer between the admin UI and a visitor who does not read can hold."""


def stalled_page(hold: Hold) -> Answer:
    """Sends the first half of a page and stops at *hold*."""
    return Answer(headers=_HTML, chunks=(PAGE[:20], PAGE[20:]), hold=hold)


_BEGUN: Mapping[str, Answer] = {
    "a page in chunks": Answer(headers=_HTML, chunks=(b"<!doctype html><p>First.</p>", b"<p>Rest.</p>")),
    "a page of announced length": Answer(headers=_HTML, repeat_bytes=3 * BLOCK_BYTES),
    "an event stream": Answer(headers=_EVENTS, chunks=(b"data: 1\n\n", b"data: 2\n\n")),
}


@dataclass(frozen=True, slots=True)
class BegunPage:
    """A page whose first piece is sent at once, and the others when the hold lets them."""

    hold: Hold
    first: bytes
    whole: bytes
    answer: Answer

    @classmethod
    def called(cls, name: str) -> Self:
        """The page that the features call by this name."""
        hold = Hold()
        answer = replace(_BEGUN[name], hold=hold)
        pieces = answer.chunks or tuple(generated(answer.repeat_bytes or 0))
        return cls(hold, pieces[0], b"".join(pieces), answer)
