"""
PostgreSQL through psycopg and its pool.

Connections are in autocommit, so a lone read is one round trip; a transaction takes one connection for
its thread until it ends. Everything lives in schema `public`, whatever the role's search path says.
The session may be somebody else's at the next statement, behind a pooler: nothing is prepared in it under a
name, nothing is set in it beyond a transaction, and no lock is held longer than one.
Imported only when the configuration names PostgreSQL.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from reference_gateway.domain.errors import Conflict, GatewayError, StoreError, StoreUnavailable
from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.domain.secrets import Secret
from reference_gateway.store.backend import LOOK_S, Row
from reference_gateway.store.postgres_probe import Probe
from reference_gateway.store.postgres_url import where
from reference_gateway.store.postgres_watch import Watch
from reference_gateway.store.queries import Query

CONNECT_TIMEOUT_S = 5
POOL_WAIT_S = 2.0
"""How long a thread waits for a connection of the pool."""
REQUEST_LOCK_TIMEOUT_MS = 5_000
"""How long a statement of a request waits for somebody else's lock."""
READ_S = REQUEST_LOCK_TIMEOUT_MS / 1000 + 1
"""How long a lone read may take: it has no transaction that could have a limit of its own."""
RECONNECT_S = 2.0
"""How long the pool goes on trying to connect before it waits to be asked again."""
TRANSACTION_S = 15.0
"""How long a request's statement or transaction may take, before the server counts as gone."""
LOCK_TIMEOUT_MS = 60_000
"""How long startup work waits for another replica's."""
STARTUP_LOCK = 0x67775F73746172  # "gw_star" in bytes
"""Advisory lock of bootstrap and seeding."""

Connection = psycopg.Connection[Row]

OF_NO_SESSION: Mapping[str, Any] = {"autocommit": True, "row_factory": dict_row, "prepare_threshold": None}
"""How every connection is made: without statements that the server would keep under a name."""

_UNAVAILABLE = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,
    PoolTimeout,
)


class PostgresBackend:
    """One database behind a pool of at most *max_connections*."""

    def __init__(self, url: Secret, *, max_connections: int, wait_s: float = POOL_WAIT_S) -> None:
        self._where = where(url)
        self._wait_s = wait_s
        self._watch = Watch()
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url.reveal(),
            connection_class=psycopg.Connection[Row],
            kwargs={**OF_NO_SESSION, "connect_timeout": CONNECT_TIMEOUT_S},
            # One opened beforehand would come too late for the first request, which opens its own.
            min_size=0,
            max_size=max(1, max_connections),
            timeout=wait_s,
            # Its pauses between attempts double; after this it starts afresh with the next request.
            reconnect_timeout=RECONNECT_S,
            open=True,
            name="gateway",
        )
        self._local = threading.local()
        self._probe = Probe(url, self._watch)

    def look(self, query: Query, /) -> list[Row]:
        """Every row, on a connection beside the pool: a probe waits neither for requests nor with them."""
        with translated(self._where):
            return self._probe.ask(query.pyformat)

    def fetch_all(self, query: Query, /, **params: Any) -> list[Row]:
        """Every row, by column name."""
        with self._for(query) as connection:
            return connection.execute(query.pyformat.encode(), params).fetchall()

    def fetch_one(self, query: Query, /, **params: Any) -> Row | None:
        """The first row; None when there is none."""
        with self._for(query) as connection:
            return connection.execute(query.pyformat.encode(), params).fetchone()

    def execute(self, query: Query, /, **params: Any) -> int:
        """Run a write; the number of rows it changed."""
        with self._for(query) as connection:
            return connection.execute(query.pyformat.encode(), params).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One connection's transaction; joins the one this thread is already in."""
        if getattr(self._local, "connection", None) is not None:
            yield
            return
        with self._transaction(TRANSACTION_S):
            yield

    @contextmanager
    def startup_lock(self) -> Iterator[None]:
        """A transaction that holds an advisory lock until it ends."""
        with self._transaction(TRANSACTION_S + LOCK_TIMEOUT_MS / 1000):
            with self._connection() as connection:
                connection.execute(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}".encode())
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [STARTUP_LOCK])
            yield

    def close(self) -> None:
        """Close the pool without waiting for its threads."""
        self._probe.close()
        self._pool.close(timeout=0.5)
        self._watch.close()

    def _alive(self) -> Connection:
        """A connection of the pool that answers; those that do not are replaced.

        The pool's own check would pause ever longer after each dead one, and a restart leaves nothing else.
        """
        deadline = time.monotonic() + self._wait_s
        for _ in range(self._pool.max_size):
            connection = self._pool.getconn(deadline - time.monotonic())
            try:
                self._check(connection)
            except psycopg.Error:
                connection.close()
                self._pool.putconn(connection)
            except BaseException:
                # Whatever else it is, the place in the pool is not lost with it.
                self._pool.putconn(connection)
                raise
            else:
                return connection
        return self._pool.getconn(deadline - time.monotonic())

    def _check(self, connection: Connection) -> None:
        with self._watch.over(connection, LOOK_S):
            ConnectionPool.check_connection(connection)

    @contextmanager
    def _for(self, query: Query) -> Iterator[Connection]:
        """A lone write is a transaction: only in one can the server be told how long to wait for a lock."""
        if query.is_read:
            with self._connection(READ_S) as connection:
                yield connection
        else:
            with self.transaction(), self._connection() as connection:
                yield connection

    @contextmanager
    def _transaction(self, within_s: float) -> Iterator[None]:
        with self._connection(within_s) as connection, connection.transaction():
            connection.execute(f"SET LOCAL lock_timeout = {REQUEST_LOCK_TIMEOUT_MS}".encode())
            self._local.connection = connection
            try:
                yield
            finally:
                self._local.connection = None

    @contextmanager
    def _connection(self, within_s: float = TRANSACTION_S) -> Iterator[Connection]:
        with translated(self._where):
            held: Connection | None = getattr(self._local, "connection", None)
            if held is not None:
                yield held
                return
            connection = self._alive()
            try:
                with connection, self._watch.over(connection, within_s):
                    yield connection
            finally:
                self._pool.putconn(connection)


def reason(error: BaseException) -> str:
    """The server's or the network's own words, on one line."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rpartition("FATAL:")[2].rpartition("failed: ")[2].strip()


@contextmanager
def translated(server: str) -> Iterator[None]:
    """Driver errors become what a client may be told; the driver's words stay in the cause."""
    try:
        yield
    except GatewayError:
        raise
    except (psycopg.IntegrityError, psycopg.errors.SerializationFailure) as error:
        raise Conflict("these values conflict with an existing row") from error
    except _UNAVAILABLE as error:
        fault = DatabaseFault(f"PostgreSQL at {server} cannot be used: {reason(error)}")
        raise StoreUnavailable("the database does not answer") from fault
    except psycopg.Error as error:
        raise StoreError from error
