"""The runner and the judge, on miniature features whose steps end in every way steps can."""

import os
import signal
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest

from contract_harness.errors import HarnessError
from contract_harness.report.model import FAIL_FAST
from contract_harness.running import verification
from contract_harness.verdicts import ExitCode, Verdict
from tests.given.places import ROOT
from tests.given.verifying.running import clause_of, run_miniature


@pytest.fixture(scope="module", autouse=True)
def miniature():
    """The child processes find the miniature's plugin."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        yield


@pytest.fixture(scope="module")
def run(miniature):
    return run_miniature()


@pytest.mark.parametrize(
    ("clause", "verdict"),
    [
        ("words-come-back", Verdict.KEPT),
        ("words-change", Verdict.BROKEN),
        ("change-has-an-echo", Verdict.BLOCKED),
        ("processes-end", Verdict.NOT_APPLICABLE),
        ("the-harness-can-stumble", Verdict.VOID),
        ("ending-is-judged-too", Verdict.BROKEN),
    ],
)
def test_the_type_of_what_was_raised_decides(run, clause, verdict):
    """Wherever it was raised: in a step, in a fixture, while tearing down."""
    assert verdict is clause_of(run, f"mini.{clause}").verdict


def test_a_row_is_an_example(run):
    """Each row of a table is judged and named by its values."""
    titles = [example.title for example in clause_of(run, "mini.words-come-back").examples]

    words = ["slow", "<b>", "{any later version}"]
    assert ["one word", *(f"several words (word {word})" for word in words)] == titles


def test_a_breach_carries_its_story(run):
    """Promised, observed, the failing step, the steps never reached, the exchange, a curl, the log."""
    example = clause_of(run, "mini.words-change").decisive

    assert ("the answer 'slow'", "'fast'") == (example.promised, example.observed)
    assert ["held", "held", "failed", "not-reached"] == [step.state for step in example.steps]
    assert 'the answer is "slow"' == example.steps[2].text
    assert "POST" == example.exchanges[0]["method"]
    assert example.again.startswith("curl ")
    assert "said=" in example.logs["gateway"]


def test_no_secret_leaves_a_worker(run):
    """Not by the exchange, the curl, the log, the breach, or the harness's own stumbling."""
    assert "sesame" not in repr(run)
    assert "$API_KEY" in clause_of(run, "mini.words-change").decisive.detail


def test_what_a_stumble_says(run):
    """An error of ours is a sentence; an accident has a traceback; an unknown sentence is named."""
    wire, server, pigs = clause_of(run, "mini.the-harness-can-stumble").examples

    assert wire.message.startswith("RuntimeError: a wire came loose")
    assert "the_harness_stumbles" in wire.trace
    assert ("no server: install one.", "") == (server.message, server.trace)
    assert "pigs fly" in pigs.message


def test_a_kept_example_carries_no_evidence(run):
    """A green run of hundreds stays a small report."""
    assert all(not one.exchanges for one in clause_of(run, "mini.words-come-back").examples)


def test_a_void_clause_voids_the_run(run):
    """Void outranks the breaches beside it."""
    assert ExitCode.VOID is run.exit_code


def test_workers_and_one_process_judge_alike(run):
    """Verdicts, steps and stories are the same."""
    spread = run_miniature(workers=2)

    def told(result):
        return [
            (
                clause.id,
                clause.verdict,
                clause.reason,
                sorted((e.title, e.verdict, e.observed) for e in clause.examples),
            )
            for _, clause in result.clauses
        ]

    assert repr(told(run)) == repr(told(spread))


def test_a_worker_that_dies_is_void_not_broken():
    """The clause it died in is void and says so; the others are still judged."""
    run = run_miniature(workers=2, profiles=["fate"], ids=["fate.workers-die", "fate.words-come-back"])

    assert Verdict.VOID is clause_of(run, "fate.workers-die").verdict
    assert "a worker process of the harness died" in clause_of(run, "fate.workers-die").decisive.message
    assert Verdict.KEPT is clause_of(run, "fate.words-come-back").verdict


def test_what_stands_on_nothing_is_blocked_and_says_why():
    """Neither broken nor kept, and no traceback: the example before it tells the rest."""
    run = run_miniature(profiles=["fate"], ids=["fate.surroundings-fail"])
    clause = clause_of(run, "fate.surroundings-fail")

    why = "the stack could not be put up for an earlier example: no server: install one."
    assert (Verdict.BLOCKED, why) == (clause.verdict, clause.reason)
    assert "" == clause.examples[0].trace


def test_the_only_process_dying_voids_the_run():
    """Whatever ends the run itself is a trouble of the run; nothing is kept for want of a word."""
    run = run_miniature(profiles=["fate"], ids=["fate.workers-die"])

    assert ExitCode.VOID is run.exit_code
    assert "ended by itself" in run.troubles[0]


def test_what_never_ends_is_ended(monkeypatch):
    """A run that is silent for too long is over, and names what was still running."""
    monkeypatch.setattr(verification, "_silent_limit_s", lambda _factor: 2.0)

    run = run_miniature(profiles=["fate"], ids=["fate.some-things-hang"])

    assert ExitCode.VOID is run.exit_code
    assert "still running: for ever (fate.some-things-hang at reference)" in run.troubles[0]


