"""Deploy-time secrets: what must be given, and what the example environment says of it."""

from __future__ import annotations

from pytest_bdd import then, when

from contract_harness.compose.shipped import Shipped
from contract_harness.expect.deployment import secrets
from contract_harness.tables import Table, pairs


@when('the operator reads the "example environment"')
def reads_the_example(shipped: Shipped) -> None:
    secrets.example_environment(shipped)


@then("the secrets are:")
def secrets_are(shipped: Shipped, datatable: Table) -> None:
    secrets.expect_secrets(shipped, pairs(datatable))
