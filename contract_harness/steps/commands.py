"""Commands: migrate and serve as an operator calls them, alone, at once or cut short, and how they end."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.expect import endings, readiness
from contract_harness.installations.installation import Gateway, Installation, Outcome
from contract_harness.installations.pool import Installations
from contract_harness.scenes import interruptions, operator
from contract_harness.scenes.interruptions import Interruptions


@when('eight operators run "apply" at once', target_fixture="outcomes")
def eight_apply_at_once(installations: Installations, installation: Installation) -> list[Outcome]:
    return operator.apply_at_once(operator.replicas(installations, installation.database, 8))


@when("four gateways are started at once", target_fixture="gateways")
def four_start_at_once(installations: Installations, installation: Installation) -> list[Gateway]:
    return operator.serve_at_once(operator.replicas(installations, installation.database, 4))


@when("applies are killed, each a little later than the one before", target_fixture="interrupted")
def applies_are_killed(installations: Installations) -> Interruptions:
    return interruptions.interrupt_applies(installations)


@then("it fails")
@then("it does not start")
def it_fails(outcome: Outcome) -> None:
    endings.expect_clear_failure(outcome)


@then(parsers.parse('it fails, saying "{words}"'))
def it_fails_saying(outcome: Outcome, words: str) -> None:
    endings.expect_failure_saying(outcome, words)


@then(parsers.parse('it is refused, naming "{name}" and the remedy'))
def it_is_refused(installation: Installation, outcome: Outcome, name: str) -> None:
    endings.expect_refused_with_remedy(outcome, backend=installation.database.kind, names=name)


@then("all of them succeed")
def all_succeed(outcomes: list[Outcome]) -> None:
    endings.expect_all_succeed(outcomes)


@then("the gateway is ready")
def gateway_is_ready(gateway: Gateway) -> None:
    readiness.expect_ready([gateway])


@then("all of them are ready")
def all_are_ready(gateways: list[Gateway]) -> None:
    readiness.expect_ready(gateways)


@then("each left the whole baseline or none of it")
def each_left_all_or_nothing(interrupted: Interruptions) -> None:
    interruptions.expect_all_or_nothing(interrupted)


@then("the next apply succeeds")
def next_apply_succeeds(interrupted: Interruptions) -> None:
    interruptions.expect_reruns_succeed(interrupted)
