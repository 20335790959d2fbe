"""
The pytest plugin that has several processes run the examples of one collection.

The first process imports and collects, and then forks its workers, so that none of them has to do either
again. Each begins with a stretch of neighbours, which share gateways, and takes from the longest stretch when
its own is done. While they only wait there are more of them (`relief`). All they have to say goes through
here, so that a worker that dies in the middle of a word spoils nobody else's.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import socket
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest

from contract_harness.running.events import NAME, EventWriter
from contract_harness.running.plan import Plan
from contract_harness.running.relief import Pressure, Relief
from contract_harness.running.worker import ASKS, NOTHING_LEFT, ORDER, work

_BLOCK_BYTES = 1 << 16


# tryfirst: pytest's own loop would run every example here.
@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run what was collected; None leaves it to pytest, which knows what a failed collection means."""
    count = min(Plan.active().workers, len(session.items))
    # A thread that somebody's own steps started would not be copied.
    if session.testsfailed or count < 2 or threading.active_count() > 1:
        return None
    writer = session.config.pluginmanager.get_plugin(NAME)
    assert isinstance(writer, EventWriter)
    Scheduler(session, writer, count, Relief(count, Pressure())).run()
    return True


@dataclass(eq=False)
class _Worker:
    """A forked process.

    Attributes:
        share: the examples that are still to be given to it, by their place in the collection.
        given: what it has and has not finished: the example that runs, and the one after it.
        running: the example that has begun, as its event has it.
        busy_since: when it began that example, or ended the one before.
        is_leaving: it was told that there is nothing left for it.
    """

    name: str
    pid: int
    channel: socket.socket
    share: deque[int]
    given: list[int] = field(default_factory=list)
    running: dict[str, Any] | None = None
    unread: bytes = b""
    busy_since: float = field(default_factory=time.monotonic)
    is_leaving: bool = False


class Scheduler:
    """Has *count* workers run what *session* collected, and more of them while *relief* wants it."""

    def __init__(self, session: pytest.Session, writer: EventWriter, count: int, relief: Relief) -> None:
        self._session = session
        self._relief = relief
        self._writer = writer
        self._workers: list[_Worker] = []
        self._hired = 0
        self._count = count
        self._is_interrupted = False
        self._selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Until every example has run.

        Raises:
            KeyboardInterrupt: the group of this process was interrupted; every worker has ended.
        """
        total = len(self._session.items)
        bounds = [total * number // self._count for number in range(self._count + 1)]
        interrupt: KeyboardInterrupt | None = None
        with self._selector:
            for start, end in pairwise(bounds):
                self._hire(deque(range(start, end)))
            while self._workers:
                try:
                    self._listen()
                    self._relieve()
                except KeyboardInterrupt as raised:
                    # The workers were interrupted too: hear them out, for they are cleaning up.
                    interrupt, self._is_interrupted = raised, True
                    for worker in self._workers:
                        worker.share.clear()
        if interrupt is not None:
            raise interrupt

    def _listen(self) -> None:
        for key, _ in self._selector.select(self._relief.look_s):
            worker: _Worker = key.data
            try:
                block = worker.channel.recv(_BLOCK_BYTES)
            except ConnectionError:
                block = b""
            if not block:
                self._part_with(worker)
                continue
            *lines, worker.unread = (worker.unread + block).split(b"\n")
            for line in lines:
                self._hear(worker, line)

    def _hear(self, worker: _Worker, line: bytes) -> None:
        if line == ASKS:
            self._give(worker)
            return
        self._writer.pass_on(line + b"\n")
        event = json.loads(line)
        if event["kind"] == "started":
            worker.running, worker.busy_since = event, time.monotonic()
        elif event["kind"] in {"example", "probe"}:
            worker.running, worker.busy_since = None, time.monotonic()

    def _give(self, worker: _Worker) -> None:
        """It asks for the example after the one that it is about to run, which must know its successor."""
        if self._relief.is_surplus(self._busy_since()):
            self._share_out(worker)
        elif not worker.share:
            worker.share = self._half_of_the_richest()
        following = worker.share.popleft() if worker.share else None
        worker.is_leaving = following is None
        worker.given = [*worker.given[-1:], *([] if following is None else [following])]
        with contextlib.suppress(ConnectionError):
            worker.channel.sendall(ORDER.pack(NOTHING_LEFT if following is None else following))

    def _half_of_the_richest(self) -> deque[int]:
        richest = max(self._workers, key=lambda one: len(one.share))
        taken = [richest.share.pop() for _ in range((len(richest.share) + 1) // 2)]
        return deque(reversed(taken))

    def _share_out(self, worker: _Worker) -> None:
        """Leave what it would have had to one who stays, if there is one."""
        staying = [one for one in self._workers if one is not worker and not one.is_leaving]
        if staying:
            heir = min(staying, key=lambda one: len(one.share))
            heir.share.extend(worker.share)
            worker.share.clear()

    def _relieve(self) -> None:
        if self._relief.is_wanted(self._busy_since()) and any(worker.share for worker in self._workers):
            self._hire(self._half_of_the_richest())

    def _busy_since(self) -> list[float]:
        return [worker.busy_since for worker in self._workers if not worker.is_leaving]

    def _hire(self, share: deque[int]) -> None:
        ours, theirs = socket.socketpair()
        name = f"w{self._hired}"
        self._hired += 1
        # A copy of what is not written yet would be written twice.
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if not pid:
            # Whoever holds these open hides the end of this process from the others.
            for channel in (ours, *(one.channel for one in self._workers)):
                channel.close()
            work(self._session, self._writer, theirs, name)
        theirs.close()
        worker = _Worker(name, pid, ours, share)
        self._workers.append(worker)
        self._selector.register(ours, selectors.EVENT_READ, worker)

    def _part_with(self, worker: _Worker) -> None:
        """It has closed its channel: it is done, or it died, and then another one goes on in its place."""
        self._selector.unregister(worker.channel)
        worker.channel.close()
        self._workers.remove(worker)
        _, status = os.waitpid(worker.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if self._is_interrupted or not (code or worker.running or worker.share):
            return
        self._report_death(worker, code)
        worker.share.extendleft(reversed(worker.given[1:]))
        # One that took nothing would be followed by another like it for ever.
        if worker.share and worker.given:
            self._hire(worker.share)

    def _report_death(self, worker: _Worker, code: int) -> None:
        how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
        text = f"a worker process of the harness died: {how}"
        if worker.running is None:
            self._writer.send({"kind": "trouble", "text": text})
        else:
            kind = worker.running["begins"]
            self._writer.send({**worker.running, "kind": kind, "verdict": "void", "message": text})
