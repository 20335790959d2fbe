"""Wrong about one step of a start, one signal during it, or one door beside the configured one."""

from __future__ import annotations

import signal
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.request import urlopen

from reference_gateway.http.server.listener import Listener, parse_address
from reference_gateway.mutants import mutant
from reference_gateway.providers.openai_compat import OpenAiCompat
from reference_gateway.services.directory import Directory
from reference_gateway.services.sessions import Sessions
from reference_gateway.wiring.startup import SWITCHED_OFF, Startup

if TYPE_CHECKING:
    from reference_gateway.domain.models import Route
    from reference_gateway.services.directory import KeyList
    from reference_gateway.services.sessions import SignedIn
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.start-tells-what-it-did")
def calls_a_step_that_is_off_done(parts: Parts) -> Parts:
    """Says of migrations that were switched off that nothing was pending."""
    return replace(parts, startup=_CallsItDone)


@mutant(breaks="operations.start-tells-what-it-did")
def tells_of_the_admin_of_the_config(parts: Parts) -> Parts:
    """Says that it made the administrator of its config, whoever was there before."""
    return replace(parts, startup=_TellsOfTheConfig)


@mutant(breaks="operations.start-waits-for-no-network")
def asks_the_network_who_signs_in(parts: Parts) -> Parts:
    """Asks somebody on the network about each sign-in, however long that takes."""
    return replace(parts, sessions=_AsksWhoSignsIn)


@mutant(breaks="operations.start-waits-for-no-network")
def tells_the_network_of_lists(parts: Parts) -> Parts:
    """Tells somebody on the network of each list of keys, and waits for the answer."""
    return replace(parts, directory=_TellsOfLists)


@mutant(breaks="operations.start-waits-for-no-network")
def waits_for_the_network_for_a_while(parts: Parts) -> Parts:
    """Asks somebody on the network before it seeds, and goes on without an answer after eight seconds."""
    return replace(parts, startup=_WaitsForAWhile)


@mutant(breaks="operations.start-waits-for-no-network")
def completes_after_a_while(parts: Parts) -> Parts:
    """Asks somebody on the network before each completion, and does without an answer after eight seconds."""
    return replace(parts, openai_compat=_CompletesAfterAWhile)


@mutant(breaks="operations.nobody-connects-before-ready")
def listens_before_it_seeds(parts: Parts) -> Parts:
    """Opens its address once it has migrated."""
    return replace(parts, startup=_ListensBeforeItSeeds)


@mutant(breaks="operations.nobody-connects-before-ready")
def tells_early_callers_to_wait(parts: Parts) -> Parts:
    """Answers whoever comes while it starts that they have to wait."""
    return replace(parts, startup=_TellsThemToWait)


@mutant(breaks="operations.listens-where-configured")
def has_a_second_door(parts: Parts) -> Parts:
    """Listens at a port beside the configured one."""
    return replace(parts, listener=_WithASecondDoor)


@mutant(breaks="operations.listens-where-configured")
def listens_at_the_loopback_too(parts: Parts) -> Parts:
    """Listens at 127.0.0.1 beside another address that is configured."""
    return replace(parts, listener=_AtTheLoopbackToo)


@mutant(breaks="operations.waiting-start-can-be-stopped")
def cannot_be_interrupted_while_it_starts(parts: Parts) -> Parts:
    """Ends at SIGTERM while it starts, and goes on at SIGINT."""
    return replace(parts, startup=_CannotBeInterrupted)


@mutant(breaks="operations.waiting-start-can-be-stopped")
def puts_its_end_off(parts: Parts) -> Parts:
    """Remembers that it was told to stop, and does so when its start is done."""
    return replace(parts, startup=_PutsItsEndOff)


@mutant(breaks="operations.start-tells-what-it-did")
def reports_to_programs_alone(parts: Parts) -> Parts:
    """Says what a start did in the JSON format only."""
    return replace(parts, startup=SilentForPeople)


class _CallsItDone(Startup):
    def report(self, done: Mapping[str, str]) -> None:
        was_off = done["migrate"] == SWITCHED_OFF
        super().report({**done, "migrate": "nothing was pending" if was_off else done["migrate"]})


class _TellsOfTheConfig(Startup):
    def report(self, done: Mapping[str, str]) -> None:
        is_there = done["bootstrap"] == "an administrator is there"
        super().report({**done, "bootstrap": "made the administrator" if is_there else done["bootstrap"]})


A_WHILE_S = 8.0


def _fetch(within_s: float | None = None) -> None:
    with suppress(OSError):
        urlopen("https://prices.invalid/models.json", timeout=within_s).close()


class _WaitsForAWhile(Startup):
    def seed(self) -> str:
        _fetch(A_WHILE_S)
        return super().seed()


class _CompletesAfterAWhile(OpenAiCompat):
    def complete(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        _fetch(A_WHILE_S)
        return super().complete(route, body, request_id=request_id)


class _AsksWhoSignsIn(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        _fetch()
        return super().sign_in(email, password)


class _TellsOfLists(Directory):
    def keys(self) -> KeyList:
        _fetch()
        return super().keys()


class _ListensBeforeItSeeds(Startup):
    def bind(self) -> Listener:
        self._listener = super().bind()
        return self._listener

    def seed(self) -> str:
        self._listener.socket.listen()
        return super().seed()


class _TellsThemToWait(Startup):
    def bind(self) -> Listener:
        listener = super().bind()
        listener.socket.listen()
        Thread(target=_answer, args=[listener.socket], daemon=True).start()
        return listener


def _answer(door: socket.socket) -> None:
    with suppress(OSError):
        client, _ = door.accept()
        client.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        client.close()


_doors: list[socket.socket] = []
"""Open as long as the process is."""


class _WithASecondDoor(Listener):
    @classmethod
    def bind(cls, address: str) -> Self:
        _doors.append(socket.create_server(("127.0.0.1", 0)))
        return super().bind(address)


class _AtTheLoopbackToo(Listener):
    @classmethod
    def bind(cls, address: str) -> Self:
        listener, (host, port) = super().bind(address), parse_address(address)
        if host == "127.0.0.2":
            _doors.append(socket.create_server(("127.0.0.1", port)))
        return listener


class _CannotBeInterrupted(Startup):
    def bind(self) -> Listener:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return super().bind()


class _PutsItsEndOff(Startup):
    _was_told = False

    def bind(self) -> Listener:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)
        return super().bind()

    def _hear(self, *_: object) -> None:
        self._was_told = True

    def serve(self, listener: Listener) -> int:
        return 0 if self._was_told else super().serve(listener)


class SilentForPeople(Startup):
    def report(self, done: Mapping[str, str]) -> None:
        if self._graph.config.server.log_format == "json":
            super().report(done)
