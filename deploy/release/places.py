"""Every place in the tree that names the version, read and written by the same patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NUMBER = r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?"
_VERSION = re.compile(_NUMBER)


class ReleaseError(Exception):
    """A release cannot be made; one sentence that names the thing and the remedy."""


@dataclass(frozen=True, slots=True)
class Place:
    """One file, and what stands before the version in it.

    Attributes:
        file: relative to the root of the tree.
        before: a pattern; every occurrence is followed by the version.
    """

    file: str
    before: str

    def versions(self, root: Path) -> list[str]:
        """What the file names, in order.

        Raises:
            ReleaseError: it names none, so the pattern is wrong.
        """
        found = re.findall(f"{self.before}({_NUMBER})", (root / self.file).read_text("utf-8"), re.MULTILINE)
        if not found:
            raise ReleaseError(
                f"{self.file} names no version behind {self.before!r}: correct deploy/release/places.py."
            )
        return [str(one) for one in found]

    def write(self, root: Path, version: str) -> None:
        """Have every occurrence name *version*."""
        path = root / self.file
        pattern = re.compile(f"({self.before}){_NUMBER}", re.MULTILINE)
        path.write_text(pattern.sub(rf"\g<1>{version}", path.read_text("utf-8")), "utf-8")


PROJECT = Place("pyproject.toml", r'^version = "')
PLACES = (
    PROJECT,
    Place("pyproject.toml", r'"reference-gateway=='),
    Place("reference_gateway/pyproject.toml", r'^version = "'),
    Place("uv.lock", r'^name = "gateway-contracts"\nversion = "'),
    Place("uv.lock", r'^name = "reference-gateway"\nversion = "'),
    Place("README.md", r"gateway-contracts/gateway-contracts@v"),
    Place("docs/continuous-integration.md", r"gateway-contracts/gateway-contracts@v"),
    Place("deploy/compose.yaml", r"\$\{GATEWAY_VERSION:-"),
    Place("deploy/.env.example", r"^# GATEWAY_VERSION="),
    Place("deploy/images/gateway/Dockerfile", r"^ARG VERSION="),
    Place("deploy/images/admin-ui/Dockerfile", r"^ARG VERSION="),
    Place("deploy/harness/Dockerfile", r"^ARG VERSION="),
    Place("deploy/kubernetes/gateway.yaml", r"image: ghcr\.io/gateway-contracts/gateway:"),
    Place("deploy/kubernetes/admin-ui.yaml", r"image: ghcr\.io/gateway-contracts/admin-ui:"),
    Place("deploy/kubernetes/jobs.yaml", r"image: ghcr\.io/gateway-contracts/gateway:"),
)


def version_of(root: Path) -> str:
    """The version of the tree, as pyproject.toml has it."""
    return PROJECT.versions(root)[0]


def disagreements(root: Path) -> Iterator[str]:
    """One sentence for each place that names another version than pyproject.toml."""
    version = version_of(root)
    for place in PLACES:
        for found in place.versions(root):
            if found != version:
                remedy = f"run `mise run release-version {version}`"
                yield f"{place.file} names {found}, and pyproject.toml {version}: {remedy}."


def set_version(root: Path, version: str) -> None:
    """Write *version* in every place.

    Raises:
        ReleaseError: it is not a valid version.
    """
    if not _VERSION.fullmatch(version):
        raise ReleaseError(f"{version!r} is not a valid version: give one such as 0.2.0 or 0.2.0rc1.")
    for place in PLACES:
        place.write(root, version)
