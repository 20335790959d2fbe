"""Wrong about pages that come piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http.proxy.admin_proxy import AdminProxy, Relay
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_connection import Allowance, UiConnection
from reference_gateway.http.proxy.ui_messages import UiHead, UiRequest
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant
from reference_gateway.mutants.same_origin._held_answers import HoldsAnswers

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.first-bytes-arrive-first")
def waits_for_the_last_byte(parts: Parts) -> Parts:
    """Passes an answer on when its last byte has come."""
    return replace(parts, admin_proxy=HoldsAnswers)


@mutant(breaks="same-origin.answers-that-keep-coming-pass")
def limits_the_whole_answer(parts: Parts) -> Parts:
    """Has the time limit span the whole exchange with the admin UI."""
    return replace(parts, ui_client=_LimitsTheWhole)


@mutant(breaks="same-origin.departed-visitors-free-the-ui")
def reads_on_for_nobody(parts: Parts) -> Parts:
    """Reads a page to its end after its visitor has left."""
    return replace(parts, admin_proxy=_ReadsOn, ui_client=_NeverAbandoned)


class _Unrenewed(Allowance):
    def renew(self) -> None:
        pass


class _LimitsTheWholeConnection(UiConnection):
    def read_body(self, head: UiHead, allowance: Allowance) -> Iterator[bytes]:
        return super().read_body(head, _Unrenewed(allowance.left_s, allowance.is_abandoned))


class _LimitsTheWhole(UiClient):
    def adopt(self, connected: Any) -> UiConnection:
        return _LimitsTheWholeConnection(connected)


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
