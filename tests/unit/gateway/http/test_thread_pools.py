"""A thread pool has as many threads as there is work at once, and never more than it may."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from reference_gateway.http.server.thread_pools import ThreadPool

MOST = 3


class Work:
    """A task that begins, and ends when it is let go."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.may_end = threading.Event()
        self.ended = threading.Event()

    def service(self) -> None:
        """What the pool calls."""
        self.began.set()
        self.may_end.wait(10)
        self.ended.set()


@pytest.fixture
def pool() -> Iterator[ThreadPool]:
    """Ended with the test."""
    pool = ThreadPool(MOST)
    yield pool
    pool.shutdown()


def _idle(pool: ThreadPool) -> None:
    """Wait until no thread of *pool* is busy."""
    deadline = threading.Event()
    for _ in range(1000):
        with pool.lock:
            if pool.active_count == 0:
                return
        deadline.wait(0.005)
    raise AssertionError("a thread stayed busy")


def test_a_lane_without_work_has_no_thread(pool: ThreadPool) -> None:
    """Nothing is started for what may never come."""
    assert 0 == len(pool.threads)


def test_work_that_comes_at_once_is_done_at_once(pool: ThreadPool) -> None:
    """Each has a thread of its own, up to the most."""
    works = [Work() for _ in range(MOST)]
    for work in works:
        pool.add_task(work)

    assert all(work.began.wait(5) for work in works)
    assert len(pool.threads) == MOST
    for work in works:
        work.may_end.set()


def test_work_beyond_the_most_waits_its_turn(pool: ThreadPool) -> None:
    """And is done by the first thread that is free."""
    works = [Work() for _ in range(MOST + 1)]
    for work in works:
        pool.add_task(work)
    assert all(work.began.wait(5) for work in works[:MOST])
    assert not works[MOST].began.is_set()
    works[0].may_end.set()

    assert works[MOST].began.wait(5)
    assert MOST == len(pool.threads)
    for work in works:
        work.may_end.set()


def test_an_idle_thread_is_used_again(pool: ThreadPool) -> None:
    """One after the other needs one thread."""
    for _ in range(5):
        work = Work()
        work.may_end.set()
        pool.add_task(work)
        assert work.ended.wait(5)
        _idle(pool)

    assert 1 == len(pool.threads)
