"""Wrong about the processes that serve together."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from reference_gateway.mutants import mutant
from reference_gateway.wiring.startup import Startup
from reference_gateway.wiring.supervisor import Supervisor

if TYPE_CHECKING:
    from reference_gateway.http.server.listener import Listener
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.workers-start-once")
def starts_in_every_worker(parts: Parts) -> Parts:
    """Leaves migrating, bootstrapping and seeding to every worker."""
    return replace(parts, startup=_StartsInEveryWorker)


@mutant(breaks="operations.dead-worker-is-replaced")
def forgets_dead_workers(parts: Parts) -> Parts:
    """Goes on with the workers that are left."""
    return replace(parts, supervisor=_ForgetsTheDead)


@mutant(breaks="operations.hopeless-workers-end-the-gateway")
def never_gives_up(parts: Parts) -> Parts:
    """Replaces workers without end."""
    return replace(parts, supervisor=_NeverGivesUp)


@mutant(breaks="operations.workers-drain")
def kills_its_workers(parts: Parts) -> Parts:
    """Kills its workers when it is told to stop."""
    return replace(parts, supervisor=_KillsItsWorkers)


@mutant(breaks="operations.workers-outlive-nobody")
def leaves_orphans(parts: Parts) -> Parts:
    """Has workers that do not notice when they are alone."""
    return replace(parts, supervisor=_LeavesOrphans)


class _StartsInEveryWorker(Startup):
    def supervise(self, listener: Listener) -> int:
        def start_and_work(_number: int) -> int:
            self.report({"migrate": self.migrate(), "bootstrap": self.bootstrap(), "seed": self.seed()})
            return self.work(listener)

        self._graph.close()
        graph = self._graph.parts.graph(self._graph.config, self._graph.env, self._graph.parts)
        self._graph = graph
        return Supervisor(start_and_work, listener, self._workers).run()


class _ForgetsTheDead(Supervisor):
    def pause_s(self) -> float:
        return 3600.0


class _NeverGivesUp(Supervisor):
    def pause_s(self) -> float:
        self._young_deaths = 0
        return super().pause_s()


class _KillsItsWorkers(Supervisor):
    def _tell(self, number: signal.Signals) -> None:  # noqa: ARG002 - whatever it should be
        super()._tell(signal.SIGKILL)


class _LeavesOrphans(Supervisor):
    def __init__(self, serve: Callable[[int], int], listener: Listener, count: int) -> None:
        super().__init__(serve, listener, count)
        # Everybody holds this end, so nobody ever reads the end of the pipe.
        self._shared = os.dup(self._alive_writing)

    def _be_worker(self, number: int) -> NoReturn:
        os.set_inheritable(self._shared, True)
        super()._be_worker(number)
