"""
One origin, and how connections to it are made: plain, or over TLS with the certificates that were given.

A server's certificate is always verified, name included, against the authorities in `ca`, or else against
those of this machine (`SSL_CERT_FILE` names others, as for any program that uses OpenSSL).
"""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from contract_harness.errors import HarnessError

DEFAULT_PORTS = {"http": 80, "https": 443}
"""The schemes that are spoken, with the port a URL means when it names none."""
_PROTOCOL = "http/1.1"


@dataclass(frozen=True, slots=True)
class GivenHeader:
    """A header that every request carries.

    Attributes:
        variable: what its value is called where it is shown; the value itself never is.
    """

    name: str
    value: str = field(repr=False)
    variable: str

    @property
    def shown(self) -> tuple[str, str]:
        """Name and variable, as evidence has them."""
        return self.name, f"${self.variable}"


@dataclass(frozen=True, slots=True)
class Access:
    """What a server in front of the gateway wants of every connection and of every request.

    Attributes:
        ca: a file of certificate authorities in PEM, instead of those of this machine.
        cert, key: the client's own certificate and its private key, in PEM; one file may hold both.
        headers: a header of that name which a request has of its own goes before.
    """

    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    headers: tuple[GivenHeader, ...] = ()

    @property
    def files(self) -> dict[str, str]:
        """The files that are given, by the name of their attribute."""
        named = {"ca": self.ca, "cert": self.cert, "key": self.key}
        return {name: str(path) for name, path in named.items() if path is not None}


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of a URL, and the path that is put before every target.

    Attributes:
        authority: what a Host header says, without the port that the scheme means anyway.
    """

    scheme: str
    host: str
    port: int
    authority: str
    prefix: str
    access: Access

    @classmethod
    def of(cls, url: str, access: Access | None = None) -> Self:
        """The origin of *url*.

        Raises:
            HarnessError: it is no http:// or https:// URL.
        """
        parts = urlsplit(url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise HarnessError(
                f"{url!r} is not an http:// or https:// URL: write it like http://127.0.0.1:8080."
            )
        default = DEFAULT_PORTS[parts.scheme]
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or default,
            authority=parts.netloc.removesuffix(f":{default}"),
            prefix=parts.path.rstrip("/"),
            access=access or Access(),
        )

    def __str__(self) -> str:
        """As an `Origin` header names it."""
        return f"{self.scheme}://{self.authority}"

    def connect(self, within_s: float) -> socket.socket:
        """A new connection, over which HTTP can be spoken.

        Raises:
            TimeoutError: it was not made in time.
            OSError: it was refused; ssl.SSLError when the two sides do not come to speak TLS.
        """
        deadline = time.monotonic() + within_s
        connection = socket.create_connection((self.host, self.port), timeout=within_s)
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.scheme == "http":
                return connection
            connection.settimeout(max(0.001, deadline - time.monotonic()))
            return tls_context(self.access).wrap_socket(connection, server_hostname=self.host)
        except (ConnectionError, TimeoutError):
            connection.close()
            raise ssl.SSLError(0, "the handshake is not answered") from None
        except BaseException:
            connection.close()
            raise


def tls_context(access: Access) -> ssl.SSLContext:
    """The TLS settings of a client with these certificates.

    Raises:
        HarnessError: a file cannot be read, or does not hold what it should.
    """
    return _context(access.ca, access.cert, access.key)


# Reading the authorities of a machine takes longer than most requests.
@lru_cache(maxsize=8)
def _context(ca: Path | None, cert: Path | None, key: Path | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=ca)
    except OSError as error:
        raise _unusable(ca, "certificate authorities", error) from None
    # From 3.13 on Python also refuses what every other client takes from an authority of one's own.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.set_alpn_protocols([_PROTOCOL])
    if cert is not None:
        try:
            # Without a word of its own OpenSSL would ask for the passphrase on the terminal.
            context.load_cert_chain(cert, key, password="")
        except OSError as error:
            pair = cert if key is None else f"{cert} with {key}"
            raise _unusable(
                pair, "a client certificate and its private key, without a passphrase", error
            ) from None
    return context


def _unusable(file: object, what: str, error: OSError) -> HarnessError:
    why = getattr(error, "reason", None) or error.strerror or "no PEM in it"
    return HarnessError(f"{file} cannot be used ({why}): give a PEM file of {what}.")
