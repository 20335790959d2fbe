"""
Showing a run while it goes on: a live display on a terminal, plain lines anywhere else.

Plain lines are few on purpose: one for each clause that is not simply kept, one for each profile that is
through, and one where nothing was said for ten seconds. A log of hundreds of green lines hides the one that
matters; whoever wants each of them asks for it.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Protocol

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from contract_harness.report.assemble import Gathering
from contract_harness.report.grouping import reasons_of
from contract_harness.report.model import ClauseResult
from contract_harness.report.terminal import STYLES, fitted, listed, verdict_line, visible
from contract_harness.verdicts import Verdict

_QUIET = (Verdict.KEPT, Verdict.NOT_APPLICABLE)
_SILENT_S = 10.0
"""So long a log may say nothing."""
_Lane = tuple[str, str]
"""A target's name and a profile: one bar."""


class Watching(Protocol):
    """Somebody who is told how a run goes."""

    def heard(
        self, gathering: Gathering, event: Mapping[str, Any] | None, decided: Sequence[ClauseResult]
    ) -> None:
        """One event came, or a moment passed without any."""


class Lanes:
    """How far each profile of each target is."""

    def __init__(self, gathering: Gathering) -> None:
        self.sizes: Counter[_Lane] = Counter(
            (name, clause.profile) for name, clauses in gathering.asked.items() for clause in clauses
        )
        self.seen: dict[_Lane, Counter[Verdict]] = {lane: Counter() for lane in self.sizes}

    def add(self, target: str, clause: ClauseResult) -> _Lane | None:
        """Count a clause; its lane is given back when it is now through."""
        lane = (target, clause.profile)
        self.seen[lane][clause.verdict] += 1
        return lane if self.seen[lane].total() == self.sizes[lane] else None

    def progress(self, elapsed_s: float, running: list[str]) -> str:
        """How far all of them are together, and what is running now."""
        done = sum(seen.total() for seen in self.seen.values())
        now = f"; running {', '.join(running)}" if running else ""
        return f"{done} of {self.sizes.total()} clauses after {elapsed_s:.0f} s{now}"

    def counted(self, lane: _Lane) -> dict[str, int]:
        """How many clauses of the lane have each verdict so far, most serious first."""
        return {one.label: self.seen[lane][one] for one in reversed(Verdict) if self.seen[lane][one]}


class Repeats:
    """Says a reason once a profile and target, and at the end of the profile how often more."""

    def __init__(self) -> None:
        self._more: dict[_Lane, Counter[object]] = defaultdict(Counter)
        self._first: dict[object, ClauseResult] = {}

    def line(self, target: str, clause: ClauseResult) -> Text | None:
        """The line to print about *clause*; None when it is quiet, or ended as one that was told."""
        lane = (target, clause.profile)
        key = (lane, reasons_of(clause))
        if clause.verdict in _QUIET:
            return None
        if key in self._first:
            self._more[lane][key] += 1
            return None
        self._first[key] = clause
        return verdict_line(target, clause)

    def rest(self, lane: _Lane | None = None) -> Iterator[Text]:
        """What was not told of *lane*, or of all of them."""
        for one in [lane] if lane else list(self._more):
            for key, count in self._more.pop(one, Counter()).items():
                first = self._first[key]
                line = Text(f"{first.verdict.label:<14}", STYLES[first.verdict])
                yield line.append(f"and {count} more for the same reason as {first.id}", "dim")


class Running:
    """What each worker is at."""

    def __init__(self) -> None:
        self._now: dict[str, str] = {}

    def hear(self, event: Mapping[str, Any]) -> None:
        """A worker began something, or ended it."""
        if event["kind"] == "started":
            self._now[event["worker"]] = f"{event['clause']}  {_titled(event)}"
        if event["kind"] in ("example", "probe"):
            self._now.pop(event["worker"], None)

    def lines(self) -> list[str]:
        """One line a worker."""
        return list(self._now.values())


