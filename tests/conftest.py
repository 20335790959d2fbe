"""The order of the whole run: the longest files begin first, so that no core waits for one at the end.

A worker that has begun with `e2e` keeps its browser, beside which its process can open no other: whatever
opens one for a file of its own stands before that.
"""

from __future__ import annotations

import pytest

LONGEST_FIRST = (
    "tests/acceptance/judging/test_main_job.py",
    "tests/acceptance/judging/test_kill_matrix.py",
    "tests/acceptance/judging/test_observed_target.py",
    "tests/acceptance/tasks/test_tasks.py",
    "tests/acceptance/judging",
    "tests/acceptance",
    "tests/integration/site",
    "e2e",
    "tests/static",
    "tests/integration",
    "tests/unit",
)
"""Beginnings of node ids. `mise run bench -- --tests` says how long each file takes."""


# trylast: what was deselected is gone by then.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the items in order; a stable sort leaves the files themselves as they are."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    return next(place for place, begins in enumerate(LONGEST_FIRST) if item.nodeid.startswith(begins))
