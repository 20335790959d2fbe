"""The identity of a migration is its text, not the line ends that a checkout or an archive gives it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from reference_gateway.domain.faults import MigrationRefused
from reference_gateway.domain.migrations import HISTORY_TABLE, Migration
from reference_gateway.services.readiness import Readiness
from reference_gateway.store import registry as files
from tests.given.places import ROOT


def remembered(graph, checksum: str) -> None:
    """Have the history say *checksum*, as another gateway wrote it."""
    with graph.migration_store.locked() as session:
        session.run(Migration(1, "edit", f"UPDATE {HISTORY_TABLE} SET checksum = '{checksum}'"))


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_line_ends_change_no_migration(engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files with CRLF are the same registry, text and checksum."""
    shutil.copytree(ROOT / "migrations" / engine, tmp_path / engine)
    for file in (tmp_path / engine).glob("*.sql"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    expected = files.registry(engine)
    monkeypatch.setattr(files, "_directory", lambda name: tmp_path / name)

    assert expected == files.registry.__wrapped__(engine)


def test_a_database_of_a_checkout_with_crlf_is_known(graph) -> None:
    """Its checksum was taken over those line ends: it is current, ready, and nothing is to be recreated."""
    (baseline,) = graph.migration_store.registry
    remembered(graph, hashlib.sha256(baseline.sql.replace("\n", "\r\n").encode()).hexdigest())

    graph.migrations.check()
    assert Readiness(graph.migration_store, [baseline]).is_current(graph.migration_store.state().history)


@pytest.mark.parametrize("changed", [" ", "\n", "\r"])
def test_any_other_change_is_another_migration(graph, changed: str) -> None:
    """A blank, a line or a bare CR more."""
    (baseline,) = graph.migration_store.registry
    remembered(graph, hashlib.sha256((baseline.sql + changed).encode()).hexdigest())

    with pytest.raises(MigrationRefused, match="identity mismatch"):
        graph.migrations.check()
