"""The listening address: held from the start of the boot, open only once the gateway is ready."""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Self


class AddressUnavailable(Exception):
    """The address cannot be bound; the text names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A bound socket that does not accept yet, so that a taken port is found before anything is changed."""

    socket: socket.socket

    @classmethod
    def bind(cls, address: str) -> Self:
        """Bind *address*, `IP:port` or `[IPv6]:port`; port 0 takes a free one.

        Raises:
            AddressUnavailable: not an address, not ours, or taken.
        """
        host, port = parse_address(address)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            return cls(_bound(family, host, port))
        except OSError as why:
            reason = (why.strerror or str(why)).lower()
            raise AddressUnavailable(
                f"cannot bind server.bind {address}: {reason}; stop what holds it or choose another address"
            ) from why

    @property
    def address(self) -> str:
        """`host:port` as really bound."""
        host, port = self.socket.getsockname()[:2]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def close(self) -> None:
        """Give the address up."""
        self.socket.close()


def parse_address(text: str) -> tuple[str, int]:
    """The IP address and port of *text*.

    Raises:
        AddressUnavailable: it is not `IP:port`; host names are not accepted (observed gateway, 10.1).
    """
    host, colon, port = text.rpartition(":")
    host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    try:
        ipaddress.ip_address(host)
        if not colon or not port.isascii() or not port.isdigit() or int(port) > 65535:
            raise ValueError
    except ValueError:
        raise AddressUnavailable(
            f"server.bind {text!r} is not an address; write it as IP:port, like 127.0.0.1:8080"
        ) from None
    return host, int(port)


def _bound(family: int, host: str, port: int) -> socket.socket:
    """Bind exclusively; only when that fails, once more allowing a port whose old connections linger.

    With SO_REUSEADDR on both sides Linux lets two sockets bind a port neither listens on yet, and the clash
    would come out after the database was changed.
    """
    try:
        return _bound_once(family, host, port, reuse=False)
    except OSError:
        return _bound_once(family, host, port, reuse=True)


def _bound_once(family: int, host: str, port: int, *, reuse: bool) -> socket.socket:
    held = socket.socket(family, socket.SOCK_STREAM)
    try:
        if reuse:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((host, port))
    except OSError:
        held.close()
        raise
    return held
