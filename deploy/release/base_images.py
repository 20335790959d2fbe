"""The images that ours are built from and run beside, and the digests that pin them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.release.registry import Tagged

FILES = ("deploy/images/*/Dockerfile", "deploy/harness/Dockerfile", "deploy/compose.yaml")
_NAMED = re.compile(
    r"^(?P<before>FROM |\s+image: )(?P<name>[\w./-]+(?::\d+/[\w./-]+)?:[\w.-]+)"
    r"(?P<pin>@sha256:[0-9a-f]{64})?(?=\s|$)",
    re.MULTILINE,
)
"""An image by name and tag. Ours has its version from a variable, and a stage has no tag."""


def base_images(root: Path) -> Iterator[tuple[str, str, str]]:
    """File, name with tag, and digest (empty when there is none) of each place that names one."""
    for file in _files(root):
        for found in _NAMED.finditer(file.read_text("utf-8")):
            yield file.relative_to(root).as_posix(), found["name"], (found["pin"] or "").removeprefix("@")


def unpinned(root: Path) -> list[str]:
    """The images that no digest pins, each once."""
    return sorted({name for _, name, digest in base_images(root) if not digest})


def pin(root: Path, digest_of: Callable[[Tagged], str]) -> dict[str, str]:
    """Write the digest that each tag has now; nothing is written unless all of them are known.

    Returns:
        the digest of each image by its name and tag.

    Raises:
        ReleaseError: one of them cannot be found out.
    """
    digests = {name: digest_of(Tagged.read(name)) for _, name, _ in base_images(root)}
    for file in _files(root):
        text = file.read_text("utf-8")
        file.write_text(
            _NAMED.sub(lambda found: f"{found['before']}{found['name']}@{digests[found['name']]}", text),
            "utf-8",
        )
    return digests


def _files(root: Path) -> list[Path]:
    return [path for pattern in FILES for path in sorted(root.glob(pattern))]
