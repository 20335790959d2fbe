"""The tunnels of a server: how many there may be, which there are, and how a connection becomes one."""

import threading
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from reference_gateway.http.server.tunnel import Tunnel
from reference_gateway.http.wsgi import FarEnd

if TYPE_CHECKING:
    from reference_gateway.http.server.channel import StrictChannel


SHARE = 4
"""An address has one place in so many, and one at least."""


class Tunnels:
    """At most *most* at once, those that are being agreed on included."""

    kind = Tunnel

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()
        self._all: set[Tunnel] = set()

    def __len__(self) -> int:
        return len(self._all)

    def reserve(self, holder: str) -> bool:
        """Take a place for *holder*; False where none is left, or it has its share."""
        share = max(1, self._most // SHARE)
        with self._lock:
            has_room = self._taken.total() < self._most and self._taken[holder] < share
            self._taken[holder] += has_room
        return has_room

    def give_back(self, holder: str) -> None:
        """Leave a place."""
        with self._lock:
            self._leave(holder)

    def dig(self, behind: bytes, far: FarEnd, holder: str) -> Tunnel:
        """A tunnel in a place that was reserved, given back when it ends."""
        tunnel = self.kind(behind, far, partial(self._left, holder))
        with self._lock:
            self._all.add(tunnel)
        return tunnel

    def sweep(self) -> None:
        """End those in which nothing passes."""
        now = time.monotonic()
        for tunnel in self._listed():
            if tunnel.overstays(now):
                tunnel.end("idle")

    def finish(self) -> bool:
        """Let nothing more into any; whether something is still on its way."""
        for tunnel in self._listed():
            tunnel.finish()
        return bool(self._all)

    def close(self) -> None:
        """End all."""
        for tunnel in self._listed():
            tunnel.end("shutdown")

    def _listed(self) -> list[Tunnel]:
        with self._lock:
            return list(self._all)

    def _left(self, holder: str, tunnel: Tunnel) -> None:
        with self._lock:
            self._all.discard(tunnel)
            self._leave(holder)

    def _leave(self, holder: str) -> None:
        self._taken[holder] -= 1
        if not self._taken[holder]:
            del self._taken[holder]


class ChannelSwitch:
    """What one request is offered (`wsgi.Switch`)."""

    def __init__(self, channel: "StrictChannel", behind: bytes, tunnels: Tunnels, holder: str) -> None:
        self._channel: Any = channel
        self._behind = behind
        self._tunnels = tunnels
        self._holder = holder

    def reserve(self) -> bool:
        """Take a place; False where none is left."""
        return self._tunnels.reserve(self._holder)

    def give_back(self) -> None:
        """Leave it."""
        self._tunnels.give_back(self._holder)

    def lead_to(self, end: FarEnd) -> None:
        """Once the answer is out, the client speaks to *end*."""
        self._channel.successor = self._tunnels.dig(self._behind, end, self._holder)
