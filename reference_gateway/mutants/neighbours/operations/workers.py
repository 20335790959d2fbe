"""Wrong about one signal, one death or one busy moment of the processes that serve together."""

from __future__ import annotations

import logging
import math
import os
import signal
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.mutants import mutant
from reference_gateway.wiring.supervisor import Supervisor

if TYPE_CHECKING:
    from typing import Any

    from reference_gateway.wiring import Parts


@mutant(breaks="operations.workers-start-once")
def starts_again_in_a_replacement(parts: Parts) -> Parts:
    """Says in a worker that replaces another that it has started once more."""
    return replace(parts, supervisor=_StartsAgain)


@mutant(breaks="operations.workers-start-once")
def tells_of_its_start_in_every_worker(parts: Parts) -> Parts:
    """Says in each of its workers what was done once."""
    return replace(parts, supervisor=_TellsInEveryWorker)


@mutant(breaks="operations.dead-worker-is-replaced")
def replaces_one_worker_in_its_life(parts: Parts) -> Parts:
    """Replaces the first worker that dies and none after it."""
    return replace(parts, supervisor=_ReplacesOne)


@mutant(breaks="operations.dead-worker-is-replaced")
def misses_who_ended_in_order(parts: Parts) -> Parts:
    """Does not replace a worker that was told to stop and did so in order."""
    return replace(parts, supervisor=_MissesTheOrderly)


@mutant(breaks="operations.hopeless-workers-end-the-gateway")
def counts_deaths_anew_after_five(parts: Parts) -> Parts:
    """Forgets four of the last five deaths, so that it never gives up."""
    return replace(parts, supervisor=_CountsAnew)


@mutant(breaks="operations.hopeless-workers-end-the-gateway")
def forgives_the_killed(parts: Parts) -> Parts:
    """Counts the workers that ended by themselves and none that was killed."""
    return replace(parts, supervisor=_ForgivesTheKilled)


@mutant(breaks="operations.workers-drain")
def kills_its_workers_when_it_is_interrupted(parts: Parts) -> Parts:
    """Lets its workers drain at SIGTERM, and kills them at SIGINT."""
    return replace(parts, supervisor=_KillsWhenInterrupted)


@mutant(breaks="operations.workers-drain")
def calls_the_end_of_its_workers_a_failure(parts: Parts) -> Parts:
    """Exits as if the signal had ended it once its workers have drained."""
    return replace(parts, supervisor=_ReportsTheSignal)


@mutant(breaks="operations.workers-outlive-nobody")
def leaves_a_busy_worker(parts: Parts) -> Parts:
    """Lets a worker that is alone finish its call, however long that takes."""
    return replace(parts, server=_FinishesAlone)


@mutant(breaks="operations.workers-outlive-nobody")
def leaves_its_second_worker(parts: Parts) -> Parts:
    """Has a second worker that does not notice when it is alone."""
    return replace(parts, supervisor=_LeavesTheSecond)


def _tell_of_a_start() -> None:
    done = {"migrate": "nothing was pending", "bootstrap": "switched off", "seed": "switched off"}
    logging.getLogger("gateway.startup").info("startup report", extra=done)


@mutant(breaks="operations.workers-drain")
def gives_replacements_no_grace(parts: Parts) -> Parts:
    """Has a worker that replaced a dead one cut its calls at the signal."""
    return replace(parts, supervisor=MarksReplacements, server=CutsWhenMarked)


class _StartsAgain(Supervisor):
    def start(self, number: int) -> None:
        self._is_again = number in getattr(self, "_begun", ())
        self._begun = {number, *getattr(self, "_begun", ())}
        super().start(number)

    def _be_worker(self, number: int) -> NoReturn:
        if self._is_again:
            _tell_of_a_start()
        super()._be_worker(number)


class _TellsInEveryWorker(Supervisor):
    def _be_worker(self, number: int) -> NoReturn:
        _tell_of_a_start()
        super()._be_worker(number)


class _ReplacesOne(Supervisor):
    _has_replaced = False

    def _replace_the_absent(self) -> None:
        if self._has_replaced:
            self._absent.clear()
        before = len(self._absent)
        super()._replace_the_absent()
        self._has_replaced = self._has_replaced or len(self._absent) < before


class _MissesTheOrderly(Supervisor):
    def _bury(self) -> list[tuple[int, int, float]]:
        return [one for one in super()._bury() if one[1] != 0]


class _CountsAnew(Supervisor):
    def pause_s(self) -> float:
        self._young_deaths = 1 if self._young_deaths == 5 else self._young_deaths
        return super().pause_s()


class _ForgivesTheKilled(Supervisor):
    def _bury(self) -> list[tuple[int, int, float]]:
        return [
            (number, code, math.inf if code < 0 else lived_s) for number, code, lived_s in super()._bury()
        ]


class _KillsWhenInterrupted(Supervisor):
    def _stop(self, first: int) -> int:
        if first == signal.SIGINT:
            self._tell(signal.SIGKILL)
        return super()._stop(first)


class _ReportsTheSignal(Supervisor):
    def run(self) -> int:
        return super().run() or 128 + signal.SIGTERM


class _FinishesAlone(GatewayServer):
    def __init__(self, *made_of: Any) -> None:
        super().__init__(*made_of)
        self._parent = os.getppid()

    def _close_the_idle(self) -> bool:
        while (is_on := super()._close_the_idle()) and os.getppid() != self._parent:
            self._turn(0.05)
        return is_on


class _LeavesTheSecond(Supervisor):
    def _be_worker(self, number: int) -> NoReturn:
        if number == 1:
            # A pipe whose other end is its own: nobody ever closes it.
            self._alive_reading, self._kept = os.pipe()
        super()._be_worker(number)


_begun: set[int] = set()
_marked: set[str] = set()


class MarksReplacements(Supervisor):
    def start(self, number: int) -> None:
        if number in _begun:
            _marked.add("replacement")
        _begun.add(number)
        super().start(number)


class CutsWhenMarked(GatewayServer):
    def _close_the_idle(self) -> bool:
        return super()._close_the_idle() and not _marked
