"""How a WebSocket begins, inside an HTTP/1.1 exchange (RFC 6455, sections 4.1 and 4.2)."""

import base64
import binascii
import hashlib

from reference_gateway.http import rfc9112
from reference_gateway.http.rfc9112 import Fields

PROTOCOL = "websocket"

_KEY = "sec-websocket-key"
_VERSION = "sec-websocket-version"
_ACCEPT = "sec-websocket-accept"
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_KEY_BYTES = 16


def is_handshake(method: str, version: str, headers: Fields) -> bool:
    """Whether a request asks for a WebSocket and says all that takes; which version is for its reader."""
    connection = rfc9112.listed("connection", headers)
    return (
        (method, version) == ("GET", "1.1")
        and "upgrade" in connection
        and rfc9112.listed("upgrade", headers) == [PROTOCOL]
        and len(rfc9112.values_of(_VERSION, headers)) == 1
        and _has_key(headers)
        # Named there, they would be for one hop and not go on.
        and not {_KEY, _VERSION} & set(connection)
        and rfc9112.values_of("content-length", headers) in ([], ["0"])
        and not rfc9112.values_of("transfer-encoding", headers)
    )


def is_acceptance(headers: Fields, of: Fields) -> bool:
    """Whether the *headers* of a 101 accept the handshake *of* these."""
    digest = hashlib.sha1(rfc9112.values_of(_KEY, of)[0].encode() + _GUID, usedforsecurity=False).digest()
    return (
        rfc9112.listed("upgrade", headers) == [PROTOCOL]
        and "upgrade" in rfc9112.listed("connection", headers)
        and rfc9112.values_of(_ACCEPT, headers) == [base64.b64encode(digest).decode()]
    )


def _has_key(headers: Fields) -> bool:
    keys = rfc9112.values_of(_KEY, headers)
    try:
        return len(keys) == 1 and len(base64.b64decode(keys[0], validate=True)) == _KEY_BYTES
    except (ValueError, binascii.Error):
        return False
