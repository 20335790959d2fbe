"""The browser's driver is proven to start before a browser test relies on it."""

import sys

import pytest

from contract_harness.browser.driver import ready_driver
from contract_harness.errors import MissingBrowser

FAILS = (sys.executable, "-c", "import sys; sys.exit('node: libatomic.so.1 is not there')")


def test_a_driver_that_starts_is_left_alone() -> None:
    """Nothing is fetched for it, whoever asks."""
    ready_driver((sys.executable, "-c", ""), is_debian_root=False)


def test_a_driver_that_does_not_start_is_named_with_the_remedy() -> None:
    """Where no package may be installed, the message holds its last words and the package."""
    with pytest.raises(MissingBrowser) as failed:
        ready_driver(FAILS, is_debian_root=False)

    assert "libatomic.so.1 is not there" in str(failed.value)
    assert "libatomic1" in str(failed.value)
