"""What PgBouncer is told: which server is behind it, who may come, and how few sessions there are."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

_WAITS_S = 15
"""How long somebody waits for a session of the pool before PgBouncer hangs up."""
_TLS = {
    "sslmode": "server_tls_sslmode",
    "sslrootcert": "server_tls_ca_file",
    "sslcert": "server_tls_cert_file",
    "sslkey": "server_tls_key_file",
}
"""libpq's words of a URL, and PgBouncer's."""

_SETTINGS = """
[databases]
{database} = {target}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {people}
pool_mode = transaction
default_pool_size = {sessions}
server_round_robin = 1
query_wait_timeout = {waits}
max_client_conn = 400
# Drivers of several languages send it, and every manual of PgBouncer says so.
ignore_startup_parameters = extra_float_digits
{more}
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """The database behind a pooler, and how it is got to; shown without the password."""

    database: str
    user: str
    password: str = field(repr=False)
    host: str
    port: int
    tls: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, connection: psycopg.Connection[Any], database: str) -> Origin:
        """*database* of the server that *connection* is to, as the same role."""
        info = connection.info
        given = info.get_parameters()
        tls = tuple((_TLS[name], value) for name, value in given.items() if name in _TLS)
        return cls(database, info.user, info.password, info.host or info.hostaddr, info.port, tls)


@dataclass(frozen=True, slots=True)
class Limits:
    """Attributes:
    sessions: of the server, for everybody who comes.
    keeps_statements: this version would remember prepared statements for its clients unless told not to.
    """

    sessions: int
    keeps_statements: bool


def new_password() -> str:
    """Of the pooler alone: nobody else on this machine gets to the server through it."""
    return secrets.token_hex(16)


def written(origin: Origin, limits: Limits, password: str, port: int, folder: Path) -> tuple[Path, Path]:
    """The settings of a pooler at *port*, and who may come: files that only their owner reads."""
    settings, people = folder / "pgbouncer.ini", folder / "people.txt"
    target = {
        "host": origin.host,
        "port": str(origin.port),
        "dbname": origin.database,
        "user": origin.user,
        "password": origin.password,
    }
    # Otherwise what is kept, and what is broken, would depend on the version that is found here.
    more = [*origin.tls, *([("max_prepared_statements", "0")] if limits.keeps_statements else [])]
    text = _SETTINGS.format(
        database=origin.database,
        target=" ".join(f"{name}={_quoted(value)}" for name, value in target.items() if value),
        port=port,
        people=people,
        sessions=limits.sessions,
        waits=_WAITS_S,
        more="\n".join(f"{name} = {value}" for name, value in more),
    )
    _private(settings, text)
    _private(people, f'"{_doubled(origin.user)}" "{password}"\n')
    return settings, people


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _doubled(value: str) -> str:
    return value.replace('"', '""')


def _private(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(text, "utf-8")
