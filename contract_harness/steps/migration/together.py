"""Together: operators and replicas at one moment, and applies that are cut short."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.expect import readiness
from contract_harness.expect.migration import together
from contract_harness.installations.installation import Installation
from contract_harness.installations.pool import Installations
from contract_harness.scenes import interruptions, operator
from contract_harness.scenes.interruptions import Interruptions
from contract_harness.scenes.migration.together import Ended, run_at_once
from contract_harness.scenes.replicas import Replicas


@when(parsers.parse('{count:d} operators run "{command}" at once'), target_fixture="ends")
def operators_run(
    installations: Installations, installation: Installation, count: int, command: str
) -> list[Ended]:
    return run_at_once(operator.replicas(installations, installation.database, count), command)


@when("the orchestrator kills applies, each a little later than the one before", target_fixture="interrupted")
def orchestrator_kills_applies(installations: Installations) -> Interruptions:
    return interruptions.interrupt_applies(installations)


@then(parsers.parse('each command "{did}"'))
def each_command(ends: list[Ended], installation: Installation, did: str) -> None:
    together.expect_each(ends, did, backend=installation.database.kind)


@then("each replica is ready")
def each_replica_is_ready(replicas: Replicas) -> None:
    readiness.expect_ready(replicas.gateways)


@then("each killed apply has left the whole baseline or none of it")
def each_left_all_or_nothing(interrupted: Interruptions) -> None:
    together.expect_all_or_nothing(interrupted)


@then("each apply after a killed one succeeds")
def each_next_apply_succeeds(interrupted: Interruptions) -> None:
    together.expect_reruns_succeed(interrupted)
