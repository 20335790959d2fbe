"""One scripted admin UI and one gateway before it, shared by the tests of a module."""

from collections.abc import Iterator

import pytest

from tests.given.http_upstream import Upstream, page
from tests.given.http_world import proxying
from tests.given.websockets import Puppet


@pytest.fixture(scope="module")
def _standing_ui() -> Iterator[Upstream]:
    upstream = Upstream()
    yield upstream
    upstream.stop()


@pytest.fixture
def ui(_standing_ui: Upstream) -> Upstream:
    """The admin UI, answering a small page; what it was asked before is forgotten."""
    _standing_ui.script = page()
    _standing_ui.asked.clear()
    return _standing_ui


@pytest.fixture(scope="module")
def port(_standing_ui: Upstream) -> Iterator[int]:
    """Where the gateway listens."""
    with proxying(_standing_ui.port) as port:
        yield port


@pytest.fixture
def puppet() -> Iterator[Puppet]:
    """Agrees to WebSockets, and lets go at the end."""
    puppet = Puppet()
    yield puppet
    puppet.may_go.set()


@pytest.fixture
def live_ui(puppet: Puppet) -> Iterator[Upstream]:
    """An admin UI that agrees to WebSockets."""
    upstream = Upstream(script=puppet)
    yield upstream
    upstream.stop()
