"""
What the server, the proxy and the API agree on beside WSGI itself.

The environment also carries `gateway.raw_headers` (every header as it was sent, in order),
`gateway.body_bytes` (the length of the body) and `gateway.request_id` (see `request_id`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from reference_gateway.http.rfc9112 import Fields

OBSERVATION = "gateway.observation"
"""Where the environment carries what is told of the request."""

DRAINING = "gateway.is_draining"
"""Where the environment says that the server has begun to stop."""

SWITCH = "gateway.switch"
"""Where the environment carries the `Switch` of a request that may become a tunnel; nothing elsewhere."""

WILL_STREAM = "gateway.will_stream"
"""Where the environment carries what announces a stream: a client that ends its side is gone from then on."""

StartResponse = Callable[[str, list[tuple[str, str]]], object]

Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class AnswerCut(Exception):
    """The answer cannot be completed; the connection must end so that the client can see it."""


@dataclass(frozen=True, slots=True)
class FarEnd:
    """Where a tunnel leads.

    Attributes:
        socket: connected; the tunnel's from now on.
        ahead: what was read from it already, and is the client's.
        idle_s: how long nothing may pass either way.
        ended: told once, when the tunnel is over.
    """

    socket: Any
    ahead: bytes
    idle_s: float
    ended: Callable[["Passage"], None]


@dataclass(frozen=True, slots=True)
class Passage:
    """What became of a tunnel.

    Attributes:
        why: `closed`, `reset`, `idle` or `shutdown`.
    """

    lasted_s: float
    bytes_from_client: int
    bytes_to_client: int
    why: str


class Admission(Protocol):
    """What the server asks of the application before it takes a large body."""

    def most_bytes(self, method: str, path: str) -> int | None:
        """How long a body may be that is read at all; None where whoever reads it may be a stranger."""

    def knows(self, path: str, headers: Fields) -> bool:
        """Whether the request is of somebody with a key or a session; this may take a while."""

    def client(self, headers: Fields, peer: str) -> str:
        """The address of whoever sends it, as far as it is known."""


class Switch(Protocol):
    """What lets an application make the connection of its client a tunnel."""

    def reserve(self) -> bool:
        """Take one of the places there are for tunnels; False where none is left."""

    def give_back(self) -> None:
        """Leave the place: there will be no tunnel."""

    def lead_to(self, end: FarEnd) -> None:
        """Once the answer that follows, a 101, is out, the client speaks to *end*."""
