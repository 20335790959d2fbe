"""
A root file system with Python, git and nothing else, and commands that run in it.

A command has namespaces of its own: what it mounts and starts is gone when it ends. Network and kernel are
those of this machine. Making a root and entering it takes root.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.given.places import ROOT

SUITE = "bookworm"
PACKAGES = ("python3", "python3-venv", "git", "ca-certificates")
USER = "ann"

_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
_NETWORK = (Path("/etc/resolv.conf"), Path("/etc/hosts"), _AUTHORITIES)
_APT = (Path("/etc/apt/sources.list.d"), Path("/etc/apt/apt.conf.d"))
_REGISTRIES = re.compile(
    r"(PIP|UV|NPM_CONFIG)_\w+|\w+_PROXY|(SSL_CERT|NODE_EXTRA_CA|REQUESTS_CA)\w+", re.IGNORECASE
)
_NOT_THERE = ("PIP_FIND_LINKS",)
"""Names a folder of this machine."""
_ENTER = """
mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && mount --make-rslave "$1/dev"
mount -t tmpfs -o mode=1777 memory "$1/dev/shm"
root=$1 user=$2; shift 2
exec chroot --userspec="$user" "$root" /usr/bin/env -i "$@"
"""


class NoMachine(Exception):
    """It cannot be made here; the message says why."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who types the commands, and where.

    Attributes:
        folder: of the tree.
    """

    user: str
    home: str
    folder: str


_TREE = "gateway-contracts"
NEWCOMERS = {
    "user": Newcomer(USER, f"/home/{USER}", f"/home/{USER}/my projects/gateway contracts"),
    "root": Newcomer("root", "/root", str(Path("/root", _TREE))),
    "srv": Newcomer("root", "/root", f"/srv/{_TREE}"),
}


class BareMachine:
    """One root file system below *folder*, for one newcomer."""

    def __init__(self, folder: Path, name: str) -> None:
        self.base = folder / "base"
        self.root = folder / name
        self.newcomer = NEWCOMERS[name]

    def make(self) -> None:
        """Make it anew, from a base that is made once.

        Raises:
            NoMachine: a program lacks, we are not root, or debootstrap failed.
        """
        for program in ("debootstrap", "unshare", "chroot", "git"):
            if shutil.which(program) is None:
                raise NoMachine(f"{program} is not on PATH: apt-get install {program}")
        if os.geteuid() != 0:
            raise NoMachine("making a root file system takes root: run it with sudo")
        if not (self.base / "made").exists():
            shutil.rmtree(self.base, ignore_errors=True)
            included = f"--include={','.join(PACKAGES)}"
            _do("debootstrap", "--variant=minbase", included, SUITE, str(self.base))
            (self.base / "made").touch()
        shutil.rmtree(self.root, ignore_errors=True)
        _do("cp", "--archive", str(self.base), str(self.root))
        self._reach_registries()
        if self.newcomer.user != "root":
            _do("chroot", str(self.root), "useradd", "--create-home", "--shell=/bin/bash", self.newcomer.user)

    def bring_tree(self) -> None:
        """A fresh clone of what is committed here; one that is there is brought up to it.

        Raises:
            NoMachine: git failed.
        """
        folder = self._inside(self.newcomer.folder)
        if folder.exists():
            git = ("git", "-c", "safe.directory=*", "-C", str(folder))
            _do(*git, "fetch", "--quiet", str(ROOT), "HEAD")
            _do(*git, "reset", "--quiet", "--hard", "FETCH_HEAD")
        else:
            folder.parent.mkdir(parents=True, exist_ok=True)
            _do("git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder))
        if self.newcomer.user != "root":
            home = self.newcomer.home
            _do("chroot", str(self.root), "chown", "--recursive", f"{USER}:{USER}", home)

    def run(self, command: str) -> int:
        """Run a line of shell in the tree, its output going to ours; its exit code."""
        line = f"cd '{self.newcomer.folder}' && {command}"
        variables = [f"{name}={value}" for name, value in self.environment(os.environ).items()]
        entered = ["sh", "-c", _ENTER, "sh", str(self.root), self.newcomer.user, *variables]
        namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        done = subprocess.run(
            [*namespaces, *entered, "bash", "-c", line], stdin=subprocess.DEVNULL, check=False
        )
        return done.returncode

    def environment(self, ours: Mapping[str, str]) -> dict[str, str]:
        """What a command has there: that of a login, and where *ours* says registries are."""
        registries = {
            name: value
            for name, value in ours.items()
            if _REGISTRIES.fullmatch(name) and name not in _NOT_THERE
        }
        return {
            "HOME": self.newcomer.home,
            "USER": self.newcomer.user,
            "LOGNAME": self.newcomer.user,
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            **registries,
        }

    def _reach_registries(self) -> None:
        """Packages come from where this machine has them from."""
        settings = [*_NETWORK, Path("/etc/pip.conf"), Path("/etc/npmrc"), Path("/etc/uv/uv.toml")]
        if f"VERSION_CODENAME={SUITE}" in Path("/etc/os-release").read_text("utf-8"):
            settings += _APT
        for path in settings:
            target = self._inside(str(path))
            if path.is_dir():
                shutil.copytree(path, target, dirs_exist_ok=True)
            elif path.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.unlink(missing_ok=True)
                shutil.copyfile(path, target)
        if any(self._inside("/etc/apt/sources.list.d").glob("*.sources")):
            self._inside("/etc/apt/sources.list").write_text("", "utf-8")

    def _inside(self, path: str) -> Path:
        return self.root / path.lstrip("/")


def _do(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise NoMachine(f"{' '.join(words[:2])} failed: {' '.join(last) or 'without a word'}")


def commands(readme: str) -> list[str]:
    """The two commands of the README, as they stand there."""
    text = readme.partition("\n## Two commands\n")[2].partition("\n## ")[0]
    return [block.strip() for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]
