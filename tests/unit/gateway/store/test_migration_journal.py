"""Looking at a SQLite database while another process migrates it."""

from __future__ import annotations

import threading
from pathlib import Path

from reference_gateway.store.sqlite_migrations import SqliteMigrations

LOOKS = 800


def test_a_journal_that_comes_and_goes_stops_nobody(tmp_path: Path) -> None:
    """It may vanish between any two questions about it."""
    database = tmp_path / "gateway.db"
    database.touch()
    journal = tmp_path / "gateway.db-journal"
    is_over = threading.Event()

    def another() -> None:
        while not is_over.is_set():
            journal.write_bytes(b"")
            journal.unlink()

    writer = threading.Thread(target=another)
    writer.start()
    migrations = SqliteMigrations(database)
    try:
        states = [migrations.state() for _ in range(LOOKS)]
    finally:
        is_over.set()
        writer.join()

    assert {()} == {state.history for state in states}
