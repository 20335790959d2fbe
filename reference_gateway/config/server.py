"""`server:` and `database:`: where the gateway listens, whom it believes, where it keeps its state."""

import ipaddress
import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, field

from reference_gateway.config.references import SecretReference
from reference_gateway.config.section import Amount, Count, Positive, Section

_PUBLIC_URL = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/?")
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9a-fA-F:.]+")


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


def _endpoint(url: str) -> str:
    wanted = "must be the URL of a collector, as in `http://127.0.0.1:4317`"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"{wanted}; its host or port cannot be read") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"{wanted}; it starts with `http://` or `https://`")
    if not parts.hostname or not _HOST.fullmatch(parts.hostname) or port == 0:
        raise ValueError(f"{wanted}; it names a host and a port above 0")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(
            f"{wanted}; credentials go into OTEL_EXPORTER_OTLP_HEADERS, and there is no query or fragment"
        )
    return url


def _public_base_url(url: str) -> str:
    wanted = "must be the URL of the origin that browsers open, as in `https://gateway.example.com`"
    if _PUBLIC_URL.fullmatch(url) is None:
        raise ValueError(
            f"{wanted}: a scheme, a host in ASCII and perhaps a port; no path, query or credentials"
        )
    try:
        port = urlsplit(url).port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError(f"{wanted}; its host or port cannot be read")
    return url


class Server(Section, frozen=True):
    """`server:`"""

    bind: Annotated[str, _bind] = "0.0.0.0:8080"
    log_format: str = "pretty"
    """Anything but `json` is for people."""
    otel_endpoint: Annotated[str, _endpoint] | None = None
    """A collector's URL; traces go there, and metrics unless they have one of their own."""
    otel_metrics_endpoint: Annotated[str, _endpoint] | None = None
    otel_protocol: Literal["grpc", "http/protobuf"] = "grpc"
    otel_export_interval_secs: Positive = 30
    trusted_proxies: list[Annotated[str, _network]] = field(default_factory=list)
    """Peers whose `x-forwarded-*` and `Forwarded` are believed; nobody by default."""
    public_base_url: Annotated[str, _public_base_url] | None = None
    """The origin that browsers see, whatever a proxy says; found out of each request by default."""
    max_body_bytes: Positive = 64 * 1024 * 1024
    """The largest request body of the API routes; the admin UI's bodies stream and have no such limit."""
    max_websockets: Count = 256
    """How many WebSockets a process tunnels at once; one address has a quarter of them."""
    shutdown_grace_secs: Amount = 10.0
    """How long calls in flight may finish after SIGTERM."""

    @property
    def sends_metrics(self) -> bool:
        """Whether a collector is configured at all: metrics go with traces, or alone."""
        return (self.otel_metrics_endpoint or self.otel_endpoint) is not None

    @property
    def host(self) -> str:
        """The address part of `bind`."""
        return host_and_port(self.bind)[0]

    @property
    def port(self) -> int:
        """The port part of `bind`; 0 lets the system choose."""
        return host_and_port(self.bind)[1]


class Database(Section, frozen=True):
    """`database:`"""

    kind: Literal["libsql", "postgres"] | None = None
    path: Annotated[str, Meta(min_length=1)] = "./gateway.db"
    url: SecretReference | None = None
    max_connections: Count = 10

    @property
    def backend(self) -> Literal["libsql", "postgres"]:
        """The kind named; without one, PostgreSQL exactly when a url is given."""
        return self.kind or ("postgres" if self.url else "libsql")
