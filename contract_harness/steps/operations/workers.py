"""Workers: what becomes of a gateway that serves with several processes when it runs out of them."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.expect.operations import workers
from contract_harness.installations.installation import ProcessGateway


@then("the gateway gives up, naming its workers")
def gateway_gives_up(gateway: ProcessGateway) -> None:
    workers.expect_given_up(gateway)
