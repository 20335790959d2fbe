"""Clusters: what the manifests promise, and what they make of an empty database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import given, then, when

from contract_harness.compose.cluster import Cluster
from contract_harness.compose.manifests import Object
from contract_harness.compose.shipped import Shipped
from contract_harness.evidence.recorder import Evidence
from contract_harness.expect import clusters, confinement, manifests
from contract_harness.patience import Patience
from contract_harness.targets.target import Target

Objects = list[Object]


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


@given("the manifests are brought up on an empty database")
def manifests_are_brought_up(cluster: Cluster) -> None:
    cluster.up()


@when("the manifests are read", target_fixture="objects")
def manifests_are_read(shipped: Shipped) -> Objects:
    return shipped.manifests()


@when("the suspended jobs are enabled")
def jobs_are_enabled(cluster: Cluster) -> None:
    cluster.run_suspended_jobs()


@then("nobody can sign in and the deploy-time key opens nothing")
def nothing_is_there(cluster: Cluster, shipped: Shipped, evidence: Evidence) -> None:
    clusters.expect_empty(cluster, shipped.deploy.admin_email, evidence)


@then("the deployed admin can sign in and the deploy-time key calls a model")
def everything_is_there(cluster: Cluster, shipped: Shipped, evidence: Evidence) -> None:
    clusters.expect_usable(cluster, shipped.deploy.admin_email, evidence)


@then("a job that is not suspended migrates")
def a_job_migrates(objects: Objects) -> None:
    manifests.expect_migration_job(objects)


@then("the gateway's pods do none of the three")
def pods_serve_alone(objects: Objects, shipped: Shipped) -> None:
    manifests.expect_serving_alone(objects, shipped.deploy.gateway)


@then("the jobs that bootstrap and seed are suspended")
def jobs_are_suspended(objects: Objects) -> None:
    manifests.expect_suspended(objects)


@then("every pod that serves has a readiness and a liveness probe")
def pods_are_probed(objects: Objects) -> None:
    manifests.expect_probes(objects)


@then("the gateway is ready when its readiness path says so")
def readiness_is_asked(objects: Objects, shipped: Shipped, target: Target) -> None:
    manifests.expect_readiness_path(objects, shipped.deploy.gateway, target.readiness_path)


@then("every pod is confined")
def pods_are_confined(objects: Objects) -> None:
    confinement.expect_confined(objects)


@then("every ingress leads to the gateway")
def ingress_leads_to_the_gateway(objects: Objects, shipped: Shipped) -> None:
    manifests.expect_ingress(objects, shipped.deploy.gateway)


@then("no service is opened to the outside")
def services_are_inner(objects: Objects) -> None:
    manifests.expect_inner_services(objects)


@then("the admin UI's pods are reached by the gateway's pods alone")
def ui_is_reached_by_the_gateway(objects: Objects, shipped: Shipped) -> None:
    manifests.expect_reached_by_the_gateway_alone(objects, shipped.deploy.admin_ui, shipped.deploy.gateway)


@then("every secret of a pod is a reference")
def secrets_are_references(objects: Objects) -> None:
    manifests.expect_references(objects)


@then("no secret is shipped with a value")
def no_secret_is_shipped(objects: Objects) -> None:
    manifests.expect_no_secret(objects)


@then("every pod with the gateway's config has every variable it refers to")
def configs_are_satisfied(objects: Objects, shipped: Shipped) -> None:
    manifests.expect_config_satisfied(objects, shipped)
