"""Wrong about what happens between being told to stop and having stopped."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.server.serving import GatewayServer, Limits, serve
from reference_gateway.http.wsgi import DRAINING
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.http.server.listener import Listener
    from reference_gateway.http.server.serving import IsForUi
    from reference_gateway.http.wsgi import Admission, Application, StartResponse
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.idle-gateway-stops-at-once")
def waits_for_idle_connections(parts: Parts) -> Parts:
    """Lets connections on which nothing is asked hold it until its grace is over."""
    return replace(parts, server=_WaitsForIdleConnections)


@mutant(breaks="operations.stopping-is-no-failure")
def reports_the_signal(parts: Parts) -> Parts:
    """Exits as if the signal had ended it."""
    return replace(parts, serve=_exits_with_the_signal)


@mutant(breaks="operations.calls-in-flight-are-finished")
def stops_without_grace(parts: Parts) -> Parts:
    """Cuts what is in flight when it is told to stop."""
    return replace(parts, limits=partial(_with_grace, 0.0))


@mutant(breaks="operations.draining-begins-nothing-new")
def goes_on_accepting(parts: Parts) -> Parts:
    """Serves newcomers until what was in flight is answered."""
    return replace(parts, server=_GoesOnAccepting)


@mutant(breaks="operations.draining-answers-end-their-connection")
def keeps_connections_it_will_end(parts: Parts) -> Parts:
    """Does not say that a connection ends with the answer."""
    return replace(parts, server=_SaysNothing)


@mutant(breaks="operations.draining-is-not-ready")
def is_ready_to_the_last(parts: Parts) -> Parts:
    """Tells probes that it is ready while it drains."""
    return replace(parts, dispatch=_ReadyToTheLast)


@mutant(breaks="operations.grace-is-kept")
def waits_without_end(parts: Parts) -> Parts:
    """Waits for what is in flight, however long it takes."""
    return replace(parts, limits=partial(_with_grace, 3600.0))


@mutant(breaks="operations.second-signal-ends-at-once")
def hears_one_signal_only(parts: Parts) -> Parts:
    """Takes a second signal for the first one said again."""
    return replace(parts, serve=_hears_one_signal)


class _WaitsForIdleConnections(GatewayServer):
    def _close_the_idle(self) -> bool:
        return bool(self.active_channels)


class _GoesOnAccepting(GatewayServer):
    def _stop_accepting(self) -> None:
        """Not at all."""

    def _close_the_idle(self) -> bool:
        return any(channel.is_busy for channel in self.active_channels.values())


class _SaysNothing(GatewayServer):
    @property
    def is_draining(self) -> bool:
        return False


class _ReadyToTheLast(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        environ[DRAINING] = False
        return super().__call__(environ, start_response)


def _with_grace(grace_s: float, **limits: Any) -> Limits:
    return Limits(**limits | {"shutdown_grace_s": grace_s})


def _exits_with_the_signal(*args: Any, **kwargs: Any) -> int:
    serve(*args, **kwargs)
    return 128 + signal.SIGTERM


def _hears_one_signal(
    application: Application,
    listener: Listener,
    *,
    limits: Limits,
    is_for_ui: IsForUi,
    kind: type[GatewayServer],
    is_alone: bool,  # noqa: ARG001 - or one of several
    admission: Admission | None,
) -> int:
    server = kind(application, listener, limits, is_for_ui, admission)
    signal.signal(signal.SIGTERM, lambda *_: server.stop())
    server.run()
    return 0
