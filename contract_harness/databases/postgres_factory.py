"""Where PostgreSQL databases come from: made on one server, copied from templates by it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql as composed
from psycopg.rows import DictRow, dict_row

from contract_harness.databases import abandoned
from contract_harness.databases.model import Database, DatabaseFactory, Params, Row
from contract_harness.databases.pooler import Pooler
from contract_harness.databases.postgres import PostgresDatabase
from contract_harness.databases.postgres_server import PostgresServer, postgres_server
from contract_harness.databases.table_names import TableNames
from contract_harness.patience import Patience


class PostgresFactory(DatabaseFactory):
    """Makes databases on the server of this run, which it starts when nobody gave one."""

    kind = "postgres"

    def __init__(self, patience: Patience, names: TableNames | None = None) -> None:
        self.patience = patience
        self.names = names or TableNames()
        self._prefix = f"contract_{os.getpid()}_{secrets.token_hex(4)}"
        self._count = 0
        self._living: set[PostgresDatabase] = set()
        self._blank: PostgresDatabase | None = None
        self._templates: dict[str, PostgresDatabase] = {}
        self._resources = ExitStack()
        self.server: PostgresServer = self._resources.enter_context(postgres_server(patience))
        self._admin = self._connect()
        self._resources.callback(self._hang_up)
        abandoned.drop(self._admin)
        # Copying files takes half the time where checkpoints cost nothing, and twice the time elsewhere.
        is_quick = self._admin.info.server_version >= 15_00_00 and self.ask("SHOW fsync")[0]["fsync"] == "off"
        self._strategy = composed.SQL("STRATEGY FILE_COPY" if is_quick else "")

    @property
    def about(self) -> str:
        """The server of this run."""
        where = "started for the run" if self.server.is_ours else "the one that was given"
        return f"PostgreSQL {self.server.version}, {where}"

    def empty(self) -> PostgresDatabase:
        """A new database with nothing in it."""
        if self._blank is None:
            self._blank = self._created("template0")
            # Whoever connects first makes the server write its catalogue down, in files that copies have too.
            self._blank.own_tables()
            self._blank.wait_until_idle()
        return self._created(self._blank.name)

    def from_template(self, name: str, prepare: Callable[[Database], None]) -> PostgresDatabase:
        """A copy, made by the server, of the database that *prepare* filled."""
        template = self._templates.get(name)
        if template is None:
            template = self.empty()
            prepare(template)
            self._templates[name] = template
        template.wait_until_idle()
        return self._created(template.name)

    def close(self) -> None:
        """Drop every database that was made here, and stop the server if it is ours."""
        try:
            for database in list(self._living):
                database.drop()
        finally:
            self._resources.close()

    def url_of(self, name: str) -> str:
        """The URL of the database *name* of this server."""
        return urlunsplit(urlsplit(self.server.url)._replace(path=f"/{name}"))

    def ask(self, query: str, params: Params = ()) -> list[Row]:
        """What a query in the maintenance database gives."""
        return list(self._execute(query.encode(), params).fetchall())

    def pooler_before(self, name: str) -> Pooler:
        """A pooler in transaction mode before the database *name* of this server.

        Raises:
            NotObservable: none can be had.
        """
        self.ask("SELECT 1")
        return Pooler(self._admin, name, self.patience)

    def tell(self, statement: composed.Composed) -> None:
        """Run a statement in the maintenance database."""
        self._execute(statement)

    def _connect(self) -> psycopg.Connection[DictRow]:
        connection = psycopg.connect(self.server.url, autocommit=True, row_factory=dict_row)
        abandoned.lock(connection, self._prefix)
        return connection

    def _hang_up(self) -> None:
        self._admin.close()

    def _execute(
        self, statement: bytes | composed.Composed, params: Params | None = None
    ) -> psycopg.Cursor[DictRow]:
        """Run it, on a new connection when the server has ended the one there was."""
        try:
            return self._admin.execute(statement, params)
        except psycopg.OperationalError:
            if not self._admin.closed:
                raise
            self._admin = self._connect()
            return self._admin.execute(statement, params)

    def dropped(self, database: PostgresDatabase) -> None:
        """*database* is gone."""
        self._living.discard(database)

    def _created(self, template: str) -> PostgresDatabase:
        self._count += 1
        database = PostgresDatabase(f"{self._prefix}_{self._count}", self)
        self.tell(
            composed.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(
                composed.Identifier(database.name),
                composed.Identifier(template),
                self._strategy,
            )
        )
        self._living.add(database)
        return database
