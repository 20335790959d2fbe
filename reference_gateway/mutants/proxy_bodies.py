"""Wrong about a body on its way through: altered, kept, or held up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from reference_gateway.http.proxy.admin_proxy import AdminProxy, Relay
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer, Limits
from reference_gateway.http.server.tasks import AnswerTask
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.answer-bodies-arrive-intact")
def reads_bodies_as_text(parts: Parts) -> Parts:
    """Reads every body as UTF-8 text on its way to the visitor."""
    return replace(parts, admin_proxy=_ReadsText)


@mutant(breaks="same-origin.pages-are-never-mixed-up")
def remembers_pages(parts: Parts) -> Parts:
    """Gives a page that one visitor asked for to the next one too."""
    return replace(parts, admin_proxy=_RemembersPages)


@mutant(breaks="same-origin.large-bodies-pass-in-bounded-memory")
def holds_uploads_in_memory(parts: Parts) -> Parts:
    """Keeps a whole upload in memory before it is passed on."""
    return replace(parts, limits=partial(Limits, body_in_memory_bytes=1024**3))


@mutant(breaks="same-origin.large-bodies-pass-in-bounded-memory")
def holds_downloads_in_memory(parts: Parts) -> Parts:
    """Keeps a whole answer in memory before it is passed on."""
    return replace(parts, admin_proxy=_HoldsAnswers)


@mutant(breaks="same-origin.first-bytes-arrive-first")
def waits_for_the_last_byte(parts: Parts) -> Parts:
    """Passes an answer on when its last byte has come."""
    return replace(parts, admin_proxy=_HoldsAnswers)


@mutant(breaks="same-origin.departed-visitors-free-the-ui")
def reads_on_for_nobody(parts: Parts) -> Parts:
    """Reads a page to its end after its visitor has left."""
    return replace(parts, admin_proxy=_ReadsOn, ui_client=_NeverAbandoned)


@mutant(breaks="same-origin.head-has-no-body")
def answers_heads_with_pages(parts: Parts) -> Parts:
    """Answers a HEAD with the page itself."""
    return replace(parts, ui_client=_AsksForThePage, server=_WritesBodies)


class _ReadsText(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        answer.declared_bytes = None
        pieces = super().relay(answer, inbound, start)
        return (piece.decode("utf-8", "replace").encode() for piece in pieces)


class _RemembersPages(AdminProxy):
    def __init__(self, rules: ProxyRules, client: UiClient) -> None:
        super().__init__(rules, client)
        self._pages: dict[str, list[bytes]] = {}

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        page = self._pages.get(environ["REQUEST_URI"])
        if page is None or environ["REQUEST_METHOD"] != "GET":
            return super().__call__(environ, start)
        start("200 OK", [("content-type", "text/html")])
        return page

    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        page = self._pages[inbound.target] = list(super().relay(answer, inbound, start))
        return page


class _HoldsAnswers(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        return [b"".join(super().relay(answer, inbound, start))]


class _ReadsOnRelay(Relay):
    _pieces: Iterator[bytes] = iter(())

    def __iter__(self) -> Iterator[bytes]:
        self._pieces = iter(self._answer)
        # Not `yield from`: that would end the reading together with the writing.
        for piece in self._pieces:  # noqa: UP028
            yield piece

    def close(self) -> None:
        for _ in self._pieces:
            pass
        super().close()


class _ReadsOn(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        super().relay(answer, inbound, start)
        return _ReadsOnRelay(answer, inbound.request_id)


class _NeverAbandoned(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:  # noqa: ARG002 - or not
        return super().exchange(request, lambda: False)


class _AsksForThePage(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        method = "GET" if request.method == "HEAD" else request.method
        return super().exchange(replace(request, method=method), is_abandoned)


class _WritesBodiesTask(AnswerTask):
    def may_have_body(self) -> bool:
        return not self.status.startswith(("1", "204", "304"))


class _WritesBodiesChannel(StrictChannel):
    task_class = _WritesBodiesTask


class _WritesBodies(GatewayServer):
    channel_class = _WritesBodiesChannel
