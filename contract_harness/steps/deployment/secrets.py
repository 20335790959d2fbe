"""Deploy-time secrets: what must be given, and what the example environment says of it."""

from __future__ import annotations

from pytest_bdd import then, when

from contract_harness.compose.shipped import Shipped
from contract_harness.expect.deployment import secrets
from contract_harness.expect.deployment.secrets import ComposeRefusal


@when('the operator leaves each secret of the gateway "out" in turn', target_fixture="refusals")
def each_is_left_out(shipped: Shipped) -> list[ComposeRefusal]:
    return secrets.each_missing(shipped, empty=False)


@when('the operator leaves each secret of the gateway "empty" in turn', target_fixture="refusals")
def each_is_left_empty(shipped: Shipped) -> list[ComposeRefusal]:
    return secrets.each_missing(shipped, empty=True)


@when('the operator reads the "example environment"', target_fixture="example_environment")
def reads_the_example(shipped: Shipped) -> dict[str, str]:
    return secrets.example_environment(shipped)


@then("the compose file is refused by the name of each secret")
def each_is_named(refusals: list[ComposeRefusal]) -> None:
    secrets.expect_refused_by_name(refusals)


@then("the example environment names every secret")
def example_is_complete(shipped: Shipped, example_environment: dict[str, str]) -> None:
    secrets.expect_complete(example_environment, secrets.asked_of_the_operator(shipped))


@then("the example environment gives no secret a value")
def example_gives_nothing(shipped: Shipped, example_environment: dict[str, str]) -> None:
    secrets.expect_no_values(example_environment, secrets.asked_of_the_operator(shipped))
