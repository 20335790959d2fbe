"""When callers can be said to wait for a provider: once all have reached it, or no more will."""

import os
import time

import pytest

from contract_harness.scenes.concurrency import Crowd, worked_s


@pytest.mark.parametrize(
    ("at_s", "busy_s", "seen"),
    [
        ((0.1, 0.2, 0.3), 0.3, 3),  # each takes longer to compute than what settles a quick gateway
        ((0.0, 0.01), 0.0, 2),  # it passes on two at a time
        ((0.0, 0.01, 1.5), 0.0, 2),
        ((0.0, 0.01, 0.6), 0.7, 3),  # meanwhile it computes
        ((), 0.0, 0),  # it passes on none
        ((2.5,), 9.0, 0),  # it computes without end
    ],
)
def test_how_long_callers_are_waited_for(at_s: tuple[float, ...], busy_s: float, seen: int) -> None:
    """Until nothing comes any more, and nothing is done; but not for ever."""
    began = time.monotonic()

    def arrived() -> int:
        return sum(time.monotonic() - began >= moment for moment in at_s)

    crowd = Crowd(arrived, lambda: min(time.monotonic() - began, busy_s))
    crowd.wait_until_settled(3, settled_s=0.05, within_s=2.0)

    assert seen == arrived()


def test_what_a_process_has_computed_is_known() -> None:
    """Of one that is there; one that has ended has computed nothing that counts."""
    before = worked_s([os.getpid()])
    sum(range(3_000_000))

    assert worked_s([os.getpid()]) > before
    assert 0 == worked_s([2**22 + 1])
