"""What images are built for, what they are named, and what their labels say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contract_harness.compose.images import Image

_EXACT = re.compile(r"v?\d+\.\d+")
"""A version of at least two numbers; `17` and `latest` are moved by others."""
_BASE = "org.opencontainers.image.base.name"
_BUILT_FOR, _LABELLED_WITH = "built for ", "labelled with "


def bases(images: Mapping[str, Image]) -> dict[str, str]:
    """What each image is built from, by who is."""
    return {f"{name} ({base})": base for name, one in images.items() for base in one.bases}


def named_exactly(_: Any, name: str) -> str:
    """Named with an exact version or a digest."""
    version = name.partition("@")[0].rpartition("/")[2].partition(":")[2]
    return "" if "@sha256:" in name or _EXACT.match(version) else f"it is named {name}"


def built_for(promise: str, _: Any, platforms: Sequence[str]) -> str:
    """Built for the platforms of the row and no other."""
    wanted = [one.strip() for one in promise.removeprefix(_BUILT_FOR).split(",")]
    return "" if sorted(platforms) == sorted(wanted) else f"for {', '.join(platforms) or 'nothing'}"


def labelled(promise: str, _: Any, one: Image) -> str:
    """It has the label of the row, and not empty; the one that names its base names that."""
    label = promise.removeprefix(_LABELLED_WITH)
    value = one.labels.get(label)
    if not value:
        return f"{label} is missing"
    # A digest has an annotation of its own.
    base = one.base.partition("@")[0]
    is_another = label == _BASE and base and not f"/{value.partition('@')[0]}".endswith(f"/{base}")
    return f"{label} is {value}, and it is built on {base}" if is_another else ""


BY_PREFIX: Mapping[str, Callable[[str, Any, Any], str]] = {_BUILT_FOR: built_for, _LABELLED_WITH: labelled}
"""Rows that end in what only the feature knows."""
