"""What keeps a tree from being released as it is."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.release.base_images import unpinned
from deploy.release.changelog import section_of
from deploy.release.places import ReleaseError, version_of


def obstacles(root: Path) -> Iterator[str]:
    """One sentence for each thing that must be done first."""
    version = version_of(root)
    if not section_of(root, version).is_dated:
        yield f"CHANGELOG.md says that {version} is unreleased: write the date of today."
    if loose := unpinned(root):
        yield f"no digest pins {', '.join(loose)}: run `mise run renew-images`, and commit what it writes."
    if not (root / ".git").exists():
        yield "this is no clone: release from one."
        return
    if _git(root, "status", "--porcelain"):
        yield "the tree holds changes that are not committed: commit them."
    if _git(root, "tag", "--list", tag_of(version)):
        yield f"the tag {tag_of(version)} is there already: choose the next version."


def tag_of(version: str) -> str:
    """The tag that a version is released under."""
    return f"v{version}"


def push_tag(root: Path, version: str) -> None:
    """Tag what is checked out, and push the tag; the workflow of a release does the rest."""
    tag = tag_of(version)
    _git(root, "tag", "--annotate", tag, "--message", f"Release {version}")
    _git(root, "push", "origin", tag)


def revision(root: Path) -> str:
    """The commit that is checked out, or `unknown` outside a clone."""
    return _git(root, "rev-parse", "HEAD") if (root / ".git").exists() else "unknown"


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=False, capture_output=True, text=True)
    if done.returncode:
        raise ReleaseError(f"`git {' '.join(arguments)}` failed: {done.stderr.strip()[-300:]}.")
    return done.stdout.strip()
