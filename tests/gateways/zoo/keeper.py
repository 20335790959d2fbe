"""Having zoo gateways judged by the command itself, several in one run, and counting what is left of them."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
COMMAND = str(Path(sys.executable).parent / "gateway-contracts")
RUN_LIMIT_S = 240.0
"""After which a run that should have ended is killed, so that its test fails instead of hanging."""
LOOK_S = 0.05
"""Between two looks at how much memory the processes of a run have had."""

_TARGET = """
driver = "process"
about = "A gateway of the zoo."
claims = ["same-origin"]
database = "{database}"
[commands]
serve = "{python} -m tests.gateways.zoo.{program} {{config}} serve {words}"
migrate = "{python} -m tests.gateways.zoo.{program} {{config}} migrate {words}"
[env]
PYTHONPATH = "{root}"
ZOO_RUN = "{folder}"
ZOO_CASE = "{name}"
ZOO_PORTS = "{folder}/ports"
"""


@dataclass(frozen=True, slots=True)
class Animal:
    """
    One gateway of the zoo: a module beside this file that is run, and the words after its command.

    Attributes:
        python: `-S` leaves out what is installed, and with it most of the time to start.
    """

    program: str
    words: tuple[str, ...]
    database: str = "libsql"
    python: str = "{python} -S"

    @property
    def name(self) -> str:
        """Also the name of its target."""
        return "-".join(self.words).replace("_", "-")

    def target(self, folder: Path) -> Path:
        """Its target file, in *folder*."""
        path = folder / f"{self.name}.toml"
        text = _TARGET.format(
            python=self.python,
            program=self.program,
            words=" ".join(self.words),
            database=self.database,
            root=ROOT,
            folder=folder,
            name=self.name,
        )
        path.write_text(text, "utf-8")
        return path


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of one run over several animals.

    Attributes:
        said: standard output and error of the command.
        clauses: what `report.json` says of each clause, by the name of the animal.
        peak_bytes: of the largest process of the run, gateways included.
        left: processes, ports and files that are still there, each by a name.
    """

    exit_code: int
    said: str
    clauses: Mapping[str, list[dict[str, Any]]]
    took_s: float
    peak_bytes: int
    left: tuple[str, ...]

    def verdicts(self, animal: Animal) -> list[str]:
        """Its verdict on each clause it was asked."""
        return [clause["verdict"] for clause in self.clauses[animal.name]]

    def examples(self, animal: Animal) -> list[dict[str, Any]]:
        """Everything it was asked."""
        return [example for clause in self.clauses[animal.name] for example in clause["examples"]]


@contextmanager
def visiting(
    animals: Sequence[Animal],
    folder: Path,
    *flags: str,
    workers: int = 4,
    env: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """The running command that verifies *animals*, with `verify`'s *flags*.

    Args:
        folder: nobody else's; it gets the folders the run works and stores in, its reports and its output.
    """
    for name in ("cwd", "tmp"):
        (folder / name).mkdir(parents=True)
    targets = [str(animal.target(folder)) for animal in animals]
    argv = [COMMAND, "verify", *targets, "--workers", str(workers), "--report-dir", str(folder / "reports")]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [*argv, *flags],
            cwd=folder / "cwd",
            env={**os.environ, **(env or {}), "ZOO_RUN": str(folder), "TMPDIR": str(folder / "tmp")},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()


def visit(
    animals: Sequence[Animal],
    folder: Path,
    *flags: str,
    workers: int = 4,
    env: Mapping[str, str] | None = None,
) -> Visit:
    """What became of that command."""
    began = time.monotonic()
    with visiting(animals, folder, *flags, workers=workers, env=env) as process:
        exit_code, peak_bytes = _ended(process, f"ZOO_RUN={folder}")
    return Visit(
        exit_code=exit_code,
        said=(folder / "said").read_text("utf-8", "replace"),
        clauses=_clauses(folder / "reports" / "report.json"),
        took_s=time.monotonic() - began,
        peak_bytes=peak_bytes,
        left=tuple(left_behind(folder)),
    )


def left_behind(folder: Path) -> list[str]:
    """Processes of the run, ports its gateways had, files in its temporary and working folders."""
    found = [f"process {pid}: {command}" for pid, command in processes_of(f"ZOO_RUN={folder}").items()]
    noted = folder / "ports"
    ports = {int(line) for line in noted.read_text("ascii").split()} if noted.exists() else set()
    found += [f"port {port}" for port in sorted(ports & listening())]
    return found + [f"file {path}" for name in ("tmp", "cwd") for path in (folder / name).iterdir()]


def processes_of(marker: str) -> dict[int, str]:
    """The command lines of living processes whose environment holds *marker*, by process id."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if marker.encode() in (entry / "environ").read_bytes().split(b"\0"):
                found[int(entry.name)] = (entry / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
    return found


def listening() -> set[int]:
    """The ports at which anybody on this machine listens."""
    found = set()
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in Path(f"/proc/net/{table}").read_text("ascii").splitlines()[1:]:
                words = line.split()
                if words[3] == "0A":
                    found.add(int(words[1].rpartition(":")[2], 16))
    return found


def _clauses(report: Path) -> dict[str, list[dict[str, Any]]]:
    if not report.exists():
        return {}
    return {target["name"]: target["clauses"] for target in json.loads(report.read_text("utf-8"))["targets"]}


def _ended(process: subprocess.Popen[bytes], marker: str) -> tuple[int, int]:
    """Exit code, and the peak memory in bytes of the largest process of the run.

    What the kernel says of a process that has ended counts the memory of whoever started it, so every process
    is asked for its own peak while it lives.
    """
    peak, deadline = 0, time.monotonic() + RUN_LIMIT_S
    watcher = os.pidfd_open(process.pid)
    while not select.select([watcher], [], [], LOOK_S)[0]:
        peak = max([peak, *map(_peak_bytes, processes_of(marker))])
        if time.monotonic() > deadline:
            process.send_signal(signal.SIGKILL)
    os.close(watcher)
    return process.wait(), peak


def _peak_bytes(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text("utf-8", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0
