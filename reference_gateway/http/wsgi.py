"""
What the server, the proxy and the API agree on beside WSGI itself.

The environment also carries `gateway.raw_headers` (every header as it was sent, in order),
`gateway.body_bytes` (the length of the body) and `gateway.request_id` (see `request_id`).
"""

from collections.abc import Callable, Iterable
from typing import Any

OBSERVATION = "gateway.observation"
"""Where the environment carries what is told of the request."""

DRAINING = "gateway.is_draining"
"""Where the environment says that the server has begun to stop."""

StartResponse = Callable[[str, list[tuple[str, str]]], object]

Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class AnswerCut(Exception):
    """The answer cannot be completed; the connection must end so that the client can see it."""
