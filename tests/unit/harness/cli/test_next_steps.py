"""What the end of a run says: why clauses were not asked, and what to type next."""

from dataclasses import replace
from pathlib import Path

import pytest

from contract_harness.cli import next_steps
from contract_harness.report.model import ExampleResult, RunResult, TargetResult
from contract_harness.targets.loading import load, url_target
from contract_harness.verdicts import Verdict
from tests.given.verifying.sample_run import sample_run

REPORTS = Path("reports")


def run_of(verdict=Verdict.KEPT, *, name="reference", profile="migration", reason="") -> RunResult:
    """A run of one clause."""
    run = sample_run(6)
    one = replace(
        run.targets[0].clauses[0],
        id=f"{profile}.it",
        profile=profile,
        verdict=verdict,
        reason=reason,
        examples=(ExampleResult("one", verdict, 1.0),),
        scored=True,
    )
    target: TargetResult = replace(run.targets[0], name=name, clauses=(one,), probes=(), reservations=())
    return replace(run, targets=(target,), troubles=(), stopped="")


def typed(run, given=(), at=REPORTS):
    return [command for command, _ in next_steps.commands(run, given, at)]


def test_what_is_not_claimed_is_explained():
    """With the target that claims it."""
    run = run_of(Verdict.UNSUPPORTED, profile="deployment", reason="reference does not claim deployment")

    assert ["1 clause was not asked: reference does not claim deployment; reference-postgres does"] == list(
        next_steps.unasked(run, {"reference": load("reference")})
    )


def test_an_adopter_is_told_where_to_claim_it():
    """No other target is theirs."""
    run = run_of(Verdict.UNSUPPORTED, name="mine", profile="deployment", reason="mine does not claim it")
    mine = replace(load("reference"), name="mine", here=Path("/somewhere"))

    (said,) = next_steps.unasked(run, {"mine": mine})
    assert said.endswith("add deployment to its claims when it has it")


def test_what_was_given_by_its_address_has_no_claims_to_add_to():
    """There is no file."""
    run = run_of(
        Verdict.UNSUPPORTED, name="url", profile="deployment", reason="url does not claim deployment"
    )

    (said,) = next_steps.unasked(run, {"url": url_target("http://127.0.0.1:8080")})
    assert said == "1 clause was not asked: url does not claim deployment"


def test_a_lacking_feature_of_a_claimed_profile_has_no_remedy_of_its_own():
    """The reason says what is missing."""
    run = run_of(Verdict.UNSUPPORTED, reason="reference does not claim x, which it needs")

    (said,) = next_steps.unasked(run, {"reference": load("reference")})
    assert said.endswith("which it needs")


def test_after_the_reference_comes_both_databases_and_a_gateway_of_your_own():
    """As a newcomer goes on."""
    assert [
        "gateway-contracts verify reference reference-postgres",
        "gateway-contracts init my-gateway.toml",
    ] == typed(run_of())
    assert [] == typed(run_of(name="mine"))


@pytest.mark.parametrize(
    ("given", "at", "command"),
    [
        (["my gateway.toml"], REPORTS, "gateway-contracts verify 'my gateway.toml' --last-failed"),
        (
            ["--url", "http://x"],
            Path("out"),
            "gateway-contracts verify --url http://x --report-dir out --last-failed",
        ),
    ],
)
def test_after_a_breach_comes_the_promise_and_the_same_again(given, at, command):
    """Quoted as a shell reads it."""
    assert ["gateway-contracts explain migration.it", command] == typed(run_of(Verdict.BROKEN), given, at)


def test_after_a_void_run_comes_the_doctor():
    """What the machine or the target lacks."""
    assert ["gateway-contracts doctor mine.toml"] == typed(run_of(Verdict.VOID), ["mine.toml"])


@pytest.mark.parametrize(
    ("path", "environ", "shown"),
    [
        ("/nowhere", {}, [". .venv/bin/activate"]),
        ("{bin}:/nowhere", {}, []),
        # What uv runs has the environment first on its path, whatever the shell has.
        ("{bin}:/nowhere", {"UV_RUN_RECURSION_DEPTH": "1"}, [". .venv/bin/activate"]),
        ("{bin}:{bin}:/nowhere", {"UV_RUN_RECURSION_DEPTH": "1"}, []),
    ],
)
def test_a_shell_that_finds_no_command_is_told_to_activate(path, environ, shown, tmp_path, monkeypatch):
    """As after the README's first command, which runs one of an environment that no shell knows yet."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "activate").touch()
    (programs / "gateway-contracts").touch(0o755)
    monkeypatch.chdir(tmp_path)
    seen = {**environ, "PATH": path.format(bin=programs)}

    assert shown == [command for command, _ in next_steps.activation(seen, tmp_path / ".venv")]


def test_outside_of_a_virtual_environment_there_is_nothing_to_activate(tmp_path):
    """A command that the system or a container has is found by everybody or by its path."""
    assert [] == list(next_steps.activation({"PATH": "/nowhere"}, tmp_path))
