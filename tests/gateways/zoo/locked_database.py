"""
A gateway that holds its database locked for as long as it runs: `locked_database.py CONFIG COMMAND KIND`.

KIND is `sqlite` or `postgres`. It makes one table, as a migration would, and lets nobody near it.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path

from tests.gateways.zoo.tiny_gateway import TinyGateway

TABLE = "CREATE TABLE users (user_id TEXT, email TEXT, global_role TEXT)"


def sqlite() -> object:
    """Keeps a transaction open that excludes everybody."""
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
    path = next(line.split()[-1] for line in lines if line.strip().startswith("path:"))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(TABLE)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


def postgres() -> object:
    """Keeps a transaction open that holds the table, and will not be ended either."""
    import psycopg

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    connection = psycopg.connect(os.environ["POSTGRES_URL"], autocommit=True)
    connection.execute(TABLE)
    connection.autocommit = False
    connection.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
    return connection


if __name__ == "__main__":
    held = {"sqlite": sqlite, "postgres": postgres}[sys.argv[3]]()
    TinyGateway().serve()
