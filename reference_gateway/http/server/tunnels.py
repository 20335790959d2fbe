"""The tunnels of a server: how many there may be, which there are, and how a connection becomes one."""

import threading
import time
from typing import TYPE_CHECKING, Any

from reference_gateway.http.server.tunnel import Tunnel
from reference_gateway.http.wsgi import FarEnd

if TYPE_CHECKING:
    from reference_gateway.http.server.channel import StrictChannel


class Tunnels:
    """At most *most* at once, those that are being agreed on included."""

    kind = Tunnel

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._taken = 0
        self._all: set[Tunnel] = set()

    def __len__(self) -> int:
        return len(self._all)

    def reserve(self) -> bool:
        """Take a place; False where none is left."""
        with self._lock:
            has_room = self._taken < self._most
            self._taken += has_room
        return has_room

    def give_back(self) -> None:
        """Leave a place."""
        with self._lock:
            self._taken -= 1

    def dig(self, behind: bytes, far: FarEnd) -> Tunnel:
        """A tunnel in a place that was reserved, given back when it ends."""
        tunnel = self.kind(behind, far, self._left)
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

    def _left(self, tunnel: Tunnel) -> None:
        with self._lock:
            self._all.discard(tunnel)
            self._taken -= 1


class ChannelSwitch:
    """What one request is offered (`wsgi.Switch`)."""

    def __init__(self, channel: "StrictChannel", behind: bytes, tunnels: Tunnels) -> None:
        self._channel: Any = channel
        self._behind = behind
        self._tunnels = tunnels

    def reserve(self) -> bool:
        """Take a place; False where none is left."""
        return self._tunnels.reserve()

    def give_back(self) -> None:
        """Leave it."""
        self._tunnels.give_back()

    def lead_to(self, end: FarEnd) -> None:
        """Once the answer is out, the client speaks to *end*."""
        self._channel.successor = self._tunnels.dig(self._behind, end)
