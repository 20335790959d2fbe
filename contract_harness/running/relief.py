"""
When workers that only wait are relieved by others.

A gateway that breaks a promise makes a run wait for what never comes, and its worker does nothing meanwhile.
Once an example has gone on for a while, and nobody on the machine wants for a CPU, one more worker is hired;
when there is work for all of them again, whoever asks next is let go. A machine that does not tell how much
its CPUs are fought for has the workers that were asked for, and no more.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

PRESSURE = (Path("/proc/pressure/cpu"), Path("/sys/fs/cgroup/cpu.pressure"))
"""What Linux says of the machine, and of the container this runs in."""
MOST = 2
"""At most so many workers for each that was asked for."""
LOOK_S = 1.0
"""Between two looks at the machine."""
WAITS_S = 2.0
"""Who is at one example for longer counts as waiting."""
CALM = 0.2
"""The share of a look in which somebody may have wanted for a CPU."""


class Pressure:
    """How much the CPUs are fought for, from look to look."""

    def __init__(self, paths: Sequence[Path] = PRESSURE) -> None:
        self._paths = paths
        self._before = self._read()

    def since_the_last_look(self) -> float:
        """The share of the time in which somebody wanted for a CPU, 0 to 1; 1 where nobody tells."""
        before, self._before = self._before, self._read()
        (then, waited), (now, waits) = before, self._before
        if not waits or waits.keys() != waited.keys() or now <= then:
            return 1.0
        return min(1.0, max(waits[path] - waited[path] for path in waits) / (now - then))

    def _read(self) -> tuple[float, dict[Path, float]]:
        """The time, and for each file that is there the seconds somebody has ever waited."""
        found = {}
        for path in self._paths:
            try:
                (first, *_) = path.read_text("ascii").splitlines()
                found[path] = int(first.rpartition("total=")[2]) / 1e6
            except (OSError, ValueError):
                continue
        return time.monotonic(), found


class Relief:
    """Decides whether the workers of a run become more, and who is too much.

    Args:
        asked: so many workers were asked for.
        pressure: how the machine does.
    """

    def __init__(
        self, asked: int, pressure: Pressure, *, look_s: float = LOOK_S, waits_s: float = WAITS_S
    ) -> None:
        self._asked = asked
        self._pressure = pressure
        self._waits_s = waits_s
        self.look_s = look_s
        self._looked = time.monotonic()

    def is_wanted(self, busy_since: Sequence[float]) -> bool:
        """One more may be hired now; asked as often as one likes, it looks at the machine now and then.

        Args:
            busy_since: the moment of `time.monotonic` at which each worker came to what it is at.
        """
        now = time.monotonic()
        if now - self._looked < self.look_s:
            return False
        self._looked = now
        is_calm = self._pressure.since_the_last_look() < CALM
        return (
            is_calm and self._at_work(busy_since, now) < self._asked and len(busy_since) < MOST * self._asked
        )

    def is_surplus(self, busy_since: Sequence[float]) -> bool:
        """There are more of them at work than were asked for."""
        return self._at_work(busy_since, time.monotonic()) > self._asked

    def _at_work(self, busy_since: Sequence[float], now: float) -> int:
        return sum(now - since < self._waits_s for since in busy_since)
