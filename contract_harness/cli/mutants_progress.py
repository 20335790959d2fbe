"""Showing a kill matrix while it is made: a bar on a terminal, a line every ten seconds elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from contract_harness.report.model import ClauseResult
from contract_harness.report.progress import SignOfLife
from contract_harness.running.verification import Listener


def counting(console: Console, stack: ExitStack, total: int, life: SignOfLife | None = None) -> Listener:
    """Who listens to a run of *total* questions and shows how many of them are answered."""
    return (
        _bar(console, stack, total) if console.is_terminal else _lines(console, total, life or SignOfLife())
    )


def _bar(console: Console, stack: ExitStack, total: int) -> Listener:
    bar = stack.enter_context(
        Progress(
            *Progress.get_default_columns()[:2],
            MofNCompleteColumn(),
            TextColumn("{task.fields[now]}"),
            console=console,
            transient=True,
        )
    )
    task = bar.add_task("judged", total=total, now="")

    def listen(_gathering: object, event: Mapping[str, Any] | None, decided: Sequence[ClauseResult]) -> None:
        if event and event["kind"] == "started":
            bar.update(task, now=event["target"])
        bar.advance(task, len(decided))

    return listen


def _lines(console: Console, total: int, life: SignOfLife) -> Listener:
    done, now = 0, ""

    def listen(_gathering: object, event: Mapping[str, Any] | None, decided: Sequence[ClauseResult]) -> None:
        nonlocal done, now
        if event and event["kind"] == "started":
            now = f", running {event['target']}"
        done += len(decided)
        if (elapsed_s := life.due()) is not None:
            console.print(
                f"{done} of {total} judged after {elapsed_s:.0f} s{now}", style="dim", soft_wrap=True
            )

    return listen
