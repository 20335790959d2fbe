"""
Databases that a killed run left on a server which is not the harness's own.

Who makes databases holds a lock on their prefix for as long as its connection lives, so a prefix that can be
locked is nobody's any more, on whichever machine its run was.
"""

from __future__ import annotations

import contextlib

import psycopg
from psycopg import sql
from psycopg.rows import DictRow

_LOCKS = 0x6763
"""Sets these advisory locks apart from other people's."""
_DATABASES = (
    "SELECT datname AS name, substring(datname FROM '^(.*)_') AS prefix FROM pg_database "
    "WHERE datname ~ '^contract_[0-9]+_[0-9a-f]{8}_[0-9]+$'"
)
_ROLES = "SELECT rolname AS name FROM pg_roles WHERE rolname ~ %s"

Connection = psycopg.Connection[DictRow]


def lock(server: Connection, prefix: str) -> None:
    """Databases that begin with *prefix* are in use for as long as *server* is connected."""
    server.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", (_LOCKS, prefix))


def drop(server: Connection) -> None:
    """Remove every database that nobody uses any more, and the roles made for it."""
    found = server.execute(_DATABASES).fetchall()
    for prefix in {row["prefix"] for row in found}:
        arguments = (_LOCKS, prefix)
        taken = server.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s)) AS taken", arguments).fetchone()
        if taken is None or not taken["taken"]:
            continue
        for row in found:
            if row["prefix"] == prefix:
                _drop(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", row["name"])
        for row in server.execute(_ROLES, (f"^{prefix}_[0-9]+_guest[0-9]+$",)).fetchall():
            _drop(server, "DROP ROLE IF EXISTS {}", row["name"])
        server.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", arguments)


def _drop(server: Connection, statement: str, name: str) -> None:
    # One that belongs to another role is that role's to drop.
    with contextlib.suppress(psycopg.Error):
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))
