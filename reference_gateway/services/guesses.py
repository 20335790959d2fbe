"""
How often in a row somebody may fail to sign in.

Counted in memory, by the address that was tried and whether or not anybody has it: each worker and each
replica counts its own.

Source: NIST SP 800-63B, 5.2.2.
"""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from reference_gateway.domain.errors import TooManySignIns
from reference_gateway.ports import Clock

FREE = 20
"""So many may fail in a row, and then one more each `RECOVERY`."""
RECOVERY = timedelta(minutes=1)
REMEMBERED = 4096
"""So many addresses; the one whose last failure is the longest ago is forgotten for the newest."""


@dataclass(frozen=True, slots=True)
class Failures:
    """How many of one address count, and since when they become fewer."""

    count: int
    at: datetime

    def left(self, now: datetime) -> int:
        """How many still count."""
        return max(0, self.count - (now - self.at) // RECOVERY)


class Guesses:
    """The failed sign-ins of late."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: OrderedDict[bytes, Failures] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, address: str) -> None:
        """Let *address* be tried.

        Raises:
            TooManySignIns: too many have failed, so the password is not even looked at.
        """
        if self._count(address) >= FREE:
            raise TooManySignIns

    def failed(self, address: str) -> None:
        """Count one."""
        name = _digest(address)
        with self._lock:
            self._failures[name] = Failures(self._count(address) + 1, self._clock())
            self._failures.move_to_end(name)
            if len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """Forget those before."""
        with self._lock:
            self._failures.pop(_digest(address), None)

    def _count(self, address: str) -> int:
        known = self._failures.get(_digest(address))
        return known.left(self._clock()) if known else 0


def _digest(address: str) -> bytes:
    """As short as any other, whatever nobody in particular calls an address."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).digest()