class SignOfLife:
    """Says when nothing was said for so long that somebody may think of a hang.

    Args:
        now: a clock, in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._began_at = self._said_at = now()

    def said(self) -> None:
        """Something was shown just now."""
        self._said_at = self._now()

    def due(self) -> float | None:
        """For how many seconds it has gone on, when that is to be said now."""
        if self._now() - self._said_at < _SILENT_S:
            return None
        self.said()
        return self._now() - self._began_at


class PlainProgress(AbstractContextManager["PlainProgress"]):
    """Lines that can be read in any log.

    Args:
        every: a line for each clause, kept ones too.
    """

    def __init__(self, console: Console, *, every: bool = False, life: SignOfLife | None = None) -> None:
        self._console = console
        self._every = every
        self._lanes: Lanes | None = None
        self._repeats = Repeats()
        self._running = Running()
        self._life = life or SignOfLife()

    def heard(
        self, gathering: Gathering, event: Mapping[str, Any] | None, decided: Sequence[ClauseResult]
    ) -> None:
        """Say something of each clause that is decided, and when nothing was said for long."""
        self._lanes = self._lanes or Lanes(gathering)
        if event is not None:
            self._running.hear(event)
            for clause in decided:
                self._tell(event["target"], clause, self._lanes)
        if (elapsed_s := self._life.due()) is not None:
            self._say(Text(self._lanes.progress(elapsed_s, self._running.lines()), "dim"))

    def _tell(self, target: str, clause: ClauseResult, lanes: Lanes) -> None:
        line = verdict_line(target, clause) if self._every else self._repeats.line(target, clause)
        if line:
            self._say(line)
        if lane := lanes.add(target, clause):
            for line in self._repeats.rest(lane):
                self._say(line)
            name, profile = lane
            self._say(Text(f"{name}  {profile}: {listed(lanes.counted(lane))}"))

    def _say(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)
        self._life.said()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self._repeats.rest():
            self._console.print(line, soft_wrap=True)


class LiveProgress(AbstractContextManager["LiveProgress"]):
    """Bars that move, with what is running now below them and what broke above.

    Args:
        every: a line above for each clause, kept ones too.
    """

    def __init__(self, console: Console, *, every: bool = False) -> None:
        self._console = console
        self._every = every
        self._lanes: Lanes | None = None
        self._repeats = Repeats()
        self._running = Running()
        self._spinner = Spinner("dots", style="cyan")
        self._began_at = time.monotonic()
        self._live = Live(console=console, refresh_per_second=10, transient=True, get_renderable=self._render)

    def __enter__(self) -> LiveProgress:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self._repeats.rest():
            self._say(line)
        self._live.stop()

    def heard(
        self, gathering: Gathering, event: Mapping[str, Any] | None, decided: Sequence[ClauseResult]
    ) -> None:
        """Move the bars; print a clause that is not kept above them."""
        self._lanes = self._lanes or Lanes(gathering)
        if event is None:
            return
        self._running.hear(event)
        for clause in decided:
            target = event["target"]
            lane = self._lanes.add(target, clause)
            line = verdict_line(target, clause) if self._every else self._repeats.line(target, clause)
            for one in (*([line] if line else []), *(self._repeats.rest(lane) if lane else ())):
                self._say(one)

    def _say(self, line: Text) -> None:
        self._live.console.print(fitted(line, self._console.width), no_wrap=True)

    def _render(self) -> RenderableType:
        lanes = self._lanes
        if lanes is None:
            return Columns([self._spinner, Text("collecting the clauses …", "dim")])
        grid = Table.grid(padding=(0, 2))
        for lane, size in lanes.sizes.items():
            seen = lanes.seen[lane]
            done = seen.total()
            worst = max(seen, key=lambda one: one.rank, default=Verdict.KEPT)
            style = "green" if worst.rank <= Verdict.KEPT.rank else STYLES[worst].removeprefix("bold ")
            bar = ProgressBar(
                total=size, completed=done, width=28, complete_style=style, finished_style=style
            )
            grid.add_row(lane[0], lane[1], bar, f"{done}/{size}", _marks(lanes, lane))
        return Group(grid, self._now())

    def _now(self) -> RenderableType:
        """What runs now, each on a line of its own, behind one spinner; and for how long the run has gone."""
        texts = self._running.lines() or ["waiting for the workers …"]
        elapsed = f"{time.monotonic() - self._began_at:.0f} s"
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(no_wrap=True, overflow="ellipsis")
        room = self._console.width - 2
        for place, text in enumerate(texts):
            grid.add_row("" if place else self._spinner, fitted(Text(text, "dim"), room))
        grid.add_row("", Text(elapsed, "dim"))
        return grid


def _titled(event: Mapping[str, Any]) -> str:
    """The name of the event's example, with the values of its row."""
    name: str = event["example"]
    for column, value in event["row"].items():
        name = name.replace(f"<{column}>", value)
    return visible(name)


def _marks(lanes: Lanes, lane: _Lane) -> Text:
    text = Text()
    for label, count in lanes.counted(lane).items():
        if label != Verdict.KEPT.label:
            text.append(f"{count} {label}  ", STYLES[Verdict.named(label)])
    return text


def progress_on(console: Console, *, every: bool = False) -> LiveProgress | PlainProgress:
    """The display that suits *console*; with *every*, it has a line for each clause."""
    return LiveProgress(console, every=every) if console.is_terminal else PlainProgress(console, every=every)
