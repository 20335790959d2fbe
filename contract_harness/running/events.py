"""
The pytest plugin that writes what happens, as events, to whoever started the run.

A worker writes to the first process, which passes on what it hears (`contract_harness.running.scheduler`).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from typing import Any

import pytest

from contract_harness.running.plan import Plan

PROPERTY = "contract-example"
"""The user property of a report that carries its example, as JSON."""
NAME = "contract-events"
"""What pytest knows the one `EventWriter` of a process by."""


def pytest_configure(config: pytest.Config) -> None:
    """Open the channel of events."""
    config.pluginmanager.register(EventWriter(Plan.active().events_fd), NAME)


class EventWriter:
    """Writes events, one JSON line each, to whoever started this process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._worker = ""

    def become(self, descriptor: int, worker: str) -> None:
        """Write to *descriptor* from now on, as the worker of that name."""
        os.close(self._descriptor)
        self._descriptor, self._worker = descriptor, worker

    def send(self, event: Mapping[str, Any]) -> None:
        """Write one event, with the time and the worker."""
        # An event of a worker that died has its name already.
        signed = {"at": time.time(), "worker": self._worker, **event}
        self.pass_on(json.dumps(signed).encode() + b"\n")

    def pass_on(self, lines: bytes) -> None:
        """Write whole lines as they are. Once nobody listens any more, do nothing."""
        if self._descriptor < 0:
            return
        rest = memoryview(lines)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except BrokenPipeError:
            # The command was killed. Finish quietly.
            self._descriptor = -1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        carried = next((value for name, value in report.user_properties if name == PROPERTY), None)
        assert carried is not None, f"{report.nodeid} is neither a clause nor a probe"
        example = json.loads(str(carried))
        if report.when == "setup":
            self.send({**example, "kind": "started", "begins": example["kind"]})
        elif report.when == "teardown":
            self.send(example)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.send({"kind": "collected", "examples": len(session.items)})

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.send({"kind": "trouble", "text": report.longreprtext})

    def pytest_internalerror(self, excrepr: object) -> None:
        self.send({"kind": "trouble", "text": str(excrepr)})

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        self.send({"kind": "finished", "status": int(exitstatus)})
