"""Where a process that serves is expected to answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from contract_harness.drivers.readiness import status_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a served gateway is expected to answer.

    Attributes:
        name: the target's, for messages.
        base_url: without a trailing slash.
        readiness_path: answers 200 once it may be used.
    """

    name: str
    base_url: str
    readiness_path: str

    def is_ready(self) -> bool:
        """It answers 200 there now."""
        return self._status() == 200

    def answers(self) -> bool:
        """It answers there now, be it with an error."""
        return self._status() is not None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return _address_of(self.base_url)

    def _status(self) -> int | None:
        return status_of(self.address, self.readiness_path, within_s=1.0)


@lru_cache(maxsize=16)
def _address_of(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 80
