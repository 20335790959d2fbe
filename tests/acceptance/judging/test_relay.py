"""A gateway without an admin API, a database or a UI can claim `inference`, and is judged by it alone."""

from contract_harness.ledger.clauses import Tier, read_features
from contract_harness.running.choice import chosen
from contract_harness.running.verification import Conditions, verify
from contract_harness.targets.loading import load
from contract_harness.verdicts import ExitCode
from tests.given.places import GATEWAYS


def test_a_relay_keeps_every_core_clause_of_inference() -> None:
    """What goes beyond OpenAI's documents it breaks, and says so."""
    ledger, relay = read_features(), load(str(GATEWAYS / "relay" / "relay.toml"))

    run = verify(ledger, [chosen(ledger, relay)], Conditions(workers=2))

    asked = [clause for _, clause in run.clauses if clause.profile == "inference"]
    core = [one for one in asked if one.tier is Tier.CORE]
    assert len(core) > 10
    assert [] == [f"{one.id}: {one.verdict.label}" for one in core if one.verdict.label != "kept"]
    assert set(relay.deviations) == {one.id for one in asked if one.verdict.label == "deviation"}
    assert {"unsupported"} == {
        clause.verdict.label for _, clause in run.clauses if clause.profile != "inference"
    }
    assert ExitCode.KEPT is run.exit_code
