"""Where the admin UI listens, where it is mounted, and which gateway it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

DEFAULT_GATEWAY_ORIGIN = "http://127.0.0.1:8080"
DEFAULT_PORT = 3001


class BadSetting(Exception):
    """An argument or variable that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the process was told, checked."""

    host: str
    port: int
    base_path: str
    """No trailing slash; empty when mounted at the root."""
    gateway_origin: str
    """``scheme://host[:port]`` of the gateway. Only ever configured: an origin taken from a request's headers
    would send the visitor's cookie wherever the sender of that request likes (observed gateway, 13.3)."""

    @classmethod
    def read(cls, environ: Mapping[str, str], *, host: str = "127.0.0.1", port: int | None = None) -> Self:
        """Settings from the command line and the environment; an argument beats a variable.

        Raises:
            BadSetting: naming the variable, what it holds and what it should hold.
        """
        return cls(
            host=host,
            port=_port(environ) if port is None else _checked_port("--port", port),
            base_path=_base_path(environ.get("ADMIN_UI_BASE_PATH", "/admin")),
            gateway_origin=_origin(environ.get("ADMIN_GATEWAY_ORIGIN", "").strip() or DEFAULT_GATEWAY_ORIGIN),
        )


def _port(environ: Mapping[str, str]) -> int:
    text = environ.get("PORT", "").strip()
    if not text:
        return DEFAULT_PORT
    if not (text.isascii() and text.isdigit()):
        raise BadSetting(f"PORT is {text!r}; it must be a port number from 0 to 65535")
    return _checked_port("PORT", int(text))


def _checked_port(name: str, port: int) -> int:
    if not 0 <= port <= 65535:
        raise BadSetting(f"{name} is {port}; it must be a port number from 0 to 65535")
    return port


def _base_path(text: str) -> str:
    """The gateway's own rule: trimmed, one leading slash, no trailing one (observed gateway, 6.1)."""
    path = text.strip().strip("/")
    return f"/{path}" if path else ""


def _origin(text: str) -> str:
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in ("http", "https") or not parts.hostname or port == -1 or "@" in parts.netloc:
        raise BadSetting(f"ADMIN_GATEWAY_ORIGIN is {text!r}; it must be like http://127.0.0.1:8080")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise BadSetting(f"ADMIN_GATEWAY_ORIGIN is {text!r}; it must have no path, query or fragment")
    return f"{parts.scheme}://{parts.netloc}"
