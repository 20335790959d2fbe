"""Images: for which platforms they are built."""

from __future__ import annotations

from pytest_bdd import when

from contract_harness.compose.shipped import Shipped
from contract_harness.expect.images import Built


@when('the operator reads the "build matrix"', target_fixture="built")
def reads_the_build_matrix(shipped: Shipped) -> Built:
    return Built.planned(shipped)
