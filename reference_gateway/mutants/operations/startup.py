"""Wrong about what a start says that it did, and about whom it waits for."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self
from urllib.request import urlopen

from reference_gateway.http.server.listener import Listener
from reference_gateway.mutants import mutant
from reference_gateway.providers.openai_compat import OpenAiCompat
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from reference_gateway.domain.models import Route
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.start-tells-what-it-did")
def reports_what_was_asked_for(parts: Parts) -> Parts:
    """Reports what it was asked to do as if it had done it."""
    return replace(parts, startup=_ReportsThePlan)


@mutant(breaks="operations.start-waits-for-no-network")
def fetches_prices_first(parts: Parts) -> Parts:
    """Fetches a list of prices from the network in the way of a call, however long that takes."""
    return replace(parts, openai_compat=_FetchesPrices)


@mutant(breaks="operations.nobody-connects-before-ready")
def listens_while_it_starts(parts: Parts) -> Parts:
    """Opens its address when it begins to start."""
    return replace(parts, listener=_Open)


@mutant(breaks="operations.listens-where-configured")
def listens_on_every_interface(parts: Parts) -> Parts:
    """Takes the port of its configured address and leaves the rest of it alone."""
    return replace(parts, listener=_OnEveryInterface)


@mutant(breaks="operations.waiting-start-can-be-stopped")
def hears_no_signal_while_it_starts(parts: Parts) -> Parts:
    """Hears of signals once it serves, and of none before."""
    return replace(parts, startup=_HearsNothing)


class _Open(Listener):
    @classmethod
    def bind(cls, address: str) -> Self:
        listener = super().bind(address)
        listener.socket.listen()
        return listener


class _OnEveryInterface(Listener):
    @classmethod
    def bind(cls, address: str) -> Self:
        return super().bind(f"0.0.0.0:{address.rpartition(':')[2]}")


class _HearsNothing(Startup):
    def bind(self) -> Listener:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        return super().bind()


class _FetchesPrices(OpenAiCompat):
    def complete(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        with suppress(OSError):
            urlopen("https://prices.invalid/models.json").close()
        return super().complete(route, body, request_id=request_id)


class _ReportsThePlan(Startup):
    def report(self, done: Mapping[str, str]) -> None:
        plan = {"migrate": "applied all", "bootstrap": "made the admin", "seed": "wrote all"}
        super().report(dict(done) | plan)
