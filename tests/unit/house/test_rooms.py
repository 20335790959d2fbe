"""How the rooms of the harness lie: few, on few floors, with few arrows, and none that runs back up."""

from collections import defaultdict
from functools import cache

import grimp
import pytest

MOST = {"rooms": 30, "floors": 13, "arrows": 150}
"""The contract `Harness rooms import downwards only` in pyproject.toml says which room stands where."""


@cache
def arrows() -> dict[str, set[str]]:
    """The rooms each room imports; a room is a module or package at the top of the harness."""
    graph = grimp.build_graph("contract_harness")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        importer = room(module)
        for imported in graph.find_modules_directly_imported_by(module):
            if room(imported) != importer:
                found[importer].add(room(imported))
        found[importer] |= set()
    return dict(found)


def room(module: str) -> str:
    """The name of the room a module lies in."""
    return module.split(".")[1] if "." in module else "."


def floors(rooms: dict[str, set[str]]) -> int:
    """How many rooms stand on one another at most.

    Raises:
        RecursionError: an arrow runs back up.
    """

    def height(name: str) -> int:
        return 1 + max((height(below) for below in rooms[name]), default=0)

    return max(height(name) for name in rooms)


def test_the_house_stays_small() -> None:
    """Whoever opens it takes it in at a glance."""
    count = {
        "rooms": len(arrows()),
        "floors": floors(arrows()),
        "arrows": sum(len(below) for below in arrows().values()),
    }

    assert [] == [
        f"{number} {what}, at most {MOST[what]}" for what, number in count.items() if number > MOST[what]
    ]


def test_there_are_rooms() -> None:
    """The count above is of the real house."""
    assert {"cli", "running", "steps", "expect", "ledger", "errors"} <= set(arrows())
    assert "running" in arrows()["cli"]


def test_an_arrow_back_up_is_noticed() -> None:
    """Two rooms that need each other stand on no floor."""
    with pytest.raises(RecursionError):
        floors({"attic": {"cellar"}, "cellar": {"attic"}})
