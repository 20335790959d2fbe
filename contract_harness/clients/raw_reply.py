"""An answer as it lay on the wire, whole or not."""

from __future__ import annotations

from dataclasses import dataclass

from contract_harness.clients.headers import Headed, Headers


@dataclass(frozen=True, slots=True)
class RawReply(Headed):
    """One answer as far as it came.

    Attributes:
        status: 0 when the connection was closed without an answer.
        complete: every byte the head promised came (no answer at all is not complete).
        arrivals: seconds since the first byte was sent, and the bytes each read brought (head and
            chunk framing included).
        trouble: why it is not complete.
    """

    status: int
    reason: str
    headers: Headers
    body: bytes
    complete: bool
    arrivals: tuple[tuple[float, bytes], ...]
    head: bytes = b""
    trouble: str = ""

    @property
    def answered(self) -> bool:
        """A status line came."""
        return self.status > 0

    @property
    def line(self) -> str:
        """What answered, for messages: the status and its reason, and why it is not whole."""
        if not self.answered:
            return f"no answer ({self.trouble})" if self.trouble else "no answer"
        said = f"{self.status} {self.reason}".rstrip()
        return f"{said}, {self.trouble}" if self.trouble else said

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 show as replacement characters."""
        return self.body.decode("utf-8", "replace")
