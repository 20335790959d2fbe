"""Every file that is or could be committed; asked of git once, while tests are collected."""

import subprocess
import tempfile
from pathlib import Path

from tests.given.places import ROOT


def names(root: Path) -> list[str]:
    """The files of the tree at *root*, relative to it; without a clone, all but what .gitignore names."""
    if (root / ".git").exists():
        return _listed(root, "--cached", "--others")
    # An unpacked source distribution: git still reads its .gitignore, if it is lent a repository.
    with tempfile.TemporaryDirectory(prefix="lent-") as lent:
        subprocess.run(["git", "init", "--quiet", "--bare", lent], check=True, capture_output=True)
        return _listed(root, "--others", repository=Path(lent))


def _listed(root: Path, *which: str, repository: Path | None = None) -> list[str]:
    at = [] if repository is None else [f"--git-dir={repository}", f"--work-tree={root}"]
    words = ["git", *at, "ls-files", "-z", "--exclude-standard", *which]
    done = subprocess.run(words, cwd=root, check=True, capture_output=True, text=True)
    return [name for name in done.stdout.split("\0") if name and (root / name).is_file()]


TRACKED = [ROOT / name for name in names(ROOT)]