def test_fail_fast_stops_at_the_first_failure():
    """What came after is not run, and the run is broken, not void."""
    run = run_miniature(ids=["mini.words-change", "mini.words-come-back"], fail_fast=True)

    assert FAIL_FAST == run.stopped
    assert Verdict.BROKEN is clause_of(run, "mini.words-change").verdict
    assert ExitCode.BROKEN is run.exit_code


def test_a_mutant_is_asked_until_it_is_caught(run):
    """Its other examples prove nothing more; the gateway itself is asked all of them."""
    asked = {"mini.words-change": 1, "mini.words-come-back": 4}
    on_a_mutant = run_miniature(ids=list(asked), mutant="a wrong one")

    assert asked == {one: len(clause_of(on_a_mutant, one).examples) for one in asked}
    assert Verdict.BROKEN is clause_of(on_a_mutant, "mini.words-change").verdict
    assert Verdict.KEPT is clause_of(on_a_mutant, "mini.words-come-back").verdict
    assert len(clause_of(run, "mini.words-change").examples) > 1


TARGET = """
driver = "process"
about = "A gateway with deviations."
claims = ["mini"]
gateway = "true"
[commands]
serve = "{gateway} --config {config}"
migrate = "{gateway} --config {config} migrate"
"""


@pytest.fixture
def deviating(tmp_path):
    file = tmp_path / "deviating.toml"
    file.write_text(
        TARGET
        + textwrap.dedent("""
        [deviations]
        "mini.words-change" = { reason = "words stay as they are", link = "https://x.example/4" }
        "mini.words-come-back" = { reason = "words are lost", link = "https://x.example/5" }
        """),
        "utf-8",
    )
    return str(file)


def test_a_deviation_must_still_break(deviating):
    """One that does is excused with its reason, one that holds is stale and fails the run."""
    run = run_miniature(specs=[deviating], ids=["mini.words-change", "mini.words-come-back"])

    excused = clause_of(run, "mini.words-change", "deviating")
    assert (Verdict.DEVIATION, "words stay as they are https://x.example/4") == (
        excused.verdict,
        excused.reason,
    )
    assert Verdict.STALE is clause_of(run, "mini.words-come-back", "deviating").verdict
    assert ExitCode.BROKEN is run.exit_code


def test_targets_are_judged_side_by_side(deviating):
    """Each target has its own verdict on the same clause."""
    run = run_miniature(workers=2, specs=["reference", deviating], ids=["mini.words-change"])

    assert Verdict.BROKEN is clause_of(run, "mini.words-change").verdict
    assert Verdict.DEVIATION is clause_of(run, "mini.words-change", "deviating").verdict


def test_what_is_not_claimed_is_listed_and_not_run(deviating):
    """Without a filter a target is asked what it claims."""
    run = run_miniature(specs=[deviating], profiles=())

    assert Verdict.UNSUPPORTED is clause_of(run, "fate.some-things-hang", "deviating").verdict
    assert Verdict.DEVIATION is clause_of(run, "mini.words-change", "deviating").verdict


def test_an_unsound_ledger_is_refused(monkeypatch):
    """Rather than run less than it promises."""
    monkeypatch.setattr(verification, "faults", lambda _ledger: ["mini/x.feature:1: wrong"])

    with pytest.raises(HarnessError, match="not sound"):
        run_miniature()


def test_the_users_own_pytest_does_not_interfere(tmp_path, monkeypatch):
    """Neither an ini file, a conftest, PYTEST_ADDOPTS nor a module in the current directory; nor is
    anything left there."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-flag\n")
    (tmp_path / "conftest.py").write_text("raise SystemExit('mine')\n")
    (tmp_path / "json.py").write_text("raise SystemExit('shadowed')\n")
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-flag")

    run = run_miniature(workers=2, ids=["mini.words-come-back"])

    assert (ExitCode.KEPT, ()) == (run.exit_code, run.troubles)
    assert before == sorted(tmp_path.rglob("*"))


INTERRUPTED = """
import signal
from tests.given.verifying.running import run_miniature, clause_of

signal.signal(signal.SIGINT, signal.default_int_handler)

IDS = ["fate.some-things-hang", "fate.words-come-back"]

def heard(gathering, event, decided):
    if event and event["kind"] == "started" and event["example"] == "for ever":
        print("hanging", flush=True)

run = run_miniature(workers=2, profiles=["fate"], ids=IDS, listen=heard)
print(int(run.exit_code), clause_of(run, "fate.some-things-hang").verdict.label, flush=True)
"""


def test_an_interrupt_reports_what_is_known_and_leaves_nothing_running(tmp_path):
    """The run says 130, the clause that hung was not run, and no process of it is left."""
    marker = f"GATEWAY_CONTRACTS_TEST={tmp_path}"
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        cwd=ROOT,
        env={**os.environ, "GATEWAY_CONTRACTS_TEST": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert "hanging" == child.stdout.readline().strip()
        child.send_signal(signal.SIGINT)
        said = child.stdout.readline().strip()

    assert "130 not-run" == said
    assert [] == running_with(marker)


def running_with(marker):
    """Processes whose environment holds *marker*."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            found += [environ.parent.name] if marker.encode() in environ.read_bytes() else []
    return found
