"""What came of looking at one thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SAID_CHARS = 200


class State(StrEnum):
    """How it stands with what was looked at."""

    OK = "ok"
    FAILS = "fails"
    SKIPPED = "skipped"
    """There is nothing to see, by itself or because something before it fails."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of looking at one thing.

    Attributes:
        what: the thing, in a word or two.
        detail: what was found there, on one line.
        remedy: what to do about it when it fails, one sentence.
        is_gateways: what fails is what the gateway itself does, which a run would judge.
    """

    what: str
    state: State
    detail: str
    remedy: str = ""
    is_gateways: bool = False


def ok(what: str, detail: str) -> Finding:
    """It is as a run needs it."""
    return Finding(what, State.OK, detail)


def skipped(what: str, why: str) -> Finding:
    """It was not looked at."""
    return Finding(what, State.SKIPPED, why)


def fails(what: str, detail: str, remedy: str, *, is_gateways: bool = False) -> Finding:
    """A run would stumble over it."""
    return Finding(what, State.FAILS, detail, remedy, is_gateways)


def last_line(text: str) -> str:
    """The last line that says something, clipped."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:SAID_CHARS] if lines else "nothing"


def first_line(text: str) -> str:
    """The first line, clipped."""
    return (text.strip().splitlines() or ["nothing"])[0][:SAID_CHARS]
