"""
Several processes that answer at one address, and the one that keeps them.

A Python process keeps one core busy; handing its interpreter lock from core to core costs more than a second
core gains. So each worker is a process that keeps to one core, and all of them accept on one socket. The
supervisor answers nobody: it waits for signals and for the end of its workers.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, NoReturn

from reference_gateway.domain.faults import WorkersFault

if TYPE_CHECKING:
    from reference_gateway.http.server.listener import Listener  # only serve needs the HTTP stack

logger = logging.getLogger("gateway.workers")

LIVED_WELL_S = 10.0
"""A worker that dies later than this dies of something new."""
FIRST_PAUSE_S = 0.05
"""Before the first replacement; doubled each time a worker dies young."""
MOST_YOUNG_DEATHS = 6
"""In a row, of all workers together; then the gateway ends, and whoever started it may start it again."""

_HEARD = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)

Serve = Callable[[int], int]
"""What a worker does, by its number: serves until SIGTERM and gives its exit code."""


class Supervisor:
    """Keeps *count* workers alive until it is told to stop.

    It must be the only thread of its process, since a fork takes no other thread along.
    """

    def __init__(self, serve: Serve, listener: Listener, count: int) -> None:
        self._serve = serve
        self._listener = listener
        self._count = count
        self._living: dict[int, tuple[int, float]] = {}
        self._absent: dict[int, float] = {}
        self._young_deaths = 0
        # The writing end is this process's alone: workers read the end of the pipe once it is gone.
        self._alive_reading, self._alive_writing = os.pipe()

    def run(self) -> int:
        """Start every worker, replace those that die, and stop with them.

        Returns:
            0: an orderly end.

        Raises:
            WorkersFault: workers kept dying; the others were stopped.
        """
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        try:
            for number in range(self._count):
                self.start(number)
            return self._watch()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def start(self, number: int) -> None:
        """Fork worker *number*."""
        pid = os.fork()
        if pid == 0:
            self._be_worker(number)
        self._living[pid] = (number, time.monotonic())

    def pause_s(self) -> float:
        """How long to wait before a worker is replaced."""
        return FIRST_PAUSE_S * 2.0 ** max(0, self._young_deaths - 1)

    def _watch(self) -> int:
        while True:
            self._replace_the_absent()
            heard = signal.sigtimedwait(_HEARD, self._until_the_next())
            if heard is None:
                continue
            if heard.si_signo != signal.SIGCHLD:
                return self._stop(heard.si_signo)
            for number, code, lived_s in self._bury():
                self._young_deaths = self._young_deaths + 1 if lived_s < LIVED_WELL_S else 1
                note = {"worker": number, "exit_code": code, "lived_s": round(lived_s, 1)}
                logger.error("worker died", extra=note)
                if self._young_deaths >= MOST_YOUNG_DEATHS:
                    self._stop(signal.SIGTERM)
                    raise WorkersFault(
                        f"{self._young_deaths} workers in a row died within {LIVED_WELL_S:g} s; "
                        "their log lines say why"
                    )
                self._absent[number] = time.monotonic() + self.pause_s()

    def _until_the_next(self) -> float:
        """Seconds until a worker is to be replaced; long when none is."""
        now = time.monotonic()
        return max(0.0, min(self._absent.values(), default=now + 3600.0) - now)

    def _replace_the_absent(self) -> None:
        now = time.monotonic()
        for number in [number for number, due in self._absent.items() if due <= now]:
            del self._absent[number]
            self.start(number)

    def _bury(self) -> list[tuple[int, int, float]]:
        """Number, exit code (negative for a signal) and life of every worker that has ended."""
        ended = []
        while self._living:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid in self._living:
                number, began = self._living.pop(pid)
                ended.append((number, os.waitstatus_to_exitcode(status), time.monotonic() - began))
        return ended

    def _stop(self, first: int) -> int:
        """Let every worker drain; a second signal ends all at once, as it does without workers."""
        # Workers have the same socket; the address is free for refusals only once the last of us closed it.
        self._listener.close()
        self._tell(signal.SIGTERM)
        while self._living:
            heard = signal.sigwait(_HEARD)
            self._bury()
            if heard != signal.SIGCHLD:
                self._tell(signal.SIGKILL)
                signal.signal(first, signal.SIG_DFL)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)
                os.kill(os.getpid(), first)
        logger.info("every worker has stopped")
        return 0

    def _tell(self, number: signal.Signals) -> None:
        for pid in self._living:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def _be_worker(self, number: int) -> NoReturn:
        code = 1
        try:
            os.close(self._alive_writing)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)
            Thread(target=_outlive_nobody, args=[self._alive_reading], daemon=True).start()
            keep_to_one_core(number)
            code = self._serve(number)
        except BaseException:  # noqa: BLE001 - the process ends here, whatever it was
            traceback.print_exc()
        finally:
            # Not `sys.exit`: what the supervisor has on its stack is not this process's to unwind.
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError):
                    stream.flush()
            os._exit(code)


def keep_to_one_core(number: int) -> None:
    """Pin this process to one of the cores it may use: the next for the next number, around in a circle."""
    cores: Sequence[int] = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[number % len(cores)]})


def _outlive_nobody(alive: int) -> None:
    """Stop, as if told to, once the supervisor is gone."""
    while os.read(alive, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
