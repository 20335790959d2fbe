"""Kubernetes: what the manifests promise, and what they make of an empty database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import given, then, when

from contract_harness.compose.cluster import Cluster
from contract_harness.compose.shipped import Shipped
from contract_harness.evidence.recorder import Evidence
from contract_harness.expect.deployment import _pods
from contract_harness.expect.deployment.kubernetes import Manifests
from contract_harness.patience import Patience
from contract_harness.scenes.deployed import deployed
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs
from contract_harness.targets.target import Target


@pytest.fixture
def cluster(target: Target, shipped: Shipped, patience: Patience, evidence: Evidence) -> Iterator[Cluster]:
    """The manifests on an empty database; nothing is started yet."""
    cluster = Cluster(target, shipped, patience)
    cluster.shown_by(evidence)
    try:
        yield cluster
    finally:
        evidence.settle_logs()
        cluster.close()


@given("the manifests are brought up on an empty database", target_fixture="subject")
def manifests_are_brought_up(cluster: Cluster, shipped: Shipped, evidence: Evidence) -> ScenarioGateway:
    cluster.up()
    return deployed(cluster, shipped.deploy.admin_email, evidence)


@when('the operator reads the "manifests"', target_fixture="manifests")
def reads_the_manifests(shipped: Shipped, target: Target) -> Manifests:
    return Manifests.read(shipped, target)


@when("the operator enables the suspended jobs")
def jobs_are_enabled(cluster: Cluster) -> None:
    cluster.run_suspended_jobs()


@then("the objects are:")
def objects_are(manifests: Manifests, datatable: Table) -> None:
    _pods.expect_objects(manifests, pairs(datatable))
