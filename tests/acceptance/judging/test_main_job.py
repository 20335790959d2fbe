"""The main job, whole: the reference gateway is judged on both databases, and every clause is kept."""

import json
from pathlib import Path

import pytest

from tests.given.commands import run, said

ONLY_POSTGRES = ["migration.tables-live-in-public", "operations.transaction-pooler-is-survived"]
"""SQLite has no schemas, and is no server."""
APART = {"unsupported", "not-applicable"}
PROFILES = {"same-origin", "migration", "bootstrap", "telemetry", "deployment", "operations", "inference"}


def test_the_reference_gateway_keeps_every_clause_on_both_databases(tmp_path: Path) -> None:
    """Exit code 0, every clause kept where it is claimed, and every report written."""
    done = run("gateway-contracts", "verify", "reference", "reference-postgres", cwd=tmp_path)
    assert 0 == done.returncode, said(done)
    report = json.loads((tmp_path / "reports" / "report.json").read_text("utf-8"))
    clauses = [clause for target in report["targets"] for clause in target["clauses"]]

    assert {"kept"} == {clause["verdict"] for clause in clauses if clause["verdict"] not in APART}
    assert ONLY_POSTGRES == [clause["id"] for clause in clauses if clause["verdict"] == "not-applicable"]
    assert {"deployment"} == {clause["profile"] for clause in clauses if clause["verdict"] == "unsupported"}
    assert PROFILES == {clause["profile"] for clause in clauses}
    assert 2 == len(report["targets"])
    probes = [probe for target in report["targets"] for probe in target["probes"]]
    assert {(True, "present"), (False, "absent")} == {(one["claimed"], one["presence"]) for one in probes}
    assert [["2 clauses are not observable through this driver"], []] == [
        target["reservations"] for target in report["targets"]
    ]
    assert {"junit.xml", "report.html", "report.json", "summary.md"} <= {
        path.name for path in (tmp_path / "reports").iterdir()
    }


BAD_CALLS = {
    "unknown target": (["verify", "no-such-target"], "no-such-target"),
    "unknown profile": (["verify", "--profile", "same-orgin"], "same-origin"),
    "unknown clause": (
        ["verify", "--clause", "same-origin.raw-paths-are-forwarded"],
        "raw-path-is-forwarded",
    ),
    "unknown clause to explain": (["explain", "bootstrap.nothing"], "bootstrap.nothing"),
    "dead address": (["verify", "--url", "http://127.0.0.1:9"], "127.0.0.1:9"),
    "no command": ([], "Usage"),
    "unknown command": (["verfy"], "gateway-contracts verify"),
    "unknown flag": (["verify", "--clauze", "x"], "--clause"),
    "nothing failed yet": (["verify", "--last-failed"], "run without it first"),
}


@pytest.mark.parametrize("name", BAD_CALLS)
def test_a_wrong_call_is_one_sentence(name: str, tmp_path: Path) -> None:
    """Exit code 2, the thing is named, there is no traceback, and nothing was written."""
    arguments, named = BAD_CALLS[name]
    done = run("gateway-contracts", *arguments, cwd=tmp_path)

    assert 2 == done.returncode, said(done)
    assert named in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "" == done.stdout
    assert [] == list(tmp_path.iterdir())


def test_an_unreadable_target_file_is_one_sentence(tmp_path: Path) -> None:
    """A file that is no TOML, and one with an unknown key, are named with what to do."""
    (tmp_path / "broken.toml").write_text("driver = \n", "utf-8")
    (tmp_path / "odd.toml").write_text('driver = "process"\nabuot = "x"\n', "utf-8")
    broken = run("gateway-contracts", "verify", "broken.toml", cwd=tmp_path)
    odd = run("gateway-contracts", "verify", "odd.toml", cwd=tmp_path)

    assert [2, 2] == [broken.returncode, odd.returncode], said(broken) + said(odd)
    assert "broken.toml" in broken.stderr
    assert "abuot" in odd.stderr
    assert "Traceback" not in broken.stderr + odd.stderr
