"""A lane has as many threads as there is work at once, and never more than it may."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from reference_gateway.http.lanes import Lane

MOST = 3


class Work:
    """A task that begins, and ends when it is let go."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.may_end = threading.Event()
        self.ended = threading.Event()

    def service(self) -> None:
        """What the lane calls."""
        self.began.set()
        self.may_end.wait(10)
        self.ended.set()


@pytest.fixture
def lane() -> Iterator[Lane]:
    """Ended with the test."""
    lane = Lane(MOST)
    yield lane
    lane.shutdown()


def _idle(lane: Lane) -> None:
    """Wait until no thread of *lane* is busy."""
    deadline = threading.Event()
    for _ in range(1000):
        with lane.lock:
            if lane.active_count == 0:
                return
        deadline.wait(0.005)
    raise AssertionError("a thread stayed busy")


def test_a_lane_without_work_has_no_thread(lane: Lane) -> None:
    """Nothing is started for what may never come."""
    assert 0 == len(lane.threads)


def test_work_that_comes_at_once_is_done_at_once(lane: Lane) -> None:
    """Each has a thread of its own, up to the most."""
    works = [Work() for _ in range(MOST)]
    for work in works:
        lane.add_task(work)

    assert all(work.began.wait(5) for work in works)
    assert len(lane.threads) == MOST
    for work in works:
        work.may_end.set()


def test_work_beyond_the_most_waits_its_turn(lane: Lane) -> None:
    """And is done by the first thread that is free."""
    works = [Work() for _ in range(MOST + 1)]
    for work in works:
        lane.add_task(work)
    assert all(work.began.wait(5) for work in works[:MOST])
    assert not works[MOST].began.is_set()
    works[0].may_end.set()

    assert works[MOST].began.wait(5)
    assert MOST == len(lane.threads)
    for work in works:
        work.may_end.set()


def test_an_idle_thread_is_used_again(lane: Lane) -> None:
    """One after the other needs one thread."""
    for _ in range(5):
        work = Work()
        work.may_end.set()
        lane.add_task(work)
        assert work.ended.wait(5)
        _idle(lane)

    assert 1 == len(lane.threads)
