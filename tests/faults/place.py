"""Where faults happen: a gateway of its own process, a database, and the simulated upstreams."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg

from contract_harness.databases import postgres_binaries
from contract_harness.databases.postgres_server import URL_VARIABLE
from contract_harness.drivers.ports import free_port
from contract_harness.drivers.process import Child
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.installation import Installation, ProcessGateway
from contract_harness.installations.pool import Installations, Pool
from contract_harness.patience import Patience
from contract_harness.targets import loading

DATABASES = {"SQLite": "reference", "PostgreSQL": "reference-postgres"}


class Postgres:
    """A server that keeps what it acknowledged when it is killed; one that can be killed."""

    def __init__(self, folder: Path) -> None:
        self._account = postgres_binaries.account()
        self._folder = folder
        if self._account:
            folder.chmod(0o777)
        binaries = postgres_binaries.find()
        self._programs = postgres_binaries.within_reach(binaries, folder) if self._account else binaries
        self._port = free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self._port}/postgres"
        self._starts = 0
        options = ("--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C")
        initdb = self._child("initdb", "-D", str(folder / "data"), *options)
        initdb.wait(60)
        assert initdb.exit_code == 0, initdb.stderr
        initdb.kill()
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = (
            f"port={self._port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
        )
        words = [word for setting in settings for word in ("-c", setting)]
        self._server = self._child("postgres", "-D", str(self._folder / "data"), *words)
        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
            except psycopg.OperationalError:
                assert self._server.is_running, self._server.stderr
                assert time.monotonic() < deadline, "PostgreSQL does not answer"
                time.sleep(0.01)
            else:
                return

    def kill(self) -> None:
        """SIGKILL for every process of it."""
        self._server.kill()

    def fall_silent(self) -> None:
        """Stop every process of it: connections stay open, and nothing is answered."""
        self._tell_each(signal.SIGSTOP)

    def speak_again(self) -> None:
        """Let them go on."""
        self._tell_each(signal.SIGCONT)

    def _tell_each(self, number: int) -> None:
        # Each backend is in a group of its own.
        first = self._server.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text("ascii").split()
        for pid in (first, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def close(self) -> None:
        """Stop it at once; its folder is somebody else's to remove."""
        self._server.signal(signal.SIGQUIT)
        self._server.wait(10)
        self._server.kill()

    def _child(self, name: str, *arguments: str) -> Child:
        self._starts += 1
        return Child(
            [str(self._programs / name), *arguments],
            env={"PATH": f"{self._programs}:/usr/bin:/bin", "LANG": "C", "TZ": "UTC"},
            cwd=self._folder,
            account=self._account,
        )


@contextmanager
def installed(target: str, postgres: Postgres | None, *, serve: str = "") -> Iterator[Installation]:
    """An installation whose commands are executed, not forked from a process that has imported already.

    Args:
        serve: how the gateway is started, when not as the target says.
    """
    before = os.environ.get(URL_VARIABLE)
    if postgres is not None:
        os.environ[URL_VARIABLE] = postgres.url
    found = loading.load(target)
    commands = {**found.commands, **({"serve": serve} if serve else {})}
    pool = Pool(replace(found, preload=(), commands=commands), Patience.from_environment())
    installations = Installations(pool, Evidence())
    try:
        yield installations.new()
    finally:
        installations.close()
        pool.close()
        if before is None:
            os.environ.pop(URL_VARIABLE, None)
        else:
            os.environ[URL_VARIABLE] = before


def seconds_until(is_so: Callable[[], object], *, within_s: float = 60.0) -> float:
    """How long it takes until *is_so* gives something truthy.

    Raises:
        AssertionError: it never does.
    """
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < within_s, f"nothing happened within {within_s:g} s"
        time.sleep(0.005)
    return time.monotonic() - began


def is_ready(gateway: ProcessGateway) -> bool:
    """Readiness says yes now."""
    return gateway.http.send("GET", "/readyz").status == 200
