"""What images are built for, what they are named, and what their labels say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from contract_harness.compose.images import Image
from contract_harness.errors import ContractBreach
from contract_harness.expect.rows import expect_some

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


def bases(images: Mapping[str, Image]) -> dict[str, str]:
    """What each image is built from, by who is."""
    return {f"{name} ({base})": base for name, one in images.items() for base in one.bases}


def expect_pinned(names: Mapping[str, str]) -> None:
    """Each image is named with an exact version or a digest.

    Args:
        names: image names, by who uses them.
    """
    __tracebackhide__ = True
    expect_some(names, "an image")
    for user, name in names.items():
        version = name.partition("@")[0].rpartition("/")[2].partition(":")[2]
        if "@sha256:" not in name and not _EXACT.match(version):
            raise ContractBreach(f"{user} names its image with an exact version", f"it names {name!r}")


def expect_labels(images: Mapping[str, Image], labels: Sequence[str]) -> None:
    """Each has all of these labels, and none is empty."""
    __tracebackhide__ = True
    expect_some(images, "an image built here")
    for name, one in images.items():
        missing = [label for label in labels if not one.labels.get(label)]
        if missing:
            raise ContractBreach(f"the image of {name} is labelled", f"{', '.join(missing)} is missing")
