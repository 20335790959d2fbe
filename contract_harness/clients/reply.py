"""One whole answer, as it came."""

from __future__ import annotations

import json as json_module
from dataclasses import dataclass
from typing import Any

from contract_harness.clients.headers import Headed, Headers
from contract_harness.errors import ContractBreach

_SHOWN_CHARS = 500


@dataclass(frozen=True, slots=True)
class Reply(Headed):
    """One whole answer.

    Attributes:
        headers: names as they came, repeated ones repeated, in order.
        body: as it came on the wire after chunks were joined; never decompressed.
        elapsed_s: from the first byte sent to the last byte read.
        request: "METHOD path" it answers, for messages.
    """

    status: int
    reason: str
    headers: Headers
    body: bytes
    elapsed_s: float
    request: str = ""

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 show as replacement characters."""
        return self.body.decode("utf-8", "replace")

    @property
    def line(self) -> str:
        """What answered, for messages: the status, and what the body is said to be."""
        kind = (self.header("content-type") or "").partition(";")[0].strip()
        return f"{self.status} {kind or 'without a content-type'}"

    @property
    def shown(self) -> str:
        """Status and clipped body, for the detail of a breach."""
        return f"{self.status} {self.reason}: {self.text[:_SHOWN_CHARS] or '(empty body)'}"

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ContractBreach: it is none.
        """
        __tracebackhide__ = True
        try:
            return json_module.loads(self.body)
        except (ValueError, RecursionError):
            raise ContractBreach(
                f"{self.request} answers JSON", "a body that is not JSON", self.shown
            ) from None

    def cookies(self) -> dict[str, str]:
        """What the answer's Set-Cookie headers set, by name; a cleared cookie has the empty value."""
        pairs = (line.partition(";")[0].partition("=") for line in self.headers_named("set-cookie"))
        return {name.strip(): value.strip() for name, equals, value in pairs if equals}
