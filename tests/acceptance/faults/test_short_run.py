"""The faults, once each: nothing acknowledged is lost, and the gateway recovers without help."""

import subprocess
import sys
from pathlib import Path

from tests.given.places import ROOT

PAGE = ROOT / "docs" / "faults.md"
FAULTS = (
    "gateway killed (SIGKILL) under load",
    "database lost under load, and back",
    "provider gone, and back",
    "admin UI gone, and back",
    "collector configured and not there",
)
YOUNGER = ("provider drips its head", "descriptors, and more clients")
"""Not on the page that is kept before the next whole run."""
OF_POSTGRES = "pooler (PgBouncer) killed under load, and back"


def test_every_fault_is_survived_on_both_databases(tmp_path: Path) -> None:
    """A run with two kills for each database: exit code 0, and a row for each fault."""
    page = tmp_path / "faults.md"
    command = [sys.executable, "-m", "tests.faults", "--kills", "2", "--write", str(page)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=570, check=False)

    assert 0 == done.returncode, done.stdout + done.stderr
    written = page.read_text("utf-8")
    assert [] == _missing(written, *YOUNGER)
    assert f"| {OF_POSTGRES} | PostgreSQL |" in written


def test_the_page_that_is_kept_is_of_a_whole_run() -> None:
    """Fifty kills for each database, every fault, and everything held."""
    page = PAGE.read_text("utf-8")

    assert 2 == page.count("under load, 50 times")
    assert [] == _missing(page)
    assert "**no**" not in page


def _missing(page: str, *more: str) -> list[tuple[str, str]]:
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    return [
        (fault, database)
        for fault in (*FAULTS, *more)
        for database in ("SQLite", "PostgreSQL")
        if not any(fault in row and f"| {database} |" in row for row in rows)
    ]
