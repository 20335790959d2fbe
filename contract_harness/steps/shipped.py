"""What is shipped, as an operator reads it: the compose file, the Dockerfiles."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd import parsers, then, when

from contract_harness.compose.composition import Composition
from contract_harness.compose.shipped import Shipped
from contract_harness.drivers.reaper import Reaper
from contract_harness.errors import NotObservable
from contract_harness.expect.images import Built, expect_images
from contract_harness.expect.services import expect_services
from contract_harness.tables import Table, pairs
from contract_harness.targets.target import Target


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


@when('the operator reads the "compose file"', target_fixture="composition")
def reads_the_compose_file(shipped: Shipped) -> Composition:
    return Composition.read(shipped)


@when(
    parsers.parse('the operator reads the "compose file" with the profile "{profile}"'),
    target_fixture="composition",
)
def reads_a_profile(shipped: Shipped, profile: str) -> Composition:
    return Composition.read(shipped, profile=profile)


@when('the operator reads the "Dockerfiles"', target_fixture="built")
def reads_the_dockerfiles(shipped: Shipped) -> Built:
    return Built.read(shipped)


@then("the services are:")
def services_are(composition: Composition, datatable: Table) -> None:
    expect_services(composition, pairs(datatable))


@then("the images are:")
def images_are(built: Built, datatable: Table) -> None:
    expect_images(built, pairs(datatable))
