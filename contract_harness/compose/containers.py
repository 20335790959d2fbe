"""
A service as a plain process: what it is started with, whether it is well, how it ends, what it wrote.

It has a folder of its own for its root (working directory and home), one for `/tmp` when that is a tmpfs,
and copies of what is mounted into it, with the addresses in them made those of this machine.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contract_harness.compose.addresses import Addresses
from contract_harness.compose.images import HealthCheck
from contract_harness.compose.programs import program_of, words_of
from contract_harness.compose.services import Mount, Service
from contract_harness.compose.shipped import Shipped
from contract_harness.drivers.process import Child
from contract_harness.drivers.readiness import status_of
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.patience import Patience
from contract_harness.targets.target import Target

_NOT_FROM_IMAGES = ("PATH", "HOME")
"""Say where things lie inside an image."""
_CHECKED_WITHIN_S = 10.0
_SETTLED_S = 1.0
"""Within which most of what cannot run has ended."""
_SILENT_S = 5.0
"""After which something that never listens counts as well, since nothing says that it must."""
_NOT_FOUND = re.compile(r"sh: (?:(?:line )?\d+: )?(\S+): (?:command )?not found")
"""How the usual shells say that a program is not there."""


@dataclass(frozen=True, slots=True)
class World:
    """What every container of one replay stands on.

    Attributes:
        folder: with everything that is written, volumes included.
    """

    target: Target
    shipped: Shipped
    addresses: Addresses
    patience: Patience
    folder: Path


class Container:
    """One service, run here."""

    def __init__(self, service: Service, world: World) -> None:
        self.service = service
        self.world = world
        self.place = world.folder / service.name
        self.child: Child | None = None
        self._lives = 0
        self._started_at = time.monotonic()

    @property
    def name(self) -> str:
        """Of the service."""
        return self.service.name

    @property
    def is_running(self) -> bool:
        """It was started and has not ended."""
        return self.child is not None and self.child.is_running

    @property
    def is_ours(self) -> bool:
        """A program of the harness runs in it, whose sudden end says nothing of what is shipped."""
        return False

    @property
    def log(self) -> str:
        """What it wrote in this life; unredacted."""
        return "" if self.child is None else self.child.stdout + self.child.stderr

    @property
    def root(self) -> Path:
        """Stands for the root file system: nothing belongs there."""
        return self.place / "root"

    def start(self) -> None:
        """Start it, on an empty root and an empty tmpfs.

        Raises:
            BadTarget: nothing here stands for the program that its image runs.
            NotObservable: its image is pulled, and nothing here says what it runs.
            ContractBreach: a mounted file is not there.
        """
        shutil.rmtree(self.place, ignore_errors=True)
        self.root.mkdir(parents=True)
        self._tmp.mkdir(exist_ok=True)
        paths = self._mounted()
        program, rest = words_of(self.service, self.world.target)
        self._started_at = time.monotonic()
        self._begin([*program, *self._seen(rest, paths)], self._environment(paths), cwd=self.root)

    def is_healthy(self) -> bool:
        """Its health check holds now; for one without a check, it runs and has had time to listen.

        Raises:
            BadTarget: nothing here stands for the program of the check.
            NotObservable: the line of its check needs a program that is not here.
        """
        if self.service.health is None:
            return self.is_running and self._has_settled()
        try:
            done = subprocess.run(
                self._check(self.service.health),
                env=self._checked_with(),
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_CHECKED_WITHIN_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        missing = _NOT_FOUND.search(done.stderr.decode("utf-8", "replace"))
        if self.service.health.in_shell and missing:
            raise NotObservable(
                f"the health check of {self.name} runs `{missing[1]}`, which is not here: install it"
            )
        return done.returncode == 0

    def stop(self) -> None:
        """Its stop signal, then SIGKILL when it does not end."""
        if self.child is None:
            return
        self.child.signal(signal.Signals[f"SIG{self.service.stop_signal.removeprefix('SIG')}"])
        self.child.wait(self.world.patience.gateway_stop_s)
        self.child.kill()

    def written(self) -> list[str]:
        """What lies in its root, which a read-only file system would not have let it write."""
        return sorted(
            file.relative_to(self.root).as_posix() for file in self.root.rglob("*") if file.is_file()
        )

    @property
    def _tmp(self) -> Path:
        return self.place / "tmp" if "/tmp" in self.service.tmpfs else self.root / "tmp"  # noqa: S108 - inside

    def _searched(self) -> str:
        """PATH as its programs and its check see it."""
        return os.environ.get("PATH", os.defpath)

    def _begin(
        self, argv: Sequence[str], environment: Mapping[str, str], *, cwd: Path, account: str | None = None
    ) -> None:
        self._lives += 1
        self.child = Child(
            argv,
            env=environment,
            cwd=cwd,
            named=f"service {self.name!r}",
            account=account,
        )

    def _environment(self, paths: Mapping[str, str]) -> dict[str, str]:
        own = {
            name: value for name, value in self.service.environment.items() if name not in _NOT_FROM_IMAGES
        }
        target = self.world.target
        inherited = {name: os.environ[name] for name in target.inherit_env if name in os.environ}
        return {
            "PATH": self._searched(),
            "LANG": "C.UTF-8",
            "HOME": str(self.root),
            "TMPDIR": str(self._tmp),
            **inherited,
            **target.env,
            **{name: self.world.addresses.seen_by(self.service, value, paths) for name, value in own.items()},
        }

    def _seen(self, words: Sequence[str], paths: Mapping[str, str]) -> list[str]:
        return [self.world.addresses.seen_by(self.service, word, paths) for word in words]

    def _has_settled(self) -> bool:
        """It has run for a moment, and listens or has had long enough to."""
        ran_s = time.monotonic() - self._started_at
        return ran_s > _SETTLED_S and (ran_s > _SILENT_S or not self.service.ports or self._listens())

    def _listens(self) -> bool:
        ports = [self.world.addresses.listening(self.name, port) for port in self.service.ports]
        return any(status_of(("127.0.0.1", port), "/", within_s=1.0) is not None for port in ports)

    def _check(self, health: HealthCheck) -> list[str]:
        if health.in_shell:
            return ["/bin/sh", "-c", *self._seen(health.test, {})]
        program = program_of(self.service, health.test[0], self.world.target, path=self._searched())
        return [*program, *self._seen(health.test[1:], {})]

    def _checked_with(self) -> dict[str, str]:
        return self._environment({})

    def _mounted(self) -> dict[str, str]:
        """Copy what is mounted; gives where each mount point lies here."""
        paths = {}
        for number, mount in enumerate(self.service.mounts):
            here = self.place / f"mount{number}" / Path(mount.target).name
            here.parent.mkdir()
            source = self.world.shipped.home / mount.source
            if mount.is_volume or self._is_made_by_the_engine(source):
                here = self.world.folder / "volumes" / mount.source.replace("/", "_")
                here.mkdir(parents=True, exist_ok=True)
            elif mount.text is not None:
                here.write_text(self.world.addresses.seen_by(self.service, mount.text, {}), "utf-8")
            elif self._is_of_the_host(source, mount):
                here = source
            else:
                self._copy(source, here)
            paths[mount.target] = str(here)
        return paths

    def _is_made_by_the_engine(self, source: Path) -> bool:
        """A folder for data, which nobody ships."""
        return not source.exists() and not source.suffix and self.world.shipped.folder in source.parents

    def _is_of_the_host(self, source: Path, mount: Mount) -> bool:
        """It lies where the operator's machine has it, and here perhaps too; it is not copied."""
        ours = {self.world.shipped.folder.resolve(), self.world.folder.resolve()}
        if mount.source[:1] not in "/~" or ours & set(source.resolve().parents):
            return False
        if not source.exists():
            raise NotObservable(f"{self.name} mounts {mount.source} of its host, which is not here")
        return True

    def _copy(self, source: Path, here: Path) -> None:
        if not source.exists():
            raise ContractBreach(f"what {self.name} mounts is shipped", f"{source.name} is not there")
        files = [source] if source.is_file() else [one for one in source.rglob("*") if one.is_file()]
        for file in files:
            copy = here if file == source else here / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
            with contextlib.suppress(UnicodeDecodeError):
                text = file.read_text("utf-8")
                copy.write_text(self.world.addresses.seen_by(self.service, text, {}), "utf-8")
