"""What is released: wheels and sources, bills of materials, checksums, and the commands that make images."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from deploy.release.places import ReleaseError, version_of
from deploy.release.readiness import revision, tag_of

DISTRIBUTIONS = {"gateway-contracts": ".", "reference-gateway": "reference_gateway"}
"""What is built, and the folder of its pyproject.toml."""
REGISTRY = "ghcr.io/gateway-contracts"
MATRIX = Path("deploy") / "images" / "platforms.json"
_BIN = Path(sys.executable).parent


def build_wheels(root: Path, dist: Path) -> list[Path]:
    """Wheel and source distribution of both, built anew."""
    dist.mkdir(exist_ok=True)
    for old in _built(dist):
        old.unlink()
    _run([str(_BIN / "uv"), "build", "--quiet", "--all-packages", "--out-dir", str(dist)], root)
    return _built(dist)


def write_sboms(root: Path, dist: Path) -> list[Path]:
    """A CycloneDX bill of materials of what an installation of each resolves to, by the lock file.

    Raises:
        ReleaseError: the lock file and pyproject.toml disagree.
    """
    dist.mkdir(exist_ok=True)
    return [_sbom(root, dist, name, folder) for name, folder in DISTRIBUTIONS.items()]


def write_checksums(dist: Path) -> Path:
    """`SHA256SUMS` of everything that is released, as `sha256sum --check` reads it."""
    file = dist / "SHA256SUMS"
    released = sorted([*_built(dist), *dist.glob("*.cdx.json")])
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in released]
    file.write_text("".join(lines), "utf-8")
    return file


def _built(dist: Path) -> list[Path]:
    return sorted(one for name in DISTRIBUTIONS for one in dist.glob(f"{name.replace('-', '_')}-*"))


def _sbom(root: Path, dist: Path, name: str, folder: str) -> Path:
    requirements, file = dist / "requirements.txt", dist / f"{name}-{version_of(root)}.cdx.json"
    asked = ["--locked", "--package", name, "--no-default-groups", "--no-emit-workspace"]
    words = ["export", "--quiet", *asked, "--output-file", str(requirements)]
    _run([str(_BIN / "uv"), *words], root)
    words = ["--pyproject", f"{folder}/pyproject.toml", "--output-reproducible", "--of", "JSON"]
    cyclonedx = [str(_BIN / "cyclonedx-py"), "requirements", *words, "--output-file", str(file)]
    _run([*cyclonedx, str(requirements)], root)
    requirements.unlink()
    return file


def matrix(root: Path) -> dict[str, dict[str, object]]:
    """What is built for which platforms, by the name of the image."""
    document: dict[str, dict[str, object]] = json.loads((root / MATRIX).read_text("utf-8"))
    return document


def image_command(root: Path, name: str, *, push: bool) -> list[str]:
    """The command that builds one image for all its platforms, with provenance and a bill of materials.

    Raises:
        ReleaseError: there is no such image.
    """
    images = matrix(root)
    if name not in images:
        raise ReleaseError(f"there is no image {name!r}: give one of {', '.join(images)}.")
    version, image = version_of(root), images[name]
    platforms = image["platforms"]
    assert isinstance(platforms, list)
    words = ["docker", "buildx", "build", "--file", str(image["dockerfile"])]
    words += ["--platform", ",".join(platforms)]
    words += ["--build-arg", f"VERSION={version}", "--build-arg", f"REVISION={revision(root)}"]
    words += ["--tag", f"{REGISTRY}/{name}:{version}", "--provenance=mode=max", "--sbom=true"]
    return [*words, "--push" if push else "--output=type=cacheonly", "."]


def build_image(root: Path, name: str, *, push: bool) -> None:
    """Build one image, which needs Docker with buildx.

    Raises:
        ReleaseError: it failed, or there is no Docker.
    """
    _run(image_command(root, name, push=push), root)


def publish_commands(root: Path, dist: Path) -> list[list[str]]:
    """The commands that publish what is in *dist*: to PyPI as a trusted publisher, and to the tag's release.

    Raises:
        ReleaseError: a wheel of this version, a bill of materials, checksums or notes are not there.
    """
    version, tag = version_of(root), tag_of(version_of(root))
    packages, bills = [], []
    for name in DISTRIBUTIONS:
        stem = f"{name.replace('-', '_')}-{version}"
        packages += [dist / f"{stem}-py3-none-any.whl", dist / f"{stem}.tar.gz"]
        bills.append(dist / f"{name}-{version}.cdx.json")
    sums, notes = dist / "SHA256SUMS", dist / "NOTES.md"
    missing = [one.name for one in (*packages, *bills, sums, notes) if not one.is_file()]
    if missing:
        raise ReleaseError(f"{', '.join(missing)} is not in {dist.name}/: build it first.")
    uv = [str(_BIN / "uv"), "publish", "--trusted-publishing", "always", *map(str, packages)]
    gh = ["gh", "release", "create", tag, "--verify-tag", "--title", tag, "--notes-file", str(notes)]
    return [uv, [*gh, *map(str, (*packages, *bills, sums))]]


def publish(root: Path, dist: Path) -> None:
    """Publish what is in *dist*.

    Raises:
        ReleaseError: something is missing, or a command failed.
    """
    for command in publish_commands(root, dist):
        _run(command, root)


def _run(command: list[str], root: Path) -> None:
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise ReleaseError(
            f"{command[0]} is not on this machine: install it, or let the workflow do this."
        ) from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-800:]
        raise ReleaseError(f"`{' '.join(command)}` failed: {said}")
