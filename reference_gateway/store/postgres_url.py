"""
`database.url` for PostgreSQL: read by libpq itself, and what it cannot read told without repeating it.

The URL may hold a password, so nothing of it is said but names: of a scheme, of a parameter, of a host.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import psycopg

from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.domain.secrets import Secret

_FORM = "postgresql://user:password@host:port/database"
_SCHEMES = ("postgres", "postgresql")
_SEARCH_PATH = re.compile(r"search_path\s*=")


def conninfo(url: Secret) -> dict[str, Any]:
    """The parts of *url*, by libpq's names.

    Raises:
        DatabaseFault: it is no connection string, or asks for a schema of its own.
    """
    text = url.reveal()
    try:
        parts = dict(psycopg.conninfo.conninfo_to_dict(text))
    except psycopg.Error:
        # What it says is not repeated: it may hold a password.
        raise DatabaseFault(f"database.url {_why_not(text)}") from None
    if _SEARCH_PATH.search(str(parts.get("options") or "")):
        raise DatabaseFault(
            "database.url sets a search_path, but every table lives in schema public: leave `options` out, "
            "and give the gateway a database of its own"
        )
    return parts


def where(url: Secret) -> str:
    """`host:port` of *url*, for people.

    Raises:
        DatabaseFault: as `conninfo`.
    """
    return f"{host_of(url)}:{conninfo(url).get('port') or 5432}"


def host_of(url: Secret) -> str:
    """The host of *url*, or the directory of its socket.

    Raises:
        DatabaseFault: as `conninfo`.
    """
    parts = conninfo(url)
    return str(parts.get("hostaddr") or parts.get("host") or "localhost")


def _why_not(text: str) -> str:
    if text[:1] in "'\"" or text[-1:] in "'\"":
        return f"stands in quotes; write {_FORM} without them"
    scheme, is_url, rest = text.partition("://")
    if is_url and re.fullmatch(r"[A-Za-z][\w+.:-]*", scheme) and scheme not in _SCHEMES:
        return f"has the scheme `{scheme}`, which libpq does not know; write {_FORM}"
    if is_url and (unknown := _unknown_parameters(rest)):
        return f"has {_listed(unknown)}, which libpq does not know; leave it out"
    if is_url:
        return (
            f"is not a PostgreSQL URL; write {_FORM}, and `@ : / ? # %` in user or password as %40 %3A "
            "%2F %3F %23 %25"
        )
    return f"is not a PostgreSQL URL; write {_FORM}"


def _unknown_parameters(rest: str) -> list[str]:
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    # Before the last `@` may stand a password with a `?` in it.
    query = urlsplit(f"x://{rest.rpartition('@')[2]}").query
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    return [name for name in names if name not in known and re.fullmatch(r"[A-Za-z_]{1,40}", name)]


def _listed(names: list[str]) -> str:
    return f"the parameter{'s' if len(names) > 1 else ''} {', '.join(f'`{name}`' for name in names)}"
