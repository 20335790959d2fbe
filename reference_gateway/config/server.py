"""`server:` and `database:`: where the gateway listens, whom it believes, where it keeps its state."""

import ipaddress
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from reference_gateway.config.base import Section
from reference_gateway.config.references import SecretReference


def host_and_port(bind: str) -> tuple[str, int]:
    """The IP address and port of *bind*, which is `IP:port` or `[IPv6]:port`.

    Raises:
        ValueError: a host name, a missing port, or a port that does not exist.
    """
    host, colon, port_text = bind.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise ValueError("must be `IP:port`; put an IPv6 address in brackets, as in `[::1]:8080`")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        raise ValueError("must be `IP:port`, as in `127.0.0.1:8080`; host names are not accepted") from None
    if not (colon and port_text.isascii() and port_text.isdigit() and int(port_text) <= 65535):
        raise ValueError("must end in a port between 0 and 65535")
    return host, int(port_text)


def _bind(text: str) -> str:
    host_and_port(text)
    return text


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        raise ValueError("must be a network in CIDR form, as in `10.0.0.0/8` or `127.0.0.1/32`") from None
    return text


class Server(Section):
    """`server:`"""

    bind: Annotated[str, AfterValidator(_bind)] = "0.0.0.0:8080"
    log_format: str = "pretty"
    """Anything but `json` is for people."""
    otel_endpoint: str | None = None
    otel_metrics_endpoint: str | None = None
    otel_export_interval_secs: int = Field(default=30, gt=0)
    trusted_proxies: list[Annotated[str, AfterValidator(_network)]] = Field(default_factory=list)
    """Peers whose `x-forwarded-*` is believed; nobody by default."""
    max_body_bytes: int = Field(default=64 * 1024 * 1024, gt=0)
    """The largest request body of the API routes; the admin UI's bodies stream and have no such limit."""
    shutdown_grace_secs: float = Field(default=10.0, ge=0)
    """How long calls in flight may finish after SIGTERM."""

    @property
    def host(self) -> str:
        """The address part of `bind`."""
        return host_and_port(self.bind)[0]

    @property
    def port(self) -> int:
        """The port part of `bind`; 0 lets the system choose."""
        return host_and_port(self.bind)[1]


class Database(Section):
    """`database:`"""

    kind: Literal["libsql", "postgres"] | None = None
    path: str = Field(default="./gateway.db", min_length=1)
    url: SecretReference | None = None
    max_connections: int = Field(default=10, ge=0)

    @property
    def backend(self) -> Literal["libsql", "postgres"]:
        """The kind named; without one, PostgreSQL exactly when a url is given."""
        return self.kind or ("postgres" if self.url else "libsql")
