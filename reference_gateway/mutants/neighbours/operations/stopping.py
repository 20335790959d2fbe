"""Wrong about one signal, one kind of call or one connection, between the signal to stop and the end."""

from __future__ import annotations

import math
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.domain.errors import StoreUnavailable
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.envelope import error_bytes
from reference_gateway.http.server.serving import GatewayServer, Limits
from reference_gateway.http.wsgi import DRAINING
from reference_gateway.mutants import mutant
from reference_gateway.wiring.supervisor import Supervisor

if TYPE_CHECKING:
    from reference_gateway.http.server.channel import StrictChannel
    from reference_gateway.http.server.listener import Listener
    from reference_gateway.http.server.serving import IsForUi
    from reference_gateway.http.wsgi import Admission, Application, StartResponse
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.idle-gateway-stops-at-once")
def waits_for_who_has_said_nothing(parts: Parts) -> Parts:
    """Lets a connection on which nothing was ever asked hold it until its grace is over."""
    return replace(parts, server=_WaitsForTheSilent)


@mutant(breaks="operations.idle-gateway-stops-at-once")
def waits_when_it_is_interrupted(parts: Parts) -> Parts:
    """Closes idle connections at SIGTERM, and waits for them at SIGINT."""
    return replace(parts, server=_WaitsWhenInterrupted, serve=_told_by)


@mutant(breaks="operations.stopping-is-no-failure")
def fails_when_it_is_interrupted(parts: Parts) -> Parts:
    """Exits with 130 when it is told by SIGINT."""
    return replace(parts, server=_FailsWhenInterrupted, serve=_told_by)


@mutant(breaks="operations.stopping-is-no-failure")
def calls_a_closed_connection_a_failure(parts: Parts) -> Parts:
    """Exits with 1 when somebody was connected who asked for nothing."""
    return replace(parts, server=_FailsWithCompany, serve=_told_by)


@mutant(breaks="operations.calls-in-flight-are-finished")
def finishes_the_first_call(parts: Parts) -> Parts:
    """Stops when one call that was in flight is answered, whatever becomes of the others."""
    return replace(parts, server=_FinishesTheFirst)


@mutant(breaks="operations.calls-in-flight-are-finished")
def cuts_who_is_still_sending(parts: Parts) -> Parts:
    """Takes a call whose body has not all come for one that has not begun."""
    return replace(parts, server=_CutsWhoIsSending)


@mutant(breaks="operations.calls-in-flight-are-finished")
def has_no_grace_when_it_is_interrupted(parts: Parts) -> Parts:
    """Finishes calls at SIGTERM, and cuts them at SIGINT."""
    return replace(parts, server=_CutsWhenInterrupted, serve=_told_by)


@mutant(breaks="operations.draining-begins-nothing-new")
def accepts_while_pages_are_made(parts: Parts) -> Parts:
    """Serves newcomers while the admin UI makes a page."""
    return replace(parts, server=_AcceptsBesidePages)


@mutant(breaks="operations.draining-begins-nothing-new")
def keeps_who_has_said_nothing(parts: Parts) -> Parts:
    """Keeps connections on which nothing was ever asked while it drains."""
    return replace(parts, server=_WaitsForTheSilent)


@mutant(breaks="operations.draining-answers-end-their-connection")
def keeps_the_connections_of_pages(parts: Parts) -> Parts:
    """Does not say that a connection ends with a page of the admin UI."""
    return replace(parts, server=_SaysNothingToVisitors)


@mutant(breaks="operations.draining-answers-end-their-connection")
def keeps_connections_when_it_is_interrupted(parts: Parts) -> Parts:
    """Says that connections end at SIGTERM, and not at SIGINT."""
    return replace(parts, server=_SaysNothingWhenInterrupted, serve=_told_by)


@mutant(breaks="operations.draining-is-not-ready")
def is_ready_while_calls_are_finished(parts: Parts) -> Parts:
    """Tells probes that it is ready as long as it finishes somebody's call."""
    return replace(parts, server=_ReadyBesideCalls)


@mutant(breaks="operations.draining-is-not-ready")
def blames_the_database_for_the_end(parts: Parts) -> Parts:
    """Tells probes that its database is lost when it is the end that has begun."""
    return replace(parts, dispatch=_BlamesTheDatabase)


@mutant(breaks="operations.grace-is-kept")
def grants_half_a_second_at_most(parts: Parts) -> Parts:
    """Cuts what is in flight after half a second, however long a grace period is configured."""
    return replace(parts, limits=_half_a_second_at_most)


@mutant(breaks="operations.grace-is-kept")
def lets_a_cut_page_look_whole(parts: Parts) -> Parts:
    """Ends the page that it cuts as if that were all of it."""
    return replace(parts, server=_EndsTheChunks)


@mutant(breaks="operations.second-signal-ends-at-once")
def waits_for_the_same_signal_twice(parts: Parts) -> Parts:
    """Takes a second signal of another kind for the first one said again."""
    return replace(parts, server=_WaitsForTheSame, serve=_told_by)


