"""Images: for which platforms they are built, from what, and what their labels say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pytest_bdd import then, when

from contract_harness.compose.shipped import Shipped
from contract_harness.expect.deployment import images
from contract_harness.expect.images import Built
from contract_harness.tables import Table, column, lists


@when('the operator reads the "build matrix"', target_fixture="matrix")
def reads_the_build_matrix(shipped: Shipped) -> Mapping[str, Sequence[str]]:
    return shipped.platforms()


@then("the images are built for:")
def images_are_built_for(matrix: Mapping[str, Sequence[str]], datatable: Table) -> None:
    images.expect_platforms(matrix, lists(datatable))


@then('every "base" image is named with an exact version')
def bases_are_pinned(built: Built) -> None:
    images.expect_pinned(images.bases(built.images))


@then('every "pulled" image is named with an exact version')
def pulled_images_are_pinned(shipped: Shipped) -> None:
    images.expect_pinned(shipped.pulled())


@then("every image is labelled with:")
def images_are_labelled(built: Built, datatable: Table) -> None:
    images.expect_labels(built.images, column(datatable))
