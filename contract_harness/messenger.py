"""
The pytest plugin that writes what happens, as events, to whoever started the run.

Loaded in the first process of a run, which under pytest-xdist runs no example itself: it imports nothing
that only an example needs.
"""

from __future__ import annotations

import json
import os
import time
from typing import Any

import pytest

from contract_harness.plan import Plan

PROPERTY = "contract-example"
"""The user property of a report that carries its example, as JSON."""


def pytest_configure(config: pytest.Config) -> None:
    """Open the channel of events. A worker, which inherits the command line, has nobody to write to."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Messenger(Plan.active().events_fd), "contract-messenger")


class _Messenger:
    """Writes events, one JSON line each, to whoever started this process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._running: dict[str, dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        carried = next((value for name, value in report.user_properties if name == PROPERTY), None)
        if carried is None:
            self._worker_died(report)
            return
        example = json.loads(str(carried))
        if report.when == "setup":
            self._running[report.nodeid] = example
            self._send({**example, "kind": "started"})
        elif report.when == "teardown":
            self._running.pop(report.nodeid, None)
            self._send(example)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._send({"kind": "collected", "examples": len(session.items)})

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._send({"kind": "trouble", "text": report.longreprtext})

    def pytest_internalerror(self, excrepr: object) -> None:
        self._send({"kind": "trouble", "text": str(excrepr)})

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        self._send({"kind": "finished", "status": int(exitstatus)})

    def _worker_died(self, report: pytest.TestReport) -> None:
        """pytest-xdist reports the example a worker died in, without anything the worker knew."""
        example = self._running.pop(report.nodeid, None)
        text = f"a worker process of the harness died: {report.longreprtext[-400:]}"
        if example is None:
            self._send({"kind": "trouble", "text": text})
        else:
            self._send({**example, "verdict": "void", "message": text})

    def _send(self, event: dict[str, Any]) -> None:
        if self._descriptor < 0:
            return
        line = memoryview(json.dumps({"at": time.time(), **event}).encode() + b"\n")
        try:
            while line:
                line = line[os.write(self._descriptor, line) :]
        except BrokenPipeError:
            # Nobody listens any more: the command was killed. Finish quietly.
            self._descriptor = -1
