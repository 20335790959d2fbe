"""A store that is strict about locks is not to blame for who looks at it, nor for a start beside another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from contract_harness.cli import main
from tests.given.places import GATEWAYS
from tests.given.target_files import target_file

__all__ = ["target_file"]

CLAUSES = (
    "migration.kill-leaves-all-or-nothing",
    "operations.sessions-are-shared",
    "operations.revocation-is-seen-everywhere",
)


def test_nobody_disturbs_what_is_judged(target_file: Callable[[str], Path], tmp_path: Path) -> None:
    """Applies are watched, replicas come one after the other, and each clause is kept every time."""
    strict = target_file(
        f"""
        driver = "process"
        about = "Our gateway, strict about locks."
        claims = ["migration", "operations"]
        database = "libsql"
        gateway = "{{python}} {GATEWAYS / "strict_store.py"}"
        [commands]
        serve = "{{gateway}} --config {{config}} serve"
        migrate = "{{gateway}} --config {{config}} migrate"
        """
    )
    asked = [word for clause in CLAUSES for word in ("--clause", clause)]

    code = main(["verify", str(strict), "--repeat", "3", "--report-dir", str(tmp_path), *asked])
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))

    verdicts = {one["id"]: one["verdict"] for one in report["targets"][0]["clauses"]}
    assert dict.fromkeys(CLAUSES, "kept") == verdicts
    assert 0 == code
