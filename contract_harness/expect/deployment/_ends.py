"""How long a container is given to end, and how long the gateway in it gives its calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_USUAL_S = 10.0
"""What a gateway gives its calls whose config does not say; an engine gives a container no more."""
_PART = re.compile(r"(\d+(?:\.\d+)?)(us|ms|s|m|h)")
_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


def seconds(duration: str) -> float:
    """A duration as compose writes it, such as `1m30s`."""
    return sum(float(count) * _SECONDS[unit] for count, unit in _PART.findall(duration))


def grace_of(config: Mapping[str, Any]) -> float:
    """For how long a gateway with this config lets calls in flight go on, in seconds."""
    server = config.get("server")
    own = server.get("shutdown_grace_secs") if isinstance(server, Mapping) else None
    return _USUAL_S if own is None else float(own)
