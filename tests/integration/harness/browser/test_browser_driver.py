"""The browser's driver is proven to start before a browser test relies on it."""

import os
import sys
from pathlib import Path

import pytest

from contract_harness.browser.driver import OTHER_NODE, ready_driver
from contract_harness.errors import MissingDriver

FAILS = (sys.executable, "-c", "import sys; sys.exit('node: libatomic.so.1 is not there')")
WANTS_ANOTHER = (
    sys.executable,
    "-c",
    f"import os; assert os.environ[{OTHER_NODE!r}] == '/other/node', 'no libatomic.so.1'",
)


@pytest.fixture(autouse=True)
def _only_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is named is forgotten afterwards."""
    monkeypatch.setenv(OTHER_NODE, "")


def test_a_driver_that_starts_is_left_alone() -> None:
    """It keeps its own Node.js."""
    ready_driver((sys.executable, "-c", ""), other=Path("/other/node"))

    assert "" == os.environ[OTHER_NODE]


def test_where_a_library_lacks_another_node_drives() -> None:
    """One that does not need it, for everything this process starts."""
    ready_driver(WANTS_ANOTHER, other=Path("/other/node"))

    assert "/other/node" == os.environ[OTHER_NODE]


def test_a_driver_that_does_not_start_is_named_with_the_remedy() -> None:
    """Its last words and the package that brings the library; a browser is not what lacks."""
    with pytest.raises(MissingDriver) as failed:
        ready_driver(FAILS)

    assert "libatomic.so.1 is not there" in str(failed.value)
    assert "apt-get install libatomic1" in str(failed.value)
    assert "Chromium" not in str(failed.value)


def test_a_node_somebody_named_is_never_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one in silence would be a lie."""
    monkeypatch.setenv(OTHER_NODE, "/mine/node")

    with pytest.raises(MissingDriver):
        ready_driver(WANTS_ANOTHER, other=Path("/other/node"))
