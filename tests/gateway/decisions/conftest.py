"""Decisions do not depend on the engine: each test has one database, on SQLite."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def database(tmp_path: Path) -> dict[str, Any]:
    """The `database:` section of an empty database."""
    return {"kind": "libsql", "path": str(tmp_path / "gateway.db")}
