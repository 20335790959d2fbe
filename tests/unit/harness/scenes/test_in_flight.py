"""When callers can be said to wait for a provider: once all have reached it, or no more seem to."""

import time

import pytest

from contract_harness.scenes.in_flight import wait_until_settled


@pytest.mark.parametrize(
    ("at_s", "most", "seen"),
    [
        ((0.1, 0.2, 0.3), 3, 3),  # each takes longer than what would settle a quick gateway
        ((0.0, 0.01), 48, 2),  # it passes on two at a time
        ((0.0, 0.01, 1.5), 48, 2),
        ((), 48, 0),  # it passes on none
    ],
)
def test_how_long_callers_are_waited_for(at_s: tuple[float, ...], most: int, seen: int) -> None:
    """Several times the longest pause so far, and at least the given time."""
    began = time.monotonic()

    def arrived() -> int:
        return sum(time.monotonic() - began >= moment for moment in at_s)

    wait_until_settled(arrived, most, settled_s=0.05, first_s=0.2)

    assert seen == arrived()
