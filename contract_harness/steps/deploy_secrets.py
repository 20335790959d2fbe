"""Deploy-time secrets: what must be given, and what is shipped in its place."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_bdd import parsers, then, when

from contract_harness.compose.configs import config_of
from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.expect import compose_services, deploy_secrets, shipped_configs
from contract_harness.expect.deploy_secrets import ComposeRefusal

Services = Mapping[str, Service]


@when(parsers.re(r"each secret of the gateway is left (?P<how>out|empty) in turn"), target_fixture="refusals")
def each_is_left_out(shipped: Shipped, how: str) -> list[ComposeRefusal]:
    return deploy_secrets.each_missing(shipped, empty=how == "empty")


@when("the example environment is read", target_fixture="example_environment")
def example_is_read(shipped: Shipped) -> dict[str, str]:
    return deploy_secrets.example_environment(shipped)


@then("the gateway is given every variable its config refers to")
def config_is_satisfied(shipped: Shipped, services: Services) -> None:
    config = config_of(shipped, services[shipped.deploy.gateway])
    deploy_secrets.expect_passed(services, shipped.deploy.gateway, config)


@then("the gateway is given every variable that config refers to")
def telemetry_config_is_satisfied(shipped: Shipped, services: Services) -> None:
    config = shipped_configs.expect_config_for(shipped, compose_services.expect_collector(services))
    deploy_secrets.expect_passed(services, shipped.deploy.gateway, config)


@then("each time the compose file is refused by the secret's name")
def each_is_named(refusals: list[ComposeRefusal]) -> None:
    deploy_secrets.expect_refused_by_name(refusals)


@then("it names every variable that must be given")
def example_is_complete(shipped: Shipped, example_environment: dict[str, str]) -> None:
    deploy_secrets.expect_complete(example_environment, shipped.required)


@then("it gives none of them a value")
def example_gives_nothing(shipped: Shipped, example_environment: dict[str, str]) -> None:
    deploy_secrets.expect_no_values(example_environment, shipped.required)


@then("the gateway's config holds no literal secret")
def config_holds_no_literal(shipped: Shipped, services: Services) -> None:
    deploy_secrets.expect_no_literal(config_of(shipped, services[shipped.deploy.gateway]))


@then("every password, key and token of a service is one that was given")
def secrets_are_given(shipped: Shipped) -> None:
    given = shipped.secrets()
    deploy_secrets.expect_only_given(shipped.services(given.environment), given)
