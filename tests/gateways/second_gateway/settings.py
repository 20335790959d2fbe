"""What an operator says: gateway.yaml, and the variables it and the contract name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

import yaml

Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Settings:
    """Everything that is configured.

    Attributes:
        trusted: proxies that may say which origin the visitor sees.
        base_path: without a trailing slash; empty when the admin UI is mounted at the root.
        upstream: the admin UI's address, without a trailing slash.
    """

    host: str
    port: int
    email: str
    password: str
    keys: dict[str, str]
    trusted: tuple[Network, ...]
    base_path: str
    upstream: str
    connect_s: float
    request_s: float

    @classmethod
    def read(cls, config: Path) -> Settings:
        """Those of this file and this environment."""
        document = yaml.safe_load(config.read_text("utf-8"))
        host, _, port = document["server"]["bind"].rpartition(":")
        admin = document["auth"]["bootstrap_admin"]
        base_path = os.environ.get("ADMIN_UI_BASE_PATH", "/admin").strip().strip("/")
        return cls(
            host=host,
            port=int(port),
            email=admin["email"].strip().lower(),
            password=_value(admin["password"]),
            keys={key["name"]: _value(key["value"]) for key in document["auth"].get("seed_api_keys", [])},
            trusted=tuple(ip_network(one) for one in document["server"].get("trusted_proxies", [])),
            base_path=f"/{base_path}" if base_path else "",
            upstream=os.environ.get("ADMIN_UI_UPSTREAM", "http://localhost:3001").rstrip("/"),
            connect_s=_seconds("ADMIN_UI_CONNECT_TIMEOUT_MS", 750),
            request_s=_seconds("ADMIN_UI_REQUEST_TIMEOUT_MS", 10_000),
        )


def _value(reference: Any) -> str:
    kind, _, rest = str(reference).partition(".")
    return os.environ[rest] if kind == "env" else rest


def _seconds(variable: str, default_ms: int) -> float:
    text = os.environ.get(variable, "")
    return (int(text) if text.isdecimal() else default_ms) / 1000