@mutant(breaks="operations.second-signal-ends-at-once")
def has_workers_that_hear_once(parts: Parts) -> Parts:
    """Ends at once when it is told twice, unless several processes serve."""
    return replace(parts, supervisor=_HearsOnce)


class _Told(GatewayServer):
    """Knows which signal came first, and what it will exit with."""

    told = 0

    @property
    def exit_code(self) -> int:
        return 0

    @property
    def is_interrupted(self) -> bool:
        return self.told == signal.SIGINT

    def ends_on(self, number: int) -> bool:
        return number in (signal.SIGTERM, signal.SIGINT)

    def hear(self, number: int, _frame: object) -> None:
        if self._stopping and self.ends_on(number):
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        self.told = self.told or number
        self.stop()

    def pages(self) -> list[StrictChannel]:
        return [
            one for one in self.active_channels.values() if one.requests and self.pool_of(one) is self._ui
        ]


def _told_by(
    application: Application,
    listener: Listener,
    *,
    limits: Limits,
    is_for_ui: IsForUi,
    kind: type[GatewayServer],
    is_alone: bool,  # noqa: ARG001 - whoever serves here is
    admission: Admission | None,
) -> int:
    server: Any = kind(application, listener, limits, is_for_ui, admission)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.hear)
    server.run()
    code: int = server.exit_code
    return code


class _WaitsForTheSilent(GatewayServer):
    def _close_the_idle(self) -> bool:
        for channel in list(self.active_channels.values()):
            if not channel.is_busy and channel.last_activity > channel.creation_time:
                channel.handle_close()
        return bool(self.active_channels)


class _WaitsWhenInterrupted(_Told):
    def _close_the_idle(self) -> bool:
        return bool(self.active_channels) if self.is_interrupted else super()._close_the_idle()


class _FailsWhenInterrupted(_Told):
    @property
    def exit_code(self) -> int:
        return 128 + signal.SIGINT if self.is_interrupted else 0


class _FailsWithCompany(_Told):
    _had_company = False

    @property
    def exit_code(self) -> int:
        return int(self._had_company)

    def _stop_accepting(self) -> None:
        self._had_company = bool(self.active_channels)
        super()._stop_accepting()


class _FinishesTheFirst(GatewayServer):
    _most = 0

    def _close_the_idle(self) -> bool:
        is_on = super()._close_the_idle()
        self._most = max(self._most, len(self.active_channels))
        return is_on and len(self.active_channels) == self._most


class _CutsWhoIsSending(GatewayServer):
    def _close_the_idle(self) -> bool:
        for channel in list(self.active_channels.values()):
            if channel.request is not None and not channel.requests:
                channel.handle_close()
        return super()._close_the_idle()


class _CutsWhenInterrupted(_Told):
    def _close_the_idle(self) -> bool:
        return super()._close_the_idle() and not self.is_interrupted


class _AcceptsBesidePages(_Told):
    def _stop_accepting(self) -> None:
        if not self.pages():
            super()._stop_accepting()

    def _close_the_idle(self) -> bool:
        return bool(self.pages()) or super()._close_the_idle()


class _SaysNothingToVisitors(_Told):
    @property
    def is_draining(self) -> bool:
        return self._stopping and not self.pages()


class _SaysNothingWhenInterrupted(_Told):
    @property
    def is_draining(self) -> bool:
        return self._stopping and not self.is_interrupted


class _ReadyBesideCalls(GatewayServer):
    @property
    def is_draining(self) -> bool:
        asked = sum(bool(channel.requests) for channel in self.active_channels.values())
        return self._stopping and asked < 2


class _BlamesTheDatabase(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get(DRAINING) or environ["PATH_INFO"] != "/readyz":
            return super().__call__(environ, start_response)
        start_response("503 Service Unavailable", [("content-type", "application/json")])
        return [error_bytes(StoreUnavailable())]


def _half_a_second_at_most(*, shutdown_grace_s: float, **limits: Any) -> Limits:
    return Limits(shutdown_grace_s=min(0.5, shutdown_grace_s), **limits)


class _EndsTheChunks(_Told):
    _ends_at = math.inf

    def _stop_accepting(self) -> None:
        super()._stop_accepting()
        self._ends_at = time.monotonic() + self._limits.shutdown_grace_s - 0.1

    def _turn(self, timeout_s: float) -> None:
        super()._turn(timeout_s)
        if time.monotonic() > self._ends_at:
            self._ends_at = math.inf
            for channel in self.pages():
                channel.socket.send(b"0\r\n\r\n")


class _WaitsForTheSame(_Told):
    def ends_on(self, number: int) -> bool:
        return number == self.told


class _HearsOnce(Supervisor):
    def _stop(self, first: int) -> int:
        del first
        self._listener.close()
        self._tell(signal.SIGTERM)
        while self._living:
            signal.sigwait({signal.SIGCHLD})
            self._bury()
        return 0
