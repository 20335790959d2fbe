"""
Which bodies are taken, of whom, and how much of them at once.

A few bytes are anybody's. More than that is taken only where somebody reads it, and held beyond a limit only
for who has a key or a session: what strangers have sent shares one room, of which no address has all.
"""

import ipaddress
import os
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.wsgi import Admission

if TYPE_CHECKING:
    from reference_gateway.http.server.parser import StrictParser

FREE_BYTES = 16 * 1024
"""So much of a body is counted nowhere: as many of these as there are connections fit into memory."""

_NETWORK_BITS = {4: 32, 6: 64}
"""Who has one address of IPv6 has a network of them."""


class Next(Enum):
    """What becomes of a body, as far as it is there."""

    TAKE = auto()
    LEAVE = auto()
    """Nobody will read it: the request is answered without."""
    ASK = auto()
    """Not before the application has said whether it knows who sends it."""
    NO_ROOM = auto()


class Room:
    """What strangers' bodies hold together; no address holds more than half of it."""

    def __init__(self, total_bytes: int) -> None:
        self._total = total_bytes
        self._held: Counter[str] = Counter()
        self._lock = threading.Lock()

    def grow(self, holder: str, by: int) -> bool:
        """Let *holder* hold so much more; False where that is too much."""
        with self._lock:
            is_free = self._held.total() + by <= self._total and self._held[holder] + by <= self._total // 2
            # Who has nothing stands nowhere: addresses are without number.
            if is_free:
                self._held[holder] += by
        return is_free

    def shrink(self, holder: str, by: int) -> None:
        """It holds so much less."""
        with self._lock:
            self._held[holder] -= by
            if not self._held[holder]:
                del self._held[holder]


class Holding:
    """What one request has of the room."""

    def __init__(self, room: Room, holder: str) -> None:
        self._room = room
        self._holder = holder
        self._bytes = 0

    def grow_to(self, size: int) -> bool:
        """Hold *size* bytes in all; False where there is no room for that."""
        more = max(0, size - self._bytes)
        if more and not self._room.grow(self._holder, more):
            return False
        self._bytes += more
        return True

    def give_back(self) -> None:
        """Hold nothing."""
        size, self._bytes = self._bytes, 0
        if size:
            self._room.shrink(self._holder, size)


class Intake:
    """The decisions of one server."""

    def __init__(self, admission: Admission, *, room_bytes: int, in_memory_bytes: int) -> None:
        """
        Args:
            room_bytes: for strangers, at most; half of the disk that holds larger bodies, if that is less.
            in_memory_bytes: above that a body goes to the disk.
        """
        self._admission = admission
        self._in_memory_bytes = in_memory_bytes
        self._room = Room(min(room_bytes, _disk_bytes() // 2))

    def next(self, request: "StrictParser", peer: str) -> Next:
        """What becomes of the body of *request*, whose head is there."""
        arrived = len(request.body_rcv)
        size = max(arrived, request.content_length)
        if size <= FREE_BYTES:
            return Next.TAKE
        most = self._admission.most_bytes(request.command, request.path)
        if most is not None and size > most:
            return Next.LEAVE
        if request.is_known:
            return Next.TAKE
        if request.is_known is None and size > self._in_memory_bytes:
            return Next.ASK
        if request.is_known is False and most is not None:
            return Next.LEAVE
        if self._holding(request, peer).grow_to(arrived):
            return Next.TAKE
        return Next.ASK if request.is_known is None else Next.NO_ROOM

    def check(self, request: "StrictParser", told: Callable[[bool], None]) -> "SenderCheck":
        """The task that finds out who sends *request*."""
        return SenderCheck(lambda: self._admission.knows(request.path, request.raw_headers), told)

    def sender(self, request: "StrictParser", peer: str) -> str:
        """What counts as the address of who sends *request*."""
        return neighbourhood(self._admission.client(request.raw_headers, peer))

    def _holding(self, request: "StrictParser", peer: str) -> Holding:
        if request.holding is None:
            request.holding = Holding(self._room, self.sender(request, peer))
        return request.holding


class Unasked:
    """Implements `wsgi.Admission` where there is nobody to ask: all are strangers, and may send anything."""

    def most_bytes(self, _method: str, _path: str) -> int | None:
        """Whatever comes."""
        return None

    def knows(self, _path: str, _headers: Fields) -> bool:
        """Nobody is known."""
        return False

    def client(self, _headers: Fields, peer: str) -> str:
        """Whoever is connected."""
        return peer


class SenderCheck:
    """A task of a thread pool: whether the application knows who sends a request."""

    def __init__(self, knows: Callable[[], bool], told: Callable[[bool], None]) -> None:
        self._knows = knows
        self._told = told

    def service(self) -> None:
        """Ask; who cannot be looked up is not known, and hears why when the request is answered."""
        is_known = False
        try:
            is_known = self._knows()
        finally:
            self._told(is_known)

    def cancel(self) -> None:
        """The server ends."""


def neighbourhood(address: str) -> str:
    """What counts as one address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return str(ipaddress.ip_network((parsed, _NETWORK_BITS[parsed.version]), strict=False))


def dropped(body: Any) -> None:
    """Close what holds a *body*; what could not be written once cannot be written as it is closed."""
    with suppress(OSError):
        body.getbuf().close()


def _disk_bytes() -> int:
    """The size of the file system of temporary files; what is not there holds nothing."""
    try:
        found = os.statvfs(tempfile.gettempdir())
    except OSError:
        return 0
    return found.f_blocks * found.f_frsize
