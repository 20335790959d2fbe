"""
Named queries: SQL text in files, one block per name.

A block begins with `-- name: the_name`, may go on with comment lines that say what it gives, and ends
where the next begins. Parameters are written `:name`.

This reader stands where aiosql could: its functions return bare tuples and take a connection, while our
backends own the connection of the moment and want rows by column name; and importing it costs more than a
whole migration.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reference_gateway.domain.migrations import APPLICATION_TABLES, HISTORY_TABLE

_HEADER = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)
_TABLE = re.compile(
    rf"(?<=FROM |JOIN |INTO )(?:{'|'.join(sorted(APPLICATION_TABLES))}|{HISTORY_TABLE})\b"
    rf"|(?<=UPDATE )(?:{'|'.join(sorted(APPLICATION_TABLES))})\b"
)
_READ = re.compile(r"(?:--.*\n)*SELECT\b")
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


@dataclass(frozen=True)
class Query:
    """One named statement."""

    name: str
    text: str
    """With `:name` parameters, as SQLite reads them."""

    @cached_property
    def pyformat(self) -> str:
        """With `%(name)s` parameters, as psycopg reads them, and tables of schema `public`."""
        return _PARAMETER.sub(r"%(\1)s", _TABLE.sub(r"public.\g<0>", self.text).replace("%", "%%"))

    @property
    def is_read(self) -> bool:
        """Whether it changes nothing."""
        return _READ.match(self.text) is not None


def load(shelf: str) -> Mapping[str, Query]:
    """Every query of `<shelf>.sql`, by name.

    Raises:
        ValueError: a name stands twice, or text stands before the first name.
    """
    preamble, *parts = _HEADER.split((Path(__file__).parent / f"{shelf}.sql").read_text("utf-8"))
    if any(line and not line.startswith("--") for line in preamble.splitlines()):
        raise ValueError(f"{shelf}.sql: text before the first name")
    found: dict[str, Query] = {}
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        if name in found:
            raise ValueError(f"{shelf}.sql: {name} stands twice")
        found[name] = Query(name, text.strip().removesuffix(";"))
    return found
