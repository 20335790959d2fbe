"""Shipping: what a gateway ships to be deployed with, read as a container engine would read it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import parsers, then, when

from contract_harness.compose.images import Image
from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.drivers.reaper import Reaper
from contract_harness.errors import NotObservable
from contract_harness.expect import compose_services, containment, shipped_configs
from contract_harness.expect import images as built
from contract_harness.tables import column, lists
from contract_harness.targets.target import Target

Services = Mapping[str, Service]


@pytest.fixture(scope="session")
def shipped(target: Target) -> Iterator[Shipped]:
    """A copy of what the target ships, spoilt if it is a mutant that ships something wrong."""
    if target.deploy is None:
        raise NotObservable(f"target {target.name!r} has no [deploy]: what it ships is not known")
    home = Path(tempfile.mkdtemp(prefix="gateway-contracts-deploy-"))
    Reaper.shared().watch_folder(home)
    try:
        folder = home / target.deploy.folder.name
        shutil.copytree(target.deploy.folder, folder)
        found = Shipped(folder, target.deploy)
        if argv := target.alter_argv(folder):
            found.alter(argv)
        yield found
    finally:
        shutil.rmtree(home, ignore_errors=True)
        Reaper.shared().forget_folder(home)


@when("the compose file is read with every secret given", target_fixture="services")
def compose_file_is_read(shipped: Shipped) -> Services:
    return shipped.services(shipped.secrets().environment)


@when(parsers.parse('the compose file is read with its "{profile}" profile'), target_fixture="services")
def profile_is_read(shipped: Shipped, profile: str) -> Services:
    return shipped.services(shipped.secrets().environment, profile=profile)


@when("the build matrix is read", target_fixture="matrix")
def build_matrix_is_read(shipped: Shipped) -> Mapping[str, list[str]]:
    return shipped.platforms()


@when("the Dockerfiles are read", target_fixture="images")
def dockerfiles_are_read(shipped: Shipped) -> Mapping[str, Image]:
    return shipped.images()


@then("the gateway, the admin UI and the database are started")
def three_are_started(shipped: Shipped, services: Services) -> None:
    compose_services.expect_topology(shipped, services)


@then("the gateway is told where the admin UI and the database are")
def gateway_is_told(shipped: Shipped, services: Services) -> None:
    compose_services.expect_told(shipped, services)


@then("the gateway is the only service that is published")
def gateway_is_published(shipped: Shipped, services: Services) -> None:
    compose_services.expect_published(services, shipped.deploy.gateway)


@then("the admin UI and the database are on internal networks alone")
def inner_services_have_no_way_out(shipped: Shipped, services: Services) -> None:
    compose_services.expect_no_way_out(shipped, services)


@then("no collector is started")
def no_collector_is_started(services: Services) -> None:
    compose_services.expect_no_collector(services)


@then("a collector is started beside the others")
def collector_is_started(shipped: Shipped, services: Services) -> None:
    compose_services.expect_topology(shipped, services)
    compose_services.expect_collector(services)


@then("the gateway's config names no collector")
def config_names_no_collector(shipped: Shipped, services: Services) -> None:
    shipped_configs.expect_no_endpoint(shipped, services)


@then("a config that is shipped sends telemetry to it", target_fixture="telemetry_config")
def config_sends_to_the_collector(shipped: Shipped, services: Services) -> dict[str, Any]:
    return shipped_configs.expect_config_for(shipped, compose_services.expect_collector(services))


@then("that config is otherwise the one the gateway has")
def config_is_otherwise_the_same(shipped: Shipped, telemetry_config: dict[str, Any]) -> None:
    shipped_configs.expect_same_but_telemetry(shipped, telemetry_config)


@then("the images are built for")
def images_are_built_for(matrix: Mapping[str, Sequence[str]], datatable: list[list[str]]) -> None:
    built.expect_platforms(matrix, lists(datatable))


@then("there is one for the gateway and one for the admin UI")
def both_are_built(shipped: Shipped, images: Mapping[str, Image]) -> None:
    built.expect_built(images, (shipped.deploy.gateway, shipped.deploy.admin_ui))


@then("each has a stage that builds and one that runs")
def each_has_stages(images: Mapping[str, Image]) -> None:
    built.expect_stages(images)


@then("every base is named with an exact version")
def bases_are_pinned(images: Mapping[str, Image]) -> None:
    built.expect_pinned({f"{name} ({base})": base for name, one in images.items() for base in one.bases})


@then("so is every image the compose file pulls")
def pulled_images_are_pinned(shipped: Shipped) -> None:
    built.expect_pinned(shipped.pulled())


@then("each has a health check at a port it exposes")
def images_check_their_health(images: Mapping[str, Image]) -> None:
    built.expect_checked(images)


@then("each is labelled with")
def images_are_labelled(images: Mapping[str, Image], datatable: list[list[str]]) -> None:
    built.expect_labels(images, column(datatable))


@then("every service has a health check")
def services_have_health_checks(services: Services) -> None:
    containment.expect_health_checks(services)


@then("the gateway starts once the database is healthy")
def gateway_waits(shipped: Shipped, services: Services) -> None:
    containment.expect_waits_for_the_database(shipped, services)


@then("no service runs as root")
def no_service_runs_as_root(services: Services) -> None:
    containment.expect_no_root(services)


@then("no image that is built here runs as root by itself")
def no_image_runs_as_root(shipped: Shipped) -> None:
    containment.expect_no_root_by_itself(shipped.images())


@then("every root file system is read-only")
def roots_are_read_only(services: Services) -> None:
    containment.expect_read_only(services)


@then("every service drops all capabilities and gains no privilege")
def privileges_are_dropped(services: Services) -> None:
    containment.expect_unprivileged(services)
