"""A tiny gateway that records what it is asked, and the admin UI in front of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.gateway.admin_ui.fake_gateway_api import FakeGateway
from tests.integration.gateway.admin_ui.visits import Ui, serving


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    """The gateway, without anything wrong with it yet."""
    fake = FakeGateway()
    yield fake
    fake.stop()


@pytest.fixture
def ui(gateway: FakeGateway) -> Iterator[Ui]:
    """The UI of that gateway."""
    yield from serving({"ADMIN_GATEWAY_ORIGIN": gateway.origin})
