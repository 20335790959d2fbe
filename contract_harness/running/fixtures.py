"""
What steps are given: a pytest plugin of fixtures, and nothing else.

`target` is parametrised by whoever runs the suite; everything else follows from it. A scenario talks to
`gateway`: the standing one, unless a step put another in its place (`target_fixture="gateway"`). `http`
and its kin are made for the gateway at the moment they are first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import HttpClient
from contract_harness.clients.public import PublicApi
from contract_harness.clients.raw import RawConnection
from contract_harness.databases import DatabaseFactory
from contract_harness.drivers.gateway import Gateway
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.installation import Installation
from contract_harness.installations.pool import Installations, Pool, Standing
from contract_harness.patience import Patience
from contract_harness.targets import loading
from contract_harness.targets.credentials import Credentials
from contract_harness.targets.target import Target
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.provider import SimulatedProvider


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest) -> Target:
    """The gateway that is verified: the parameter, or the reference gateway on SQLite."""
    chosen = getattr(request, "param", "reference")
    return chosen if isinstance(chosen, Target) else loading.load(str(chosen))


@pytest.fixture(scope="session")
def patience() -> Patience:
    """How long to wait for what."""
    return Patience.from_environment()


@pytest.fixture(scope="session")
def pool(target: Target, patience: Patience) -> Iterator[Pool]:
    """What this worker keeps for the target: simulators, databases, standing gateways."""
    pool = Pool(target, patience)
    try:
        yield pool
    finally:
        pool.close()


@pytest.fixture
def evidence(pool: Pool) -> Iterator[Evidence]:
    """What this scenario saw; the simulators are as new when it begins."""
    pool.reset()
    evidence = Evidence()
    pool.credentials.hide_in(evidence)
    yield evidence
    evidence.settle_logs()


@pytest.fixture
def credentials(pool: Pool) -> Credentials:
    """What opens the gateway, whichever driver it has."""
    return pool.credentials


@pytest.fixture
def base_path(target: Target) -> str:
    """Where the admin UI is mounted, such as `/admin`."""
    return target.base_path


@pytest.fixture
def databases(pool: Pool) -> DatabaseFactory:
    """Makes databases of the target's kind; all are dropped at the end. Not observable by URL."""
    return pool.databases


@pytest.fixture
def admin_ui(pool: Pool, evidence: Evidence) -> SimulatedAdminUi:  # noqa: ARG001 - it makes them as new
    """The simulated admin UI behind every gateway of this scenario. Not observable by URL."""
    return pool.shared.admin_ui


@pytest.fixture
def provider(pool: Pool, evidence: Evidence) -> SimulatedProvider:  # noqa: ARG001 - it makes them as new
    """The simulated provider behind every gateway of this scenario. Not observable by URL."""
    return pool.shared.provider


@pytest.fixture
def installations(pool: Pool, evidence: Evidence) -> Iterator[Installations]:
    """Makes installations, ended with the scenario, and hands out standing ones by name."""
    installations = Installations(pool, evidence)
    evidence.diagnose = installations.ailment
    try:
        yield installations
    finally:
        installations.close()


@pytest.fixture
def installation(installations: Installations) -> Installation:
    """A new one with the default config and an empty database. Not observable by URL."""
    return installations.new()


@pytest.fixture
def standing(installations: Installations) -> Standing:
    """The gateway that stands already with the default config; only for what changes nothing lasting."""
    return installations.standing("default")


@pytest.fixture
def console(installations: Installations, target: Target) -> Standing:
    """A standing gateway in front of the gateway's own admin UI (for a URL target, whatever is there)."""
    if target.driver == "url":
        return installations.standing("default")
    return installations.standing("console", Installation.real_admin_ui)


@pytest.fixture
def gateway(standing: Standing) -> Gateway:
    """The running gateway the scenario talks to."""
    return standing.gateway


@pytest.fixture
def http(gateway: Gateway) -> HttpClient:
    """Talks to the gateway."""
    return gateway.http


@pytest.fixture
def raw(gateway: Gateway) -> Iterator[Callable[[], RawConnection]]:
    """Opens bare connections to the gateway; all are closed at the end."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(gateway.raw())


@pytest.fixture
def public_api(gateway: Gateway) -> PublicApi:
    """The data plane of the gateway."""
    return gateway.public()


@pytest.fixture
def admin_api(gateway: Gateway) -> AdminApi:
    """The auth and admin APIs of the gateway, with an empty cookie jar."""
    return gateway.admin()
