"""Planted mutants: what crashes, hangs or changes nothing is never taken for a kill."""

import json
import subprocess
import sys

import pytest

from contract_harness.mutation import kill_matrix
from contract_harness.targets.loading import load
from tests.given.places import GATEWAYS

PLANTED = GATEWAYS / "planted_gateway.py"
CLAUSE = "same-origin.head-has-no-body"


@pytest.fixture
def planted(tmp_path):
    """Writes a target of the reference gateway with planted mutants; gives the command that tries them."""

    def plant(*mutants, extra=""):
        listing = tmp_path / "list.json"
        listing.write_text(json.dumps(mutants), "utf-8")
        reference = load("reference")
        (tmp_path / "planted.toml").write_text(
            f"""
            driver = "process"
            about = "Planted."
            claims = ["same-origin"]
            gateway = "{reference.gateway}"
            [commands]
            serve = "{reference.commands["serve"]}"
            [mutants]
            list = "cat {listing}"
            {extra}
            """,
            "utf-8",
        )
        words = [
            sys.executable,
            "-m",
            "contract_harness",
            "mutants",
            "--target",
            str(tmp_path / "planted.toml"),
        ]
        return [*words, "--clause", CLAUSE, "--patience", "0.5", "--report-dir", str(tmp_path / "reports")]

    return plant


def wrong(fate, **more):
    return {
        "name": fate,
        "breaks": CLAUSE,
        "sentence": "Planted.",
        "wrap": f"{{python}} -I -S '{PLANTED}' {fate}",
        **more,
    }


def tried(command, tmp_path):
    """Exit code and matrix."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    data = json.loads((tmp_path / "reports" / "mutants.json").read_text("utf-8"))
    assert [] == list(kill_matrix.schema().iter_errors(data))
    return done.returncode, data


def test_a_gateway_that_falls_over_is_an_error_and_not_a_kill(planted, tmp_path):
    """Whether it is killed by a signal, ends by itself, freezes or never starts; a wrong answer is a kill."""
    mutants = [wrong(one) for one in ("segfaults", "quits", "freezes", "raises")]
    code, data = tried(planted(wrong("errs", canary=True), *mutants), tmp_path)
    told = {one["name"]: (one["fate"], one["because"]) for one in data["mutants"]}

    assert 3 == code
    assert "killed" == told["errs"][0]
    assert {"error"} == {told[one["name"]][0] for one in mutants}
    assert "it crashed: it was ended by SIGSEGV" in told["segfaults"][1]
    assert "it crashed: it ended by itself, with code 0, after it was ready" in told["quits"][1]
    assert "it hung: it does not answer /readyz any more" in told["freezes"][1]
    assert "exited with code 1 before it was ready" in told["raises"][1]


def test_a_canary_that_lives_voids_the_run(planted, tmp_path):
    """Here it is the gateway itself behind a program that changes nothing."""
    idle = {"name": "idle", "breaks": CLAUSE, "sentence": "Lives.", "wrap": "/usr/bin/env", "canary": True}
    code, data = tried(planted(idle, wrong("errs")), tmp_path)

    assert 3 == code
    assert {"name": "idle", "fate": "survived"} == data["canary"]
    assert "the canary idle was not killed" in data["void_because"][0]


def test_a_mutant_that_changes_nothing_is_refused_before_anything_runs(planted, tmp_path):
    """By name, with exit code 2."""
    same = {"name": "same", "breaks": CLAUSE, "sentence": "Is no other.", "env": {"A": "1"}}
    command = planted(wrong("errs", canary=True), same, extra='[env]\nA = "1"')
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert 2 == done.returncode
    assert "the mutant 'same' of target 'planted' changes nothing" in done.stderr
    assert not (tmp_path / "reports").exists()


def test_two_targets_of_one_name_are_refused(planted, tmp_path):
    """Their mutants could not be told apart."""
    command = planted(wrong("errs", canary=True))
    other = tmp_path / "elsewhere" / "planted.toml"
    other.parent.mkdir()
    other.write_text((tmp_path / "planted.toml").read_text("utf-8"), "utf-8")
    done = subprocess.run([*command, "--target", str(other)], capture_output=True, text=True, check=False)

    assert (2, 1) == (done.returncode, len(done.stderr.splitlines()))
    assert "2 targets are called 'planted'" in done.stderr
