"""
The kill matrix: every clause that is asked catches the gateways that are wrong in it, or one step beside.

Each run tries another share of the mutants; `mise run mutants` tries all of them, and so do the jobs of CI
together.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from tests.given.commands import run, said

SHARES = 6
WITHIN_S = 1800.0
"""Well over a hundred gateways that are wrong, while another worker runs every other test."""


def test_every_mutant_of_a_share_dies(tmp_path: Path) -> None:
    """Exit code 0: each broke its clause for its own reason, and the gateway itself keeps those clauses."""
    shard = f"{random.SystemRandom().randint(1, SHARES)}/{SHARES}"
    done = run("gateway-contracts", "mutants", "--shard", shard, cwd=tmp_path, within_s=WITHIN_S)
    assert 0 == done.returncode, f"--shard {shard}\n{said(done)}"
    matrix = json.loads((tmp_path / "reports" / "mutants.json").read_text("utf-8"))

    assert len(matrix["mutants"]) > 100
    assert {"killed"} == {one["fate"] for one in matrix["mutants"]}
    assert {"own", "neighbour"} == {one["kind"] for one in matrix["mutants"]}
    assert [] == [one["id"] for one in matrix["clauses"] if not one["killed"]]
    assert matrix["footer"]["neighbours"]["killed"] > 0
    assert (tmp_path / "reports" / "mutants.html").is_file()


def test_the_shares_are_every_mutant_there_is(tmp_path: Path) -> None:
    """And each clause of the features is broken by one of them."""
    listed = [
        run("gateway-contracts", "mutants", "--list", "--shard", f"{number}/{SHARES}", cwd=tmp_path).stdout
        for number in range(1, SHARES + 1)
    ]
    whole = run("gateway-contracts", "mutants", "--list", cwd=tmp_path).stdout
    clauses = json.loads(run("gateway-contracts", "clauses", "--json", cwd=tmp_path).stdout)

    assert set(_heads(whole)) == {head for share in listed for head in _heads(share)}
    assert {one["id"] for one in clauses} == {head.rpartition(" ")[2] for head in _heads(whole)}


def _heads(text: str) -> list[str]:
    """The line of each mutant, which names its clause."""
    return [line for line in text.splitlines() if "  breaks " in line]
