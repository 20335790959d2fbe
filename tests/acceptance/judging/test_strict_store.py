"""A store that is strict about locks is not to blame for who looks at it, nor for a start beside another."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_harness.cli import main
from tests.given.places import GATEWAYS
from tests.given.target_files import target_file

__all__ = ["target_file"]

CLAUSES = (
    "migration.kill-leaves-all-or-nothing",
    "operations.sessions-are-shared",
    "operations.revocation-is-seen-everywhere",
)


ONLY_POSTGRES = "migration.tables-live-in-public"


@pytest.fixture
def strict(target_file: Callable[[str], Path]) -> str:
    """The target file of the gateway with that store."""
    path = target_file(
        f"""
        driver = "process"
        about = "Our gateway, strict about locks."
        claims = ["migration", "operations"]
        database = "libsql"
        gateway = "{{python}} {shlex.quote(str(GATEWAYS / "strict_store.py"))}"
        [commands]
        serve = "{{gateway}} --config {{config}} serve"
        migrate = "{{gateway}} --config {{config}} migrate"
        bootstrap-admin = "{{gateway}} --config {{config}} bootstrap-admin"
        seed-config = "{{gateway}} --config {{config}} seed-config"
        """
    )
    return str(path)


def verdicts(folder: Path) -> dict[str, str]:
    """What the report says of each clause that was asked."""
    (target,) = json.loads((folder / "report.json").read_text("utf-8"))["targets"]
    return {one["id"]: one["verdict"] for one in target["clauses"] if one["verdict"] != "unsupported"}


def test_nobody_disturbs_what_is_judged(strict: str, tmp_path: Path) -> None:
    """Applies are watched, replicas come one after the other, and each clause is kept every time."""
    asked = [word for clause in CLAUSES for word in ("--clause", clause)]

    code = main(["verify", strict, "--repeat", "3", "--report-dir", str(tmp_path), *asked])

    assert dict.fromkeys(CLAUSES, "kept") == verdicts(tmp_path)
    assert 0 == code


def test_it_keeps_whatever_is_not_about_starts_at_once(strict: str, tmp_path: Path) -> None:
    """The whole profile; of several applies or starts at the same moment one fails, as this store has it."""
    asked = ["--profile", "migration", "--exclude", "migration.concurrent-*"]

    code = main(["verify", strict, "--report-dir", str(tmp_path), *asked])

    # SQLite has no schemas.
    assert {"kept"} == {told for clause, told in verdicts(tmp_path).items() if clause != ONLY_POSTGRES}
    assert 25 <= len(verdicts(tmp_path))
    assert 0 == code
