"""What images are built for, and what a container starts from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from contract_harness.compose.images import Image
from contract_harness.errors import ContractBreach

_EXACT = re.compile(r"v?\d+\.\d+")
"""A version of at least two numbers; `17` and `latest` are moved by others."""


def expect_platforms(matrix: Mapping[str, Sequence[str]], promised: Mapping[str, Sequence[str]]) -> None:
    """Each image is built for these platforms and no other."""
    __tracebackhide__ = True
    for name, platforms in promised.items():
        if sorted(matrix.get(name, ())) != sorted(platforms):
            raise ContractBreach(
                f"{name} is built for {', '.join(platforms)}",
                f"for {', '.join(matrix.get(name, ())) or 'nothing'}",
            )


def expect_built(images: Mapping[str, Image], names: Sequence[str]) -> None:
    """There is a Dockerfile for each of these services."""
    __tracebackhide__ = True
    missing = [name for name in names if name not in images]
    if missing:
        raise ContractBreach(
            f"{', '.join(names)} are built here", f"there is no Dockerfile for {', '.join(missing)}"
        )


def expect_stages(images: Mapping[str, Image]) -> None:
    """Each has at least two stages."""
    __tracebackhide__ = True
    single = [name for name, one in images.items() if one.stages < 2]
    if single:
        raise ContractBreach("each image is built in stages", f"{', '.join(single)} has one stage")


def expect_pinned(names: Mapping[str, str]) -> None:
    """Each image is named with an exact version or a digest.

    Args:
        names: image names, by who uses them.
    """
    __tracebackhide__ = True
    for user, name in names.items():
        version = name.partition("@")[0].rpartition("/")[2].partition(":")[2]
        if "@sha256:" not in name and not _EXACT.match(version):
            raise ContractBreach(f"{user} names its image with an exact version", f"it names {name!r}")


def expect_checked(images: Mapping[str, Image]) -> None:
    """Each has a health check that asks at a port which it exposes."""
    __tracebackhide__ = True
    for name, one in images.items():
        asked = " ".join(one.health.test) if one.health else ""
        if not any(re.search(rf":{port}\b", asked) for port in one.exposes):
            raise ContractBreach(
                f"the image of {name} checks its health at a port it exposes", asked or "no check"
            )


def expect_labels(images: Mapping[str, Image], labels: Sequence[str]) -> None:
    """Each has all of these labels, and none is empty."""
    __tracebackhide__ = True
    for name, one in images.items():
        missing = [label for label in labels if not one.labels.get(label)]
        if missing:
            raise ContractBreach(f"the image of {name} is labelled", f"{', '.join(missing)} is missing")
