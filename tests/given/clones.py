"""A fresh clone of this tree, as it is now: every file that is or could be committed, and nothing else."""

import shutil
import subprocess
from pathlib import Path

from tests.given.places import ROOT
from tests.given.tracked import names


def fresh_clone(folder: Path) -> Path:
    """Copy the tree to *folder*, as a repository with one commit, and lend it this tree's environment."""
    for name in names(ROOT):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Begin")
    # As a link it is no folder, so the pattern `.venv/` does not cover it.
    (folder / ".git" / "info" / "exclude").write_text(".venv\n", "utf-8")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


def commit(folder: Path, subject: str) -> None:
    """Commit everything."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", subject)


def git(folder: Path, *arguments: str) -> str:
    """What a git command said; it must succeed."""
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    return done.stdout.strip()
