"""The flags of `verify` that say what is asked and what is shown, on a gateway that does not start."""

import json
import subprocess
import sys
import webbrowser

import pytest

from contract_harness.cli import main
from tests.integration.harness.cli.test_output import IMPOSSIBLE

CLAUSE = "same-origin.statuses-pass"
OTHER = "same-origin.head-has-no-body"


@pytest.fixture
def verify(tmp_path, monkeypatch, capsys):
    """Runs `verify` on a gateway that ends at once; exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / "mine.toml").write_text(IMPOSSIBLE, "utf-8")

    def run(*words):
        code = main(["verify", "mine.toml", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def reports(tmp_path):
    return tmp_path / "reports"


def asked(reports):
    """The clauses that the last run asked."""
    report = json.loads((reports / "report.json").read_text("utf-8"))
    return [one["id"] for target in report["targets"] for one in target["clauses"]]


def test_the_result_is_all_there_is_on_standard_output(verify, reports):
    """What people read is on standard error."""
    code, out, err = verify("--clause", CLAUSE, "--json")

    assert 3 == code
    assert json.loads(out) == json.loads((reports / "report.json").read_text("utf-8"))
    assert "The run is void" in err


def test_quiet_says_what_was_not_kept_and_the_verdict(verify):
    """With --json, not even that is on standard output."""
    _, out, err = verify("--clause", CLAUSE, "--quiet")

    assert "" == err
    assert out.startswith(f"void {CLAUSE}")
    assert out.rstrip().splitlines()[-1].startswith("The run is void")
    assert [] == [word for word in ("slowest", "core kept", "next  ", "1 clause of") if word in out]


def test_the_end_says_what_to_do_next(verify):
    """A void run sends to the doctor."""
    assert " gateway-contracts doctor mine.toml  what this machine" in verify("--clause", CLAUSE)[1]


def test_what_failed_last_is_asked_again(verify, reports):
    """And nothing else, also when an excluded clause failed beside it."""
    assert 3 == verify("--clause", CLAUSE, "--clause", OTHER)[0]
    assert 3 == verify("--last-failed", "--exclude", OTHER)[0]

    assert [CLAUSE] == asked(reports)


@pytest.mark.parametrize("flags", [(), ("--report-dir", "nowhere")])
def test_without_a_last_run_nothing_can_have_failed(verify, flags):
    """One sentence with the remedy."""
    code, out, err = verify("--last-failed", *flags)

    assert (2, "") == (code, out)
    assert "run without it first" in err
    assert 1 == len(err.splitlines())


def test_where_nothing_failed_nothing_is_asked_again(verify, reports):
    """That is no success: nothing was judged."""
    assert 3 == verify("--clause", CLAUSE)[0]
    report = json.loads((reports / "report.json").read_text("utf-8"))
    for target in report["targets"]:
        target["clauses"] = []
    report["footer"] = {**report["footer"], "clauses": 0}
    (reports / "report.json").write_text(json.dumps(report), "utf-8")

    assert 2 == verify("--last-failed")[0]


def test_the_list_runs_nothing_and_writes_nothing(verify, reports):
    """As text and as JSON, narrowed as a run would be."""
    code, out, _ = verify("--list", "--exclude", OTHER)
    assert 0 == code
    assert CLAUSE in out
    assert OTHER not in out

    code, out, _ = verify("--list", "--clause", CLAUSE, "--json")
    (listed,) = json.loads(out)
    assert (0, "mine", [CLAUSE]) == (code, listed["target"], [one["id"] for one in listed["clauses"]])
    assert not reports.exists()


def test_a_dead_address_can_be_listed(capsys):
    """Nothing is asked, so nobody need answer."""
    assert 0 == main(["verify", "--url", "http://127.0.0.1:9", "--list", "--profile", "migration"])
    assert "migration.the-baseline-is-v17" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("opens", "told"), [(True, ""), (False, "no browser could be started: open reports")]
)
def test_the_report_is_opened_for_whoever_sits_here(verify, reports, monkeypatch, opens, told):
    """Where no browser starts, its path is told."""
    pages = []
    monkeypatch.setattr(webbrowser, "open", lambda page: pages.append(page) or opens)
    _, _, err = verify("--clause", CLAUSE, "--open")

    assert [(reports / "report.html").as_uri()] == pages
    assert told in err


def test_no_job_opens_a_browser(verify, monkeypatch):
    """It says so."""
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(webbrowser, "open", lambda page: pytest.fail(f"opened {page}"))

    assert "--open is left out in a CI job" in verify("--clause", CLAUSE, "--open")[2]


def test_every_clause_is_told_when_asked_for(verify):
    """Also alike ones, which else are folded into one line."""
    _, out, _ = verify("--clause", CLAUSE, "--clause", OTHER, "--verbose")

    lines = [line for line in out.splitlines() if line.startswith("void          ")]
    assert {CLAUSE, OTHER} == {line.split()[1] for line in lines}


def test_mutants_are_listed_by_clause_profile_and_name(capsys):
    """Each with the clause it breaks; none is tried."""
    assert 0 == main(["mutants", "--list", "--kind", "own", "--clause", "migration.the-baseline-is-v17"])
    (first, second) = capsys.readouterr().out.splitlines()
    name, told = first.split("  ")
    assert "breaks migration.the-baseline-is-v17" == told
    assert second.startswith("    ")

    assert 0 == main(["mutants", "--list", "--profile", "migration"])
    by_profile = capsys.readouterr().out
    assert first in by_profile
    assert "breaks telemetry." not in by_profile
    assert 2 == main(["mutants", "--list", "--mutant", name[:-1]])
    assert f"did you mean {name!r}?: `gateway-contracts mutants --list`" in capsys.readouterr().err


def test_help_is_there_at_once():
    """It imports neither pytest nor the features' parser, nor anything else that is slow to import."""
    script = (
        "import atexit, sys; from contract_harness.cli import main; "
        "atexit.register(lambda: print(*sys.modules)); main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "verify", "--help"], capture_output=True, text=True, check=True
    )

    loaded = set(done.stdout.splitlines()[-1].split())
    slow = {"pytest", "gherkin", "rich", "dataclasses", "difflib", "jsonschema", "shtab", "tomllib"}
    assert "contract_harness.cli.verify" in loaded
    assert set() == loaded & slow
