"""
One PostgreSQL server for a run: the one given by URL, else one started here and thrown away.

Whoever starts a run promises it to every worker (`lazy_server`), or somebody gives its URL in the
environment (`GATEWAY_CONTRACTS_POSTGRES_URL`); who finds neither starts one of their own.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from contract_harness.databases import postgres_binaries
from contract_harness.databases.lazy_server import promised_url
from contract_harness.drivers.ports import free_port
from contract_harness.drivers.process import Child
from contract_harness.drivers.reaper import Reaper
from contract_harness.errors import MissingServer
from contract_harness.patience import POLL_S, Patience

URL_VARIABLE = "GATEWAY_CONTRACTS_POSTGRES_URL"

_MEMORY = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder in it
_ROOM_BYTES = 2 * 1024**3

# Nothing here must survive a crash, so nothing is made to.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_connections=300",
    "shared_buffers=64MB",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    # In the data directory, which is removed whatever happens.
    "dynamic_shared_memory_type=mmap",
    "log_min_messages=warning",
)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server that answers.

    Attributes:
        url: of its maintenance database; the role may create databases. Shown without its password.
        version: such as "15.18".
        is_ours: started here, and stopped at the end.
    """

    url: str
    version: str
    is_ours: bool

    def __repr__(self) -> str:
        return f"PostgresServer({self.version}, {'started here' if self.is_ours else 'given by URL'})"


@contextmanager
def postgres_server(patience: Patience | None = None) -> Iterator[PostgresServer]:
    """The server of this run; one started here is stopped and its files are removed at the end.

    Raises:
        MissingServer: the given one cannot be used, or none is given and none could be started.
    """
    waits = patience or Patience.from_environment()
    given = promised_url(waits) or os.environ.get(URL_VARIABLE)
    if given:
        yield _given(given, waits)
        return
    binaries = postgres_binaries.find()
    account = postgres_binaries.account()
    folder = folder_for(account)
    reaper = Reaper.shared()
    reaper.watch_folder(folder)
    try:
        with _started(binaries, account, folder, waits) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        reaper.forget_folder(folder)


def _given(url: str, patience: Patience) -> PostgresServer:
    try:
        with psycopg.connect(
            url, connect_timeout=max(2, int(patience.connect_s)), autocommit=True
        ) as connection:
            may_create = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            version = connection.info.parameter_status("server_version") or "?"
    except psycopg.Error as error:
        raise MissingServer([f"{URL_VARIABLE}: {str(error).strip()}"]) from None
    if not may_create or not may_create[0]:
        raise MissingServer([f"{URL_VARIABLE}: its role may not create databases (ALTER ROLE … CREATEDB)"])
    return PostgresServer(url, version.split()[0], is_ours=False)


@contextmanager
def _started(
    binaries: Path, account: str | None, folder: Path, patience: Patience
) -> Iterator[PostgresServer]:
    programs = postgres_binaries.within_reach(binaries, folder) if account else binaries
    data = folder / "data"
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}

    def child(name: str, *arguments: str) -> Child:
        argv = [str(programs / name), *arguments]
        return Child(argv, env=environment, cwd=folder, account=account)

    options = ("--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C")
    initdb = child("initdb", "-D", str(data), *options)
    is_done = initdb.wait(patience.server_ready_s) and initdb.exit_code == 0
    initdb.kill()
    if not is_done:
        raise MissingServer([f"{programs}/initdb failed: {initdb.stderr.strip()[-500:] or 'no word why'}"])
    port = free_port()
    settings = [word for setting in SETTINGS for word in ("-c", setting)]
    server = child("postgres", "-D", str(data), "-p", str(port), *settings)
    try:
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        yield PostgresServer(url, _wait_until_ready(server, url, patience), is_ours=True)
    finally:
        # The immediate shutdown: no checkpoint, since its files are removed next.
        server.signal(signal.SIGQUIT)
        server.wait(patience.database_s)
        server.kill()


def _wait_until_ready(server: Child, url: str, patience: Patience) -> str:
    deadline = time.monotonic() + patience.server_ready_s
    while server.is_running and time.monotonic() < deadline:
        try:
            with psycopg.connect(url, connect_timeout=2) as connection:
                return str(connection.info.parameter_status("server_version")).split()[0]
        except psycopg.OperationalError:
            time.sleep(POLL_S)
    raise MissingServer([f"{server.argv[0]} did not start: {server.stderr.strip()[-500:] or 'no word why'}"])


def folder_for(account: str | None) -> Path:
    """A new folder that *account* owns and can get to, in memory where there is room.

    On a disk each new database costs ten times as much, for files that live a few seconds.
    """
    homes = [Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108 - mkdtemp makes a private folder in it
    if _has_room(_MEMORY):
        homes.insert(0, _MEMORY)
    # A run's own temporary folder may be private to us, while the server runs as somebody else.
    home = next(one for one in homes if account is None or postgres_binaries.reachable_by_others(one))
    folder = Path(tempfile.mkdtemp(prefix="gateway-contracts-pg-", dir=home))
    if account is not None:
        owner = pwd.getpwnam(account)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder


def _has_room(home: Path) -> bool:
    try:
        return os.access(home, os.W_OK) and shutil.disk_usage(home).free >= _ROOM_BYTES
    except OSError:
        return False
