"""One exchange, one command: what evidence is made of. Already clipped and redacted when it gets here."""

from __future__ import annotations

import re
import shlex
from dataclasses import asdict, dataclass
from typing import Any

from contract_harness.redaction import VARIABLE

BODY_KEPT_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back; text without secrets, bodies clipped to 4 KiB.

    Attributes:
        status: 0 when no answer could be read; `trouble` says why.
        began_s: since the scenario began.
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
    elapsed_s: float
    trouble: str = ""

    def curl(self) -> str:
        """A command line that repeats the request; secrets are shell variables to set first."""
        words = ["curl", "--path-as-is", "-i", "-s"]
        if self.method == "HEAD":
            words.append("--head")
        elif self.method != "GET":
            words += ["-X", _shell(self.method)]
        carried = {"host", "content-length"}
        headers = [pair for pair in self.request_headers if pair[0].lower() not in carried]
        words += [f"-H {_shell(f'{name}: {value}')}" for name, value in headers]
        if self.request_body_bytes:
            if "\ufffd" in self.request_body or self.request_body_bytes > BODY_KEPT_BYTES:
                words.append(f"--data-binary @body.bin  # {self.request_body_bytes} bytes")
                words.insert(-1, _shell(self.url))
                return " ".join(words)
            words.append(f"--data-binary {_shell(self.request_body)}")
        words.append(_shell(self.url))
        return " ".join(words)

    def as_dict(self) -> dict[str, Any]:
        """As JSON data, the curl included."""
        return {**asdict(self), "curl": self.curl()}


@dataclass(frozen=True, slots=True)
class CommandRun:
    """One command of the gateway under test; output clipped to 8 Ki characters, without secrets.

    Attributes:
        exit_code: None while it had not ended; negative for a signal.
    """

    argv: tuple[str, ...]
    exit_code: int | None
    stdout: str
    stderr: str
    began_s: float
    duration_s: float

    def as_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return asdict(self)


def _shell(word: str) -> str:
    """*word* as one shell word in which only taken-out secrets are variables."""
    if not VARIABLE.search(word):
        return shlex.quote(word)
    pieces = re.split(f"({VARIABLE.pattern})", word)
    return "".join(
        f'"{piece}"' if VARIABLE.fullmatch(piece) else shlex.quote(piece) for piece in pieces if piece
    )
