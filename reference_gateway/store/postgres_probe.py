"""One PostgreSQL connection for questions that must be answered soon."""

import threading
import time

import psycopg
from psycopg.rows import dict_row

from reference_gateway.domain.secrets import Secret
from reference_gateway.store.backend import LOOK_S, Row
from reference_gateway.store.postgres_watch import Watch

Connection = psycopg.Connection[Row]


class Probe:
    """Kept between questions, made again after every failure, and nobody else's."""

    def __init__(self, url: Secret, watch: Watch) -> None:
        self._url = url
        self._watch = watch
        self._one_at_a_time = threading.Lock()
        self._held: Connection | None = None

    def ask(self, sql: str) -> list[Row]:
        """What *sql* gives.

        Raises:
            psycopg.Error: the server cannot be reached, or does not answer within `LOOK_S`.
        """
        with self._one_at_a_time:
            began = time.monotonic()
            if self._held is not None:
                try:
                    return self._answer(self._held, sql)
                except psycopg.OperationalError:
                    self._let_go()
                    # It may only have restarted since; a new connection tells, if there is time for one.
                    if time.monotonic() - began > LOOK_S / 2:
                        raise
            self._held = self._connect()
            try:
                return self._answer(self._held, sql)
            except psycopg.Error:
                self._let_go()
                raise

    def close(self) -> None:
        """Hang up."""
        with self._one_at_a_time:
            self._let_go()

    def _connect(self) -> Connection:
        return psycopg.Connection[Row].connect(
            self._url.reveal(),
            autocommit=True,
            row_factory=dict_row,
            prepare_threshold=None,
            connect_timeout=int(LOOK_S),
        )

    def _answer(self, connection: Connection, sql: str) -> list[Row]:
        with self._watch.over(connection, LOOK_S):
            return connection.execute(sql.encode(), {}).fetchall()

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.close()
