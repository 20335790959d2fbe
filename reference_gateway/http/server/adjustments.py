"""What waitress is told of the limits."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments

if TYPE_CHECKING:
    from reference_gateway.http.server.serving import Limits

READ_BYTES = 64 * 1024


def adjustments(held: Any, limits: Limits, connections: int) -> Any:
    """The settings of waitress for a server on *held* that has so many *connections* at most."""
    return Adjustments(
        sockets=[held],
        ident=None,
        connection_limit=connections,
        channel_request_lookahead=1,
        max_request_header_size=limits.head_bytes,
        max_request_body_size=limits.body_bytes + 1,
        # By one read more than is decided by: nothing is on the disk before it is decided.
        inbuf_overflow=limits.body_in_memory_bytes + READ_BYTES,
        # A producer waits before much of its answer does, and what is given whole is in memory already.
        outbuf_overflow=sys.maxsize,
        outbuf_high_watermark=limits.answer_in_memory_bytes,
        cleanup_interval=1,
        recv_bytes=READ_BYTES,
        asyncore_use_poll=True,
        log_socket_errors=False,
    )
