"""What stands in a gateway's way at a SQLite database, and what it leaves beside one."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_harness.databases.model import Database
from contract_harness.errors import NotObservable

if TYPE_CHECKING:
    from contract_harness.databases.pooler import Pooler

_SHARED_MEMORY = "-shm"
"""An index of the log, made anew by whoever opens it: no more than a cache."""


class SqliteObstacles(Database):
    """A database file, as far as it may be unusable."""

    path: Path

    @abstractmethod
    def execute(self, sql: str, params: Any = ()) -> None:
        """Change something, in a transaction of its own; creates the file."""

    def out_of_reach(self) -> dict[str, Any]:
        """A path below a file, which nobody can open, root included."""
        blocker = self.path.parent / "not-a-folder"
        blocker.touch()
        return {"kind": self.kind, "path": str(blocker / "gateway.db")}

    def nowhere(self) -> dict[str, Any]:
        """A path in a folder that is not there."""
        return {"kind": self.kind, "path": str(self.path.parent / "no-such-folder" / "gateway.db")}

    def without_create_right(self) -> dict[str, Any]:
        """SQLite has no roles, and file permissions do not bind root."""
        raise NotObservable("SQLite has no roles, so no right to create can be missing")

    def obstruct(self, table: str) -> None:
        """An index called *table*, on a table called `obstruction`."""
        self.execute("CREATE TABLE IF NOT EXISTS obstruction (id INTEGER)")
        self.execute(f"CREATE INDEX {self.in_sql(table)} ON obstruction (id)")

    def refuse_rows(self, table: str) -> None:
        """A trigger that raises."""
        self.execute(
            f"CREATE TRIGGER no_rows BEFORE INSERT ON {self.in_sql(table)} "
            "BEGIN SELECT RAISE(ABORT, 'no row is taken'); END"
        )

    def be_an_empty_file(self) -> None:
        """As `touch` makes one."""
        self.path.touch()

    def lead_elsewhere(self) -> None:
        """A file has one schema."""
        raise NotObservable("SQLite has no search path")

    def through_a_pooler(self) -> Pooler:
        """Nobody but the gateway itself has a file open for it."""
        raise NotObservable("SQLite is no server, so no pooler stands before it")

    def without_pooler(self) -> None:
        """As it is anyway."""

    def prints(self) -> dict[str, str]:
        """A digest of each file in its folder, by path."""
        folder = self.path.parent
        files = [one for one in sorted(folder.rglob("*")) if not one.name.endswith(_SHARED_MEMORY)]
        return {
            str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest()
            if one.is_file()
            else "a folder"
            for one in files
        }
