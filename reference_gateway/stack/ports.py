"""Which ports a stack uses, found free before anything starts."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass

from reference_gateway.domain.faults import Fault
from reference_gateway.stack.shapes import Chosen


class PortTaken(Fault):
    """Something else listens where a process of the stack should; names the flag that moves it."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the two listen. The UI is for this machine's gateway only, so it always listens on 127.0.0.1."""

    host: str
    gateway: int
    ui: int

    @property
    def local_host(self) -> str:
        """The gateway's address for callers on this machine."""
        return "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 (compared, not bound)

    @property
    def origin(self) -> str:
        """The gateway, for callers on this machine."""
        host = f"[{self.local_host}]" if ":" in self.local_host else self.local_host
        return f"http://{host}:{self.gateway}"


def free_ports(chosen: Chosen, port: int | None, ui_port: int) -> Ports:
    """The config's port or *port*, and *ui_port*; 0 means any free one.

    Raises:
        PortTaken: at least one is in use; names each, who needs it, and the flag that chooses another.
    """
    server = chosen.config.server
    wanted = server.port if port is None else port
    if wanted == ui_port != 0:
        raise PortTaken(
            f"the gateway and the admin UI cannot both have port {ui_port}; move one with --ui-port"
        )
    taken = [
        f"port {number} on {host} is taken, and the {who} needs it; choose another with {flag}"
        for who, host, number, flag in (
            ("gateway", server.host, wanted, "--port"),
            ("admin UI", "127.0.0.1", ui_port, "--ui-port"),
        )
        if number and _is_taken(host, number)
    ]
    if taken:
        raise PortTaken(". Also ".join(taken))
    found = wanted or any_free_port(not_this=ui_port)
    return Ports(server.host, found, ui_port or any_free_port(not_this=found))


def _is_taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return True
            raise PortTaken(f"the gateway cannot listen on {host}:{port}: {error.strerror}") from None
    return False


def any_free_port(*, not_this: int = 0) -> int:
    """A port of 127.0.0.1 that was free a moment ago, other than one that is already spoken for."""
    port = not_this
    while port == not_this:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    return port
