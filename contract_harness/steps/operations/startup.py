"""Starting: what is around a gateway that starts, and where it listens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.expect.operations import startup
from contract_harness.installations.installation import RunningCommand
from contract_harness.patience import Patience
from contract_harness.scenes import operator
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.scenario_gateways import ScenarioGateways
from contract_harness.tables import Table, column
from contract_harness.upstreams.silent_proxy import SilentProxy, refused_at_once


@pytest.fixture
def silent_proxy() -> Iterator[SilentProxy]:
    """Between the gateway and the network."""
    with SilentProxy() as proxy:
        yield proxy


@given("the proxy to the network never answers")
def proxy_never_answers(subject: ScenarioGateway, silent_proxy: SilentProxy) -> None:
    subject.environment.update(silent_proxy.environment())


@given(parsers.parse('the config has the gateway listen at "{host}"'))
def listens_at(subject: ScenarioGateway, host: str) -> None:
    operator.have_it_listen_at(subject, host)


@when("the operator starts a gateway that has to wait", target_fixture="gateway")
def starts_and_waits(subject: ScenarioGateway) -> RunningCommand:
    return operator.start_that_waits(subject)


@then("the network keeps nobody waiting who asks for:")
def nobody_is_kept_waiting(
    subject: ScenarioGateway, subjects: ScenarioGateways, datatable: Table, patience: Patience
) -> None:
    def undisturbed() -> ScenarioGateway:
        other = subjects.fresh("local")
        other.environment.update(refused_at_once())
        other.start()
        return other

    startup.expect_undisturbed(subject, column(datatable), limit_s=patience.undelayed_s, other=undisturbed)


@then("no visitor can connect to the gateway")
def no_visitor_can_connect(subject: ScenarioGateway) -> None:
    startup.expect_closed(subject.installation.base_url)


@then("the gateway listens there and nowhere else")
def listens_there_alone(subject: ScenarioGateway) -> None:
    startup.expect_listening(subject)
