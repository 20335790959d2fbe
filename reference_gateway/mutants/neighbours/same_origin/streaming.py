"""Wrong about pages that come piece by piece in another way than those that are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.http import rfc9112
from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_connection import Allowance, UiConnection
from reference_gateway.http.proxy.ui_messages import UiHead, UiRequest
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.first-bytes-arrive-first")
def waits_for_a_few_bytes(parts: Parts) -> Parts:
    """Holds what has come of a page until it is eight bytes."""
    return replace(parts, admin_proxy=_WaitsForAFew)


@mutant(breaks="same-origin.first-bytes-arrive-first")
def streams_the_first_piece_alone(parts: Parts) -> Parts:
    """Passes on the first piece of a page at once and holds the others until all are there."""
    return replace(parts, admin_proxy=_StreamsTheFirst)


@mutant(breaks="same-origin.first-bytes-arrive-first")
def holds_errors(parts: Parts) -> Parts:
    """Holds an answer that is no success until it is whole."""
    return replace(parts, admin_proxy=_HoldsErrors)


@mutant(breaks="same-origin.answers-that-keep-coming-pass")
def renews_for_events_only(parts: Parts) -> Parts:
    """Lets a stream of events go on, and cuts a page at the limit for all of it."""
    return replace(parts, ui_client=_over(_RenewsForEventsOnly))


@mutant(breaks="same-origin.answers-that-keep-coming-pass")
def renews_once(parts: Parts) -> Parts:
    """Gives the limit anew when an answer begins, and then for all the rest of it."""
    return replace(parts, ui_client=_over(_RenewsOnce))


@mutant(breaks="same-origin.departed-visitors-free-the-ui")
def waits_on_for_nobody(parts: Parts) -> Parts:
    """Waits for a page to begin after its visitor has left."""
    return replace(parts, ui_client=_WaitsOn)


@mutant(breaks="same-origin.departed-visitors-free-the-ui")
def reads_event_streams_on(parts: Parts) -> Parts:
    """Reads an event stream to its end after its visitor has left."""
    return replace(parts, admin_proxy=_ReadsEventsOn, ui_client=_HearsEventsOut)


class _WaitsForAFew(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        return _in_pieces(super().relay(answer, inbound, start), at_least=8)


def _in_pieces(pieces: Iterable[bytes], *, at_least: int) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        held += piece
        if len(held) >= at_least:
            yield held
            held = b""
    yield held


class _StreamsTheFirst(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        return _first_and_rest(iter(super().relay(answer, inbound, start)))


def _first_and_rest(pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield next((piece for piece in pieces if piece), b"")
    yield b"".join(pieces)


class _HoldsErrors(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        pieces = super().relay(answer, inbound, start)
        return [b"".join(pieces)] if answer.status >= 400 else pieces


class _WaitsOn(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:  # noqa: ARG002 - or not
        return super().exchange(request, lambda: False)


class _ReadsEventsOn(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        pieces = super().relay(answer, inbound, start)
        return _ReadToTheEnd(pieces) if _is_event_stream(answer.headers) else pieces


class _ReadToTheEnd:
    """Pieces that are read to their end by whoever closes them."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._left = iter(pieces)

    def __iter__(self) -> Iterator[bytes]:
        # Not `yield from`: that would end the reading together with the writing.
        for piece in self._left:  # noqa: UP028
            yield piece

    def close(self) -> None:
        for _ in self._left:
            pass
        self._pieces.close()  # type: ignore[attr-defined]  # a relay has one


class _EventConnection(UiConnection):
    def read_body(self, head: UiHead, allowance: Allowance) -> Iterator[bytes]:
        unabandoned = Allowance(3600.0, lambda: False)
        return super().read_body(head, unabandoned if _is_event_stream(head.headers) else allowance)


class _HearsEventsOut(UiClient):
    def adopt(self, connected: object) -> UiConnection:
        return _EventConnection(connected)  # type: ignore[arg-type]


class _Unrenewable(Allowance):
    def renew(self) -> None:
        pass


def _once(allowance: Allowance) -> Allowance:
    return _Unrenewable(allowance.left_s, allowance.is_abandoned)


def _over(connection: type[UiConnection]) -> type[UiClient]:
    return type("Client", (UiClient,), {"adopt": lambda _, connected: connection(connected)})


class _RenewsForEventsOnly(UiConnection):
    def read_body(self, head: UiHead, allowance: Allowance) -> Iterator[bytes]:
        goes_on = _is_event_stream(head.headers)
        return super().read_body(head, allowance if goes_on else _once(allowance))


class _RenewsOnce(UiConnection):
    def read_body(self, head: UiHead, allowance: Allowance) -> Iterator[bytes]:
        allowance.renew()
        return super().read_body(head, _once(allowance))


def _is_event_stream(headers: rfc9112.Fields) -> bool:
    return any("event-stream" in value for value in rfc9112.values_of("content-type", headers))
