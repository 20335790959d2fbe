"""A proxy on the way to the network beyond the machine, which a gateway under test never reaches."""

from __future__ import annotations

import socket
from types import TracebackType
from typing import Self

_DISCARD = 9


class SilentProxy:
    """A proxy for https that takes every connection and says nothing. A context manager that closes it."""

    def __init__(self) -> None:
        # Nobody accepts: the system does, and whoever connects may send and wait.
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def environment(self) -> dict[str, str]:
        """The variables that lead to it; what is reached by plain http is reached as before."""
        return _leading_to(self._listener.getsockname()[1])


def refused_at_once() -> dict[str, str]:
    """The variables that lead to a proxy where nobody listens, so that nobody waits for the network."""
    return _leading_to(_DISCARD)


def _leading_to(port: int) -> dict[str, str]:
    url = f"http://127.0.0.1:{port}"
    return {"HTTPS_PROXY": url, "https_proxy": url}
