"""Starting: what is around a gateway that starts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import given

from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.upstreams.silent_proxy import SilentProxy


@pytest.fixture
def silent_proxy() -> Iterator[SilentProxy]:
    """Between the gateway and the network."""
    with SilentProxy() as proxy:
        yield proxy


@given("the proxy to the network never answers")
def proxy_never_answers(subject: ScenarioGateway, silent_proxy: SilentProxy) -> None:
    subject.environment.update(silent_proxy.environment())
