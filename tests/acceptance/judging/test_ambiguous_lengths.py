"""Of a proxy that reads a body by its chunks and announces another length of it, the report says both."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

from contract_harness.cli import main

CLAUSE = "same-origin.ambiguous-requests-do-not-reach-the-ui"
GATEWAY = "reference_gateway.mutants run same_origin.wire.announces_the_visitors_length"


def test_the_breach_says_what_arrived(tmp_path: Path) -> None:
    """The bytes and their announced length, not that an answer did not end."""
    command = f"{shlex.quote(sys.executable)} -m {GATEWAY}"

    code = main(["verify", "--clause", CLAUSE, "--command", command, "--report-dir", str(tmp_path)])
    (target,) = json.loads((tmp_path / "report.json").read_text("utf-8"))["targets"]

    (clause,) = [one for one in target["clauses"] if one["verdict"] == "broken"]
    example = next(
        one
        for one in clause["examples"]
        if one["row"]["what"] == "a length and chunks" and one["verdict"] == "broken"
    )
    assert (1, CLAUSE) == (code, clause["id"])
    assert "the admin UI receives no whole request" == example["promised"]
    assert "POST /admin with 5 bytes (hello), announced as 15, and waits for the rest" == example["observed"]
