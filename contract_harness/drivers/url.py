"""A gateway that already runs somewhere: it can be talked to, and that is all."""

from __future__ import annotations

import socket
import ssl
import time
from typing import NoReturn

from contract_harness.clients.origin import Access, GivenHeader, Origin, tls_context
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.process import Outcome
from contract_harness.drivers.readiness import status_over
from contract_harness.errors import DeadUrl, NoTls, NotObservable
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience
from contract_harness.targets.target import Target

_NOT_FOR_THAT_NAME = frozenset({62, 64})
"""OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH."""
_ASKS_FOR_CLIENT = "give the client certificate it asks for with --cert FILE --key FILE, or under [tls]"
_EXPIRED = 10
"""X509_V_ERR_CERT_HAS_EXPIRED."""


class UrlGateway(Gateway):
    """A gateway known by its URL only."""

    def __init__(self, target: Target, evidence: Evidence, patience: Patience) -> None:
        super().__init__(target.url, evidence, patience, access_of(target))

    @property
    def log(self) -> str:
        """Not observable."""
        unseen("its log")

    @property
    def is_running(self) -> bool:
        """Taken for granted: a dead one is noticed by the next request."""
        return True

    def pids(self) -> list[int]:
        """Not observable."""
        unseen("its processes")

    def stop(self) -> Outcome:
        """Not observable."""
        unseen("a stop")

    def kill(self) -> None:
        """Not observable."""
        unseen("a kill")


def unseen(what: str) -> NoReturn:
    """Say why a URL target cannot show *what*.

    Raises:
        NotObservable: always.
    """
    raise NotObservable(f"a gateway given by URL does not show {what}: verify it with a process target")


def access_of(target: Target) -> Access:
    """What is given to get to a `url` target."""
    given = target.reach.tls
    headers = tuple(GivenHeader(one.name, one.value, one.variable) for one in target.reach.headers)
    return Access(ca=given.ca, cert=given.cert, key=given.key, headers=headers)


def check_alive(target: Target, patience: Patience) -> None:
    """Make sure that something answers HTTP at the URL, before any clause is judged.

    Raises:
        DeadUrl: nothing does.
        NoTls: the two sides do not come to trust each other.
        HarnessError: a certificate that was given cannot be used.
    """
    origin = Origin.of(target.url, access_of(target))
    if origin.scheme == "https":
        tls_context(origin.access)
    path = origin.prefix + target.readiness_path
    is_connected, status = False, None
    try:
        with origin.connect(patience.connect_s) as connection:
            is_connected = True
            deadline = time.monotonic() + patience.reply_s
            status = status_over(connection, origin.authority, path, deadline=deadline)
    except socket.gaierror:
        raise DeadUrl(target.url, cause=f"the name {origin.host!r} is not known") from None
    except ssl.SSLError as error:
        raise NoTls(target.url, *_in_words(error)) from None
    except ConnectionRefusedError:
        raise DeadUrl(target.url, cause=f"nothing listens at port {origin.port}") from None
    except OSError:
        pass
    if status is None and is_connected and origin.scheme == "https":
        raise NoTls(target.url, "it ends the connection without an answer", _ASKS_FOR_CLIENT)
    if status is None:
        raise DeadUrl(target.url, cause=f"no HTTP answer to GET {path}")


def _in_words(error: ssl.SSLError) -> tuple[str, str]:
    """Why there is no TLS, and what to do about it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        cause = f"its certificate is not trusted: {error.verify_message.rstrip('.')}"
        if error.verify_code in _NOT_FOR_THAT_NAME:
            return cause, "write the URL with a name that the certificate is for"
        if error.verify_code == _EXPIRED:
            return cause, "renew it"
        return cause, "give the authority that signed it with --ca FILE, or as `ca` under [tls]"
    reason = (getattr(error, "reason", "") or error.strerror or str(error)).lower().replace("_", " ")
    if "alert" in reason:
        return f"it refuses the connection: {reason}", _ASKS_FOR_CLIENT
    return reason, "write http:// where it does not speak TLS"
