"""Wrong about the answer to a HEAD, one step beside the pages that are looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.ui_client import UiAnswer
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.heads-measure-the-page")
def counts_chunks_that_do_not_come(parts: Parts) -> Parts:
    """Says of a page in chunks, whose head was asked for, that it is empty."""
    return replace(parts, admin_proxy=_CountsChunks)


@mutant(breaks="same-origin.heads-measure-the-page")
def shows_misses_as_empty(parts: Parts) -> Parts:
    """Says of a page that is not found, and whose head was asked for, that it is empty."""
    return replace(parts, admin_proxy=_ShowsMissesAsEmpty)


class _CountsChunks(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if inbound.method == "HEAD":
            answer.declared_bytes = answer.declared_bytes or 0
        return super().relay(answer, inbound, start)


class _ShowsMissesAsEmpty(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        is_miss = inbound.method == "HEAD" and answer.status == 404
        answer.declared_bytes = 0 if is_miss else answer.declared_bytes
        return super().relay(answer, inbound, start)
