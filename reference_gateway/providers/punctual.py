"""
Connections to a provider on which a deadline holds inside every step.

The client library gives each read of a socket the whole limit anew, so that a provider which drips its head
byte by byte is waited for without end. Here each read has what is left of it.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import BadStatusLine, HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from reference_gateway.domain.errors import NobodyWaits

_this_call = threading.local()


MOST_HEADS = 16
"""Of one answer, those in between included: each is read while others wait for the interpreter."""
LOOKS_EVERY_S = 0.5
"""How often a read that waits looks whether anybody still wants what it waits for."""


@contextmanager
def until(deadline: float, is_wanted: Callable[[], bool] | None = None) -> Iterator[None]:
    """Reads of this thread raise TimeoutError after *deadline*, of `time.monotonic`.

    They raise NobodyWaits soon after *is_wanted* says no.
    """
    _this_call.deadline, _this_call.is_wanted = deadline, is_wanted
    try:
        yield
    finally:
        del _this_call.deadline, _this_call.is_wanted


class _Punctual(socket.socket):
    def recv_into(self, *arguments: Any) -> int:
        """Wait for as long as is left.

        Raises:
            TimeoutError: nothing is left, or nothing came.
            NobodyWaits: see there.
        """
        deadline: float | None = getattr(_this_call, "deadline", None)
        if deadline is None:
            return super().recv_into(*arguments)
        is_wanted: Callable[[], bool] | None = _this_call.is_wanted
        while True:
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise TimeoutError("the deadline of this call is over")
            if is_wanted is None:
                self.settimeout(left_s)
                return super().recv_into(*arguments)
            if not is_wanted():
                raise NobodyWaits
            self.settimeout(min(left_s, LOOKS_EVERY_S))
            with suppress(TimeoutError):
                return super().recv_into(*arguments)


class _PunctualTls(_Punctual, ssl.SSLSocket):
    """The same over TLS."""


def _made_punctual(plain: socket.socket) -> socket.socket:
    limit_s = plain.gettimeout()
    punctual = _Punctual(plain.family, plain.type, plain.proto, fileno=plain.detach())
    punctual.settimeout(limit_s)
    return punctual


class _Answer(HTTPResponse):
    _heads = 0

    def _read_status(self) -> tuple[str, int, str]:
        self._heads += 1
        if self._heads > MOST_HEADS:
            raise BadStatusLine(f"more than {MOST_HEADS} answers before the answer")
        found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # left out of its stub
        return found


class _Connection(HTTPConnection):
    response_class = _Answer

    def _new_conn(self) -> socket.socket:
        return _made_punctual(super()._new_conn())


class _SecureConnection(HTTPSConnection):
    response_class = _Answer

    def _new_conn(self) -> socket.socket:
        return _made_punctual(super()._new_conn())


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class PunctualAdapter(HTTPAdapter):
    """Keeps such connections."""

    def init_poolmanager(self, *arguments: Any, **keywords: Any) -> None:
        """Have the pools make them."""
        super().init_poolmanager(*arguments, **keywords)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


class PunctualTlsAdapter(PunctualAdapter):
    """The same over TLS.

    Trusts whom this machine trusts (`SSL_CERT_FILE` and `SSL_CERT_DIR` name others in its place), and whom
    `REQUESTS_CA_BUNDLE` names, which the library reads, or else those that the library ships with.
    """

    def init_poolmanager(self, *arguments: Any, **keywords: Any) -> None:
        """Have the pools make them with a context whose sockets are punctual."""
        trusting = ssl.create_default_context()
        trusting.sslsocket_class = _PunctualTls
        super().init_poolmanager(*arguments, ssl_context=trusting, **keywords)
