"""The contract can be kept by somebody else, and it is the contract that finds somebody else's faults."""

from __future__ import annotations

import pytest

from contract_harness.ledger.clauses import read_features
from contract_harness.report.model import RunResult
from contract_harness.running.choice import chosen
from contract_harness.running.verification import Conditions, verify
from contract_harness.targets.loading import load
from contract_harness.targets.target import Target
from contract_harness.verdicts import ExitCode
from tests.gateways.second_gateway.faults import FAULTS
from tests.given.places import GATEWAYS

SECOND = str(GATEWAYS / "second_gateway" / "second-gateway.toml")


@pytest.fixture(scope="module")
def second() -> Target:
    """The second gateway."""
    return load(SECOND)


def test_it_keeps_every_clause_of_what_it_claims(second: Target) -> None:
    """Core, hardened and provisional; none is excused, and none is out of sight."""
    ledger = read_features()
    run = verify(ledger, [chosen(ledger, second)], Conditions(workers=2))
    claimed = [clause for _, clause in run.clauses if clause.profile == "same-origin"]

    assert {} == second.deviations
    assert ledger.select(profiles=["same-origin"]) == tuple(
        clause for clause in ledger.clauses if clause.id in {one.id for one in claimed}
    )
    assert [] == [f"{one.id}: {one.verdict.label}" for one in claimed if one.verdict.label != "kept"]
    assert ExitCode.KEPT is run.exit_code


@pytest.fixture(scope="module")
def faulty(second: Target) -> RunResult:
    """Each of the faults, asked all of their clauses."""
    ledger = read_features()
    ids = [fault.breaks for fault in FAULTS.values()]
    asked = [chosen(ledger, second.mutated(name), ids=ids) for name in FAULTS]
    return verify(ledger, asked, Conditions(workers=2))


@pytest.mark.parametrize(
    ("fault", "observed"),
    [
        ("normalises-the-path", "/admin/files/a"),
        ("keeps-one-cookie", "a=1; Path=/; HttpOnly"),
        ("proxies-the-neighbours", "1: GET /admin"),
    ],
)
def test_a_planted_fault_is_found_by_its_clause(faulty: RunResult, fault: str, observed: str) -> None:
    """By that one and none of the others, for the reason it was planted for."""
    clauses = {clause.id: clause for target, clause in faulty.clauses if target.name.endswith(f"~{fault}")}
    broken = {name for name, clause in clauses.items() if clause.verdict.label == "broken"}

    assert {FAULTS[fault].breaks} == broken
    assert 3 == len(clauses)
    seen = [one.observed for one in clauses[FAULTS[fault].breaks].examples if one.observed]
    assert any(observed in one for one in seen), seen
