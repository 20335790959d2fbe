"""Workers that only wait are joined by others; each example runs once all the same."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from contract_harness.running.events import EventWriter
from contract_harness.running.relief import Pressure, Relief
from contract_harness.running.scheduler import Scheduler

CALM = "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"
LONG_S, SHORT_S = 3.0, 0.02
SECONDS = [LONG_S, *[SHORT_S] * 9, LONG_S, *[SHORT_S] * 9]
"""Each of two workers begins with a long one."""


class Example:
    """Stands for a collected item: tells when it begins and ends, and lasts *seconds* between."""

    def __init__(self, number: int, seconds: float, writer: EventWriter) -> None:
        self._number, self._seconds, self._writer = number, seconds, writer
        self.config = SimpleNamespace(hook=SimpleNamespace(pytest_runtest_protocol=self._run))

    def _run(self, item: object, nextitem: object) -> None:
        told = {"begins": "example", "number": self._number}
        self._writer.send({**told, "kind": "started"})
        time.sleep(self._seconds)
        self._writer.send({**told, "kind": "example"})


def run_two(pressure: Path, events: Path) -> None:
    """Run the examples with two workers, and whoever joins them, in a process that forks."""
    writer = EventWriter(os.open(events, os.O_WRONLY | os.O_CREAT | os.O_APPEND))
    session: Any = SimpleNamespace(
        items=[Example(number, lasts, writer) for number, lasts in enumerate(SECONDS)],
        _setupstate=SimpleNamespace(teardown_exact=lambda nextitem: None),
    )
    Scheduler(session, writer, 2, Relief(2, Pressure([pressure]), look_s=0.05, waits_s=0.1)).run()


def ended(folder: Path) -> Sequence[dict[str, Any]]:
    """What each example that ran said at its end, in that order."""
    child = multiprocessing.get_context("spawn").Process(
        target=run_two, args=(folder / "pressure", folder / "events")
    )
    child.start()
    child.join(30)
    assert 0 == child.exitcode
    events = map(json.loads, (folder / "events").read_text("utf-8").splitlines())
    return [event for event in events if event["kind"] == "example"]


def test_others_go_on_while_both_wait(tmp_path: Path) -> None:
    """The short examples are over before the long ones, but for the one that each of the two has in hand."""
    (tmp_path / "pressure").write_text(CALM, "ascii")
    told = ended(tmp_path)

    assert dict.fromkeys(range(len(SECONDS)), 1) == Counter(one["number"] for one in told)
    assert {SHORT_S} == {SECONDS[one["number"]] for one in told[:-4]}
    assert {"w0", "w1"} < {one["worker"] for one in told} <= {"w0", "w1", "w2", "w3"}


def test_nobody_joins_them_where_nobody_tells_of_the_machine(tmp_path: Path) -> None:
    """There are as many as were asked for, and each example runs once."""
    told = ended(tmp_path)

    assert dict.fromkeys(range(len(SECONDS)), 1) == Counter(one["number"] for one in told)
    assert {"w0", "w1"} == {one["worker"] for one in told}
