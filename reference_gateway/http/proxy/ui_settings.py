"""Where the admin UI is and how long it may take, from the environment (observed gateway, 6)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

BASE_PATH = "ADMIN_UI_BASE_PATH"
UPSTREAM = "ADMIN_UI_UPSTREAM"
CONNECT_TIMEOUT_MS = "ADMIN_UI_CONNECT_TIMEOUT_MS"
REQUEST_TIMEOUT_MS = "ADMIN_UI_REQUEST_TIMEOUT_MS"
WEBSOCKET_IDLE_TIMEOUT_MS = "ADMIN_UI_WEBSOCKET_IDLE_TIMEOUT_MS"

CA_BUNDLE = "REQUESTS_CA_BUNDLE"
"""Read by the client of providers as well, so that one variable is enough for both."""

DEFAULT_PORTS = {"http": 80, "https": 443}

_PATH = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)*")
_LONGEST_MS = 24 * 60 * 60 * 1000


class UiSettingInvalid(ValueError):
    """An `ADMIN_UI_*` variable cannot be used; the text names it and says what it must be."""


@dataclass(frozen=True, slots=True)
class UiUpstream:
    """The address of the admin UI server."""

    scheme: str
    host: str
    port: int
    authority: str
    """What its Host header says: the port only when it is not the scheme's own."""
    prefix: str
    """A path of its own, without a trailing slash; put in front of every target."""


@dataclass(frozen=True, slots=True)
class UiSettings:
    """Everything the proxy is configured with."""

    upstream: UiUpstream
    base_path: str = "/admin"
    """With a leading and without a trailing slash; empty when the UI is mounted at the root."""
    connect_timeout_ms: int = 750
    request_timeout_ms: int = 10_000
    """How long the UI may take until its answer begins, and then between two pieces of it."""
    websocket_idle_ms: int = 60 * 60 * 1000
    """How long nothing may pass through a WebSocket, either way."""
    ca_bundle: str = ""
    """A file or a folder of authorities, beside those of the machine."""

    @classmethod
    def problems(cls, environment: Mapping[str, str]) -> Iterator[str]:
        """A sentence for each of the variables that cannot be used."""
        for name in (
            BASE_PATH,
            UPSTREAM,
            CONNECT_TIMEOUT_MS,
            REQUEST_TIMEOUT_MS,
            WEBSOCKET_IDLE_TIMEOUT_MS,
        ):
            if name in environment:
                try:
                    cls.from_environment({name: environment[name]})
                except UiSettingInvalid as error:
                    yield str(error)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the variables; each may be absent.

        Raises:
            UiSettingInvalid: one of them has a value that cannot be used.
        """
        return cls(
            upstream=_upstream(environment.get(UPSTREAM, "http://localhost:3001")),
            base_path=_base_path(environment.get(BASE_PATH, "/admin")),
            connect_timeout_ms=_milliseconds(CONNECT_TIMEOUT_MS, environment, 750),
            request_timeout_ms=_milliseconds(REQUEST_TIMEOUT_MS, environment, 10_000),
            websocket_idle_ms=_milliseconds(WEBSOCKET_IDLE_TIMEOUT_MS, environment, 60 * 60 * 1000),
            ca_bundle=environment.get(CA_BUNDLE, ""),
        )


def _base_path(text: str) -> str:
    path = "/" + text.strip().strip("/")
    if path == "/":
        return ""
    if _PATH.fullmatch(path) is None or {".", ".."} & set(path.split("/")):
        raise UiSettingInvalid(f"{BASE_PATH} {text!r} is not a path; write it like /admin, or / for the root")
    return path


def _upstream(text: str) -> UiUpstream:
    complaint = UiSettingInvalid(
        f"{UPSTREAM} is not an http(s) URL without user, query or fragment; write it like http://localhost:3001"
    )
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise complaint from None
    path = parts.path.rstrip("/")
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if (
        parts.scheme not in DEFAULT_PORTS
        or not parts.hostname
        or not is_plain
        or _PATH.fullmatch(path) is None
    ):
        raise complaint
    host = parts.hostname
    bracketed = f"[{host}]" if ":" in host else host
    is_default = port in (None, DEFAULT_PORTS[parts.scheme])
    authority = bracketed if is_default else f"{bracketed}:{port}"
    return UiUpstream(parts.scheme, host, port or DEFAULT_PORTS[parts.scheme], authority, path)


def _milliseconds(name: str, environment: Mapping[str, str], default: int) -> int:
    text = environment.get(name)
    if text is None:
        return default
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit() or not 0 < int(digits[:12]) <= _LONGEST_MS:
        raise UiSettingInvalid(
            f"{name} {text!r} is not a time limit; write whole milliseconds, like {default}"
        )
    return int(digits)
