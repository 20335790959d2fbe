"""One exchange, one command: what evidence is made of. Already clipped and redacted when it gets here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

BODY_KEPT_BYTES = 4096
_WORD_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back; text without secrets, bodies clipped to 4 KiB.

    Attributes:
        status: 0 when no answer could be read; `trouble` says why.
        began_s: since the scenario began.
        head_s: until the head of the answer had come; 0 when none came.
        elapsed_s: until its last byte.
        again: gives a command line that repeats it; secrets are shell variables to set first.
    """

    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: str
    request_body_bytes: int
    status: int
    reason: str
    response_headers: tuple[tuple[str, str], ...]
    response_body: str
    response_body_bytes: int
    began_s: float
    head_s: float
    elapsed_s: float
    trouble: str = ""
    again: Callable[[], str] = str

    def as_dict(self) -> dict[str, Any]:
        """As JSON data, what repeats it made into a command line."""
        data = asdict(self)
        data["again"] = self.again()
        return data


@dataclass(frozen=True, slots=True)
class CommandRun:
    """One command of the gateway under test; output clipped to 8 Ki characters, without secrets.

    Attributes:
        exit_code: None while it had not ended; negative for a signal.
        config: the config file it was given.
        ended_by_harness: it was killed, and its exit code is the harness's doing.
        again: gives a command line that repeats it in a folder with that file.
    """

    argv: tuple[str, ...]
    exit_code: int | None
    stdout: str
    stderr: str
    began_s: float
    duration_s: float
    config: str = ""
    ended_by_harness: bool = False
    again: Callable[[], str] = str

    def as_dict(self) -> dict[str, Any]:
        """As JSON data, what repeats it made into a command line."""
        data = asdict(self)
        data["again"] = self.again()
        return data


def decoded(body: bytes) -> tuple[str, bool]:
    """*body* as text and True, or one character a byte and False."""
    try:
        return body.decode("utf-8"), True
    except UnicodeDecodeError:
        return body.decode("latin-1"), False


def head_of(data: bytes) -> bytes:
    """Twice what is kept of *data*; of a longer one without the word that would be cut."""
    head = data[: BODY_KEPT_BYTES * 2]
    return head if len(head) == len(data) else head[: -len(head.split()[-1][-_WORD_BYTES:])]
