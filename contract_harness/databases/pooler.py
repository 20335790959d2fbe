"""
A real PgBouncer in transaction mode before one database of a server, which may be anybody's.

Transactions take its few sessions in turn, so that what is left in one is met, or missed, at the next.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from contract_harness.databases import postgres_binaries
from contract_harness.databases.pooler_config import Limits, Origin, new_password, written
from contract_harness.databases.postgres_server import folder_for
from contract_harness.drivers.ports import free_port
from contract_harness.drivers.process import Child
from contract_harness.drivers.reaper import Reaper
from contract_harness.errors import HarnessError, MissingServer, NotObservable
from contract_harness.patience import POLL_S, Patience
from contract_harness.programs import debian

SESSIONS = 5
"""Of the server, for everybody who comes; so many that few habits return to the same one by chance."""
_TRIES = 5
_LEFT = """
SELECT 'the setting ' || name FROM pg_settings WHERE source = 'session' AND lower(name) <> ALL (
  '{application_name,client_encoding,datestyle,intervalstyle,standard_conforming_strings,timezone,
  transaction_deferrable,transaction_isolation,transaction_read_only}')
UNION SELECT 'the prepared statement ' || name FROM pg_prepared_statements
UNION SELECT 'an advisory lock' FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
UNION SELECT 'the temporary table ' || relname FROM pg_class
  WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'
UNION SELECT 'listening to ' || channel FROM pg_listening_channels() AS channel
"""
"""Without those settings that a pooler carries along itself, or that are of this transaction."""
_not_brought: dict[str, str] = {}


class Pooler:
    """PgBouncer before the database that *connection* is to.

    Attributes:
        restarts: how often it was restarted.

    Raises:
        NotObservable: there is no PgBouncer here, or it does not get to the database.
    """

    def __init__(self, connection: psycopg.Connection[Any], database: str, patience: Patience) -> None:
        self.restarts = 0
        self._patience = patience
        self._origin = Origin.of(connection, database)
        self._program = _program()
        self._limits = Limits(SESSIONS, _keeps_statements(self._program))
        self._account = _account()
        self._password = new_password()
        self._open = ExitStack()
        self._folder = folder_for(self._account)
        Reaper.shared().watch_folder(self._folder)
        self._open.callback(self._remove)
        try:
            self._child = self._started()
            self._use_each_session()
        except BaseException:
            self.close()
            raise

    def __repr__(self) -> str:
        return f"Pooler({self._origin.database!r})"

    @property
    def url(self) -> str:
        """Of the database, through it; its own password is in it, and none of the server's."""
        name, database = quote(self._origin.user, safe=""), quote(self._origin.database, safe="")
        return f"postgresql://{name}:{self._password}@127.0.0.1:{self._port}/{database}"

    def restart(self) -> None:
        """Kill it and start it again at the same address: everybody's connection is gone.

        Raises:
            HarnessError: somebody else took the address meanwhile.
        """
        self._child.kill()
        self.restarts += 1
        deadline = time.monotonic() + self._patience.database_s
        while not self._starts():
            if time.monotonic() > deadline:
                raise HarnessError(
                    f"PgBouncer does not start again: {_last_words(self._child)}; run it again."
                )
            time.sleep(POLL_S)
        self._use_each_session()

    def left(self) -> list[str]:
        """What is not as it was in a session that its next user may be given, sorted.

        Raises:
            TimeoutError: a session is not given back.
        """
        with self._each_session() as sessions:
            found = {row[0] for session in sessions for row in session.execute(_LEFT).fetchall()}
        return sorted(found)

    def close(self) -> None:
        """End it; twice does nothing."""
        self._open.close()

    def _started(self) -> Child:
        for _ in range(_TRIES):
            self._port = free_port()
            files = written(self._origin, self._limits, self._password, self._port, self._folder)
            self._settings = files[0]
            for file in files:
                _give(file, self._account)
            if self._starts():
                return self._child
        raise NotObservable(f"PgBouncer does not start: {_last_words(self._child)}")

    def _starts(self) -> bool:
        """It lets clients connect, be it to be refused."""
        switch = ["-u", self._account] if self._account else []
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C", "TZ": "UTC"}
        argv = [str(self._program), *switch, str(self._settings)]
        self._child = Child(argv, env=environment, cwd=self._folder)
        self._open.callback(self._child.kill)
        deadline = time.monotonic() + self._patience.database_s
        while self._child.is_running and time.monotonic() < deadline:
            if "process up" in self._child.stderr:
                return True
            time.sleep(POLL_S)
        self._child.kill()
        return False

    def _use_each_session(self) -> None:
        """Have it open every session that it may, which shows that it can."""
        try:
            with self._each_session():
                pass
        except (psycopg.Error, TimeoutError) as error:
            words = " ".join(str(error).split())
            raise NotObservable(
                f"PgBouncer does not get to the database ({words[-300:]}): have the server let in "
                f"{self._origin.user} from here by password or trust, {SESSIONS} times at once"
            ) from None

    @contextmanager
    def _each_session(self) -> Iterator[list[psycopg.Connection]]:
        """A transaction in each of its sessions."""
        with ExitStack() as opened:
            sessions = []
            for _ in range(SESSIONS):
                session = opened.enter_context(
                    psycopg.connect(self.url, connect_timeout=10, prepare_threshold=None)
                )
                try:
                    session.execute("SELECT 1")
                except psycopg.OperationalError as error:
                    if "query_wait_timeout" not in str(error):
                        raise
                    raise TimeoutError(str(error)) from None
                sessions.append(session)
            yield sessions

    def _remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        Reaper.shared().forget_folder(self._folder)


def _program() -> Path:
    try:
        # Looked for once: a machine that cannot fetch it is asked for it by many examples.
        if "pgbouncer" not in _not_brought:
            return debian.find("pgbouncer")
    except debian.NotBrought as reason:
        _not_brought["pgbouncer"] = str(reason)
    raise NotObservable(f"there is no PgBouncer ({_not_brought['pgbouncer']}): install the package pgbouncer")


def _keeps_statements(program: Path) -> bool:
    """It would carry prepared statements from session to session, as it can since 1.21."""
    told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=False)
    version = re.search(r"PgBouncer (\d+)\.(\d+)", told.stdout)
    return version is not None and (int(version[1]), int(version[2])) >= (1, 21)


def _account() -> str | None:
    try:
        return postgres_binaries.account()
    except MissingServer as missing:
        raise NotObservable(f"PgBouncer cannot run: {missing.tried[0]}") from None


def _give(file: Path, account: str | None) -> None:
    if account is not None:
        shutil.chown(file, account)


def _last_words(child: Child) -> str:
    lines = [line for line in child.stderr.splitlines() if line.strip()]
    return lines[-1].strip()[-300:] if lines else "without a word"
