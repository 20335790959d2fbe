"""What is released: wheel and source, bill of materials, checksums, and the commands that make images."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from deploy.release.places import ReleaseError, version_of
from deploy.release.readiness import revision, tag_of

REGISTRY = "ghcr.io/gateway-contracts"
MATRIX = Path("deploy") / "images" / "platforms.json"
_BIN = Path(sys.executable).parent


def build_wheel(root: Path, dist: Path) -> list[Path]:
    """Wheel and source distribution, built anew."""
    dist.mkdir(exist_ok=True)
    for old in dist.glob("gateway_contracts-*"):
        old.unlink()
    _run([str(_BIN / "uv"), "build", "--quiet", "--out-dir", str(dist)], root)
    return sorted(dist.glob("gateway_contracts-*"))


def write_sbom(root: Path, dist: Path) -> Path:
    """A CycloneDX bill of materials of what an installation resolves to, by the lock file.

    Raises:
        ReleaseError: the lock file and pyproject.toml disagree.
    """
    dist.mkdir(exist_ok=True)
    requirements = dist / "requirements.txt"
    words = [
        "export",
        "--quiet",
        "--locked",
        "--no-dev",
        "--no-emit-project",
        "--output-file",
        str(requirements),
    ]
    _run([str(_BIN / "uv"), *words], root)
    sbom = dist / f"gateway-contracts-{version_of(root)}.cdx.json"
    words = ["requirements", "--pyproject", "pyproject.toml", "--output-reproducible", "--of", "JSON"]
    _run([str(_BIN / "cyclonedx-py"), *words, "--output-file", str(sbom), str(requirements)], root)
    requirements.unlink()
    return sbom


def write_checksums(dist: Path) -> Path:
    """`SHA256SUMS` of everything that is released, as `sha256sum --check` reads it."""
    file = dist / "SHA256SUMS"
    released = sorted(one for one in dist.glob("gateway[_-]contracts-*") if one.is_file())
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in released]
    file.write_text("".join(lines), "utf-8")
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
        ReleaseError: the wheel of this version, its bill of materials, checksums or notes are not there.
    """
    version = version_of(root)
    wheel = [
        dist / f"gateway_contracts-{version}-py3-none-any.whl",
        dist / f"gateway_contracts-{version}.tar.gz",
    ]
    rest = [dist / f"gateway-contracts-{version}.cdx.json", dist / "SHA256SUMS", dist / "NOTES.md"]
    missing = [one.name for one in (*wheel, *rest) if not one.is_file()]
    if missing:
        raise ReleaseError(f"{', '.join(missing)} is not in {dist.name}/: build it first.")
    files = [str(one) for one in (*wheel, *rest[:2])]
    uv = [str(_BIN / "uv"), "publish", "--trusted-publishing", "always", *map(str, wheel)]
    tag = tag_of(version)
    gh = [
        "gh",
        "release",
        "create",
        tag,
        "--verify-tag",
        "--title",
        tag,
        "--notes-file",
        str(rest[2]),
        *files,
    ]
    return [uv, gh]


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
