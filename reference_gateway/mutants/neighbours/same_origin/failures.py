"""Wrong about an admin UI that fails in another way, or a request it fails, than those that are looked at."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_connection import Allowance, UiConnection
from reference_gateway.http.proxy.ui_failures import UiGarbled, UiHungUp, UiTooSlow, UiUnavailable
from reference_gateway.http.proxy.ui_messages import UiHead, UiRequest
from reference_gateway.http.server.parser import ChunkedBody
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant
from reference_gateway.mutants.neighbours.same_origin._hasty_channels import delivering

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.absent-ui-is-reported")
def ends_a_head_that_breaks_off(parts: Parts) -> Parts:
    """Takes a head that breaks off for one that is whole."""
    return replace(parts, ui_client=_over(_EndsHeads))


@mutant(breaks="same-origin.absent-ui-is-reported")
def says_otherwise_of_writes(parts: Parts) -> Parts:
    """Answers 502 where a request that is no GET finds nobody."""
    return replace(parts, admin_proxy=_SaysOtherwiseOfWrites)


@mutant(breaks="same-origin.absent-ui-leaves-the-apis")
def is_unready_without_its_ui(parts: Parts) -> Parts:
    """Says that it is not ready once somebody has not found its admin UI."""
    return replace(parts, dispatch=_UnreadyOnceUnfound)


@mutant(breaks="same-origin.absent-ui-leaves-the-apis")
def lists_no_keys_without_its_ui(parts: Parts) -> Parts:
    """Answers nothing about keys while its admin UI cannot be reached."""
    return replace(parts, dispatch=_failing_with_the_ui("/api/v1/admin/api-keys"))


@mutant(breaks="same-origin.returned-ui-is-served")
def gives_up_after_three_failures(parts: Parts) -> Parts:
    """Does not ask an admin UI for a minute that failed three times in a row."""
    return replace(parts, ui_client=_GivesUpAfterThree)


@mutant(breaks="same-origin.returned-ui-is-served")
def gives_up_on_garbage(parts: Parts) -> Parts:
    """Does not ask an admin UI again that once spoke no HTTP."""
    return replace(parts, ui_client=_GivesUpOnGarbage)


@mutant(breaks="same-origin.time-limits-are-kept")
def gives_forms_more_time(parts: Parts) -> Parts:
    """Gives the admin UI two seconds more for a request that is no GET."""
    return replace(parts, ui_client=_GivesFormsMoreTime)


@mutant(breaks="same-origin.time-limits-are-kept")
def counts_from_the_connection(parts: Parts) -> Parts:
    """Counts the time for an answer from when there is a connection."""
    return replace(parts, ui_client=_CountsFromTheConnection)


@mutant(breaks="same-origin.time-limit-spans-the-exchange")
def ends_what_stalls(parts: Parts) -> Parts:
    """Ends an answer in chunks that stalls as if it were whole."""
    return replace(parts, ui_client=_over(_EndsWhatStalls))


@mutant(breaks="same-origin.time-limit-spans-the-exchange")
def fills_up_announced_bytes(parts: Parts) -> Parts:
    """Fills up with blanks what does not come in time of a body whose length is announced."""
    return replace(parts, ui_client=_over(_FillsUp))


@mutant(breaks="same-origin.cut-answers-are-seen-as-cut")
def takes_an_end_for_the_last_chunk(parts: Parts) -> Parts:
    """Takes an answer for whole whose last chunk never came."""
    return replace(parts, ui_client=_over(_EndsChunksEarly))


@mutant(breaks="same-origin.cut-answers-are-seen-as-cut")
def makes_nothing_of_what_never_began(parts: Parts) -> Parts:
    """Answers an empty page where no byte came of one that was announced."""
    return replace(parts, admin_proxy=_MakesNothing)


@mutant(breaks="same-origin.cut-uploads-are-not-delivered")
def delivers_uploads_without_the_last_chunk(parts: Parts) -> Parts:
    """Passes on an upload whose last chunk never came."""
    return replace(parts, server=delivering(lambda upload: isinstance(upload.body_rcv, ChunkedBody)))


@mutant(breaks="same-origin.cut-uploads-are-not-delivered")
def delivers_uploads_that_never_began(parts: Parts) -> Parts:
    """Passes on an upload of which no byte came as an empty one."""
    return replace(parts, server=delivering(lambda upload: not len(upload.body_rcv)))


@mutant(breaks="same-origin.leftover-bytes-answer-nobody")
def keeps_half_an_answer(parts: Parts) -> Parts:
    """Drops a connection with a whole head left over on it, and no other."""
    return replace(parts, ui_client=_over(_KeepsHalfAnAnswer))


@mutant(breaks="same-origin.leftover-bytes-answer-nobody")
def keeps_what_follows_chunks(parts: Parts) -> Parts:
    """Goes on with a connection on which something follows the last chunk."""
    return replace(parts, ui_client=_over(_KeepsWhatFollowsChunks))


def _over(connection: type[UiConnection]) -> type[UiClient]:
    return type("Client", (UiClient,), {"adopt": lambda _, connected: connection(connected)})


class _EndsHeads(UiConnection):
    def _read_more(self, part: str, allowance: Allowance) -> bytes:
        try:
            return super()._read_more(part, allowance)
        except UiHungUp:
            if part == "head" and self._ahead.endswith(b"\r\n"):
                return b"Content-Length: 0\r\n\r\n"
            raise


class _SaysOtherwiseOfWrites(AdminProxy):
    def unavailable(self, cause: UiUnavailable, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        def otherwise(_: str, headers: list[tuple[str, str]], *__: object) -> object:
            return start("502 Bad Gateway", headers)

        is_form = inbound.method in {"GET", "HEAD", "POST"}
        return super().unavailable(cause, inbound, start if is_form else otherwise)


def _failing_with_the_ui(path: str) -> type[Dispatch]:
    """Answers 503 at *path* when nobody answers for the admin UI."""

    class FailingWithTheUi(Dispatch):
        def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
            if environ["PATH_INFO"] != path:
                return super().__call__(environ, start_response)
            asked = {**environ, "PATH_INFO": "/admin", "REQUEST_URI": "/admin", "QUERY_STRING": ""}
            seen: list[str] = []
            answer = super().__call__(asked, lambda status, _headers: seen.append(status))
            getattr(answer, "close", list)()
            if not seen[0].startswith("503"):
                return super().__call__(environ, start_response)
            start_response(seen[0], [("content-type", "application/json")])
            return [b'{"status":"ill"}']

    return FailingWithTheUi


class _UnreadyOnceUnfound(Dispatch):
    _has_failed = False

    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/readyz" and self._has_failed:
            start("503 Service Unavailable", [("content-type", "application/json")])
            return [b'{"status":"waiting for the admin UI"}']

        def noticing(status: str, headers: list[tuple[str, str]], *_: object) -> object:
            self._has_failed = self._has_failed or status.startswith("503")
            return start(status, headers)

        return super().answer(environ, noticing if self.is_for_ui(environ["PATH_INFO"]) else start)


class _GivesUpAfterThree(UiClient):
    _failures = 0
    _until = 0.0

    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        if time.monotonic() < self._until:
            raise UiUnavailable("was unavailable before")
        try:
            answer = super().exchange(request, is_abandoned)
        except UiUnavailable:
            self._failures += 1
            self._until = time.monotonic() + 60 if self._failures >= 3 else 0.0
            raise
        self._failures = 0
        return answer


class _GivesUpOnGarbage(UiClient):
    _is_disgusted = False

    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        if self._is_disgusted:
            raise UiUnavailable("spoke no HTTP before")
        try:
            return super().exchange(request, is_abandoned)
        except UiGarbled:
            self._is_disgusted = True
            raise


class _GivesFormsMoreTime(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        if request.method == "GET":
            return super().exchange(request, is_abandoned)
        more = replace(self._settings, request_timeout_ms=self._settings.request_timeout_ms + 6000)
        return UiClient(more).exchange(request, is_abandoned)


class _CountsFromTheConnection(UiClient):
    def connect(self, allowance: Allowance) -> UiConnection:  # noqa: ARG002 - whatever is left of it
        return super().connect(Allowance(7.0, lambda: False))


class _EndsWhatStalls(UiConnection):
    def _chunked(self, allowance: Allowance) -> Iterator[bytes]:
        with suppress(UiTooSlow):
            yield from super()._chunked(allowance)


class _FillsUp(UiConnection):
    def _counted(self, size: int, allowance: Allowance) -> Iterator[bytes]:
        try:
            for piece in super()._counted(size, allowance):
                size -= len(piece)
                yield piece
        except UiTooSlow:
            yield b" " * size


class _EndsChunksEarly(UiConnection):
    _taken = b""

    def _take(self, allowance: Allowance) -> bytes:
        self._taken = super()._take(allowance)
        return self._taken

    def _chunked(self, allowance: Allowance) -> Iterator[bytes]:
        try:
            yield from super()._chunked(allowance)
        except UiHungUp:
            if not self._taken.endswith(b"\r\n"):
                raise


class _MakesNothing(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        pieces = iter(answer)
        try:
            first = next(pieces, b"")
        except UiUnavailable:
            answer.declared_bytes = None
            super().relay(answer, inbound, start)
            return [b""]
        answer.__dict__["_body"] = _joined(first, pieces)
        return super().relay(answer, inbound, start)


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


class _KeepsHalfAnAnswer(UiConnection):
    def is_quiet(self) -> bool:
        return b"\r\n\r\n" not in self._ahead


class _KeepsWhatFollowsChunks(UiConnection):
    _was_chunked = False

    def read_body(self, head: UiHead, allowance: Allowance) -> Iterator[bytes]:
        self._was_chunked = head.is_chunked
        return super().read_body(head, allowance)

    def is_quiet(self) -> bool:
        return self._was_chunked or super().is_quiet()
