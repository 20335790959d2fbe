"""
One connection that is kept for looking at a database again and again.

A connection is a process of the server; a run that made one for each look would spend a fifth of its time
on that. What is kept holds nothing between two uses: no transaction, no lock, no prepared plan.
"""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.rows import DictRow, dict_row


class KeptConnection:
    """A connection to the database at *url*, made when first needed and again when the server ended it.

    Args:
        within_s: how long a statement may take, or wait for a lock.
    """

    def __init__(self, url: str, *, within_s: float) -> None:
        within_ms = int(within_s * 1000)
        self._url = url
        self._options = (
            f"-c statement_timeout={within_ms} -c lock_timeout={within_ms} "
            "-c default_transaction_read_only=on -c search_path=public"
        )
        self._connection: psycopg.Connection[DictRow] | None = None

    @contextmanager
    def reading(self) -> Iterator[psycopg.Connection[DictRow]]:
        """It, for queries that change nothing; the server refuses any other."""
        yield self._opened()

    @contextmanager
    def writing(self) -> Iterator[psycopg.Connection[DictRow]]:
        """It, in a transaction that may write and is committed at the end."""
        connection = self._opened()
        connection.read_only = False
        try:
            with connection.transaction():
                yield connection
        finally:
            if not connection.closed:
                connection.read_only = None

    def close(self) -> None:
        """End it: a database that somebody is connected to can be neither copied nor dropped."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _opened(self) -> psycopg.Connection[DictRow]:
        if self._connection is not None and not _is_quiet(self._connection):
            self.close()
        if self._connection is None:
            self._connection = psycopg.connect(
                self._url,
                autocommit=True,
                row_factory=dict_row,
                options=self._options,
                # A plan would outlive the tables it was made for.
                prepare_threshold=None,
            )
        return self._connection


def _is_quiet(connection: psycopg.Connection[DictRow]) -> bool:
    """Whether nothing came from the server, which says something unasked only when it goes."""
    poller = select.poll()
    if not connection.closed:
        poller.register(connection.fileno(), select.POLLIN)
    return not connection.closed and not poller.poll(0)
