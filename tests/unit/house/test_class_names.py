"""One meaning a class name: who reads a name in the gateway need not ask which one."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.given.places import ROOT

ROOM = ROOT / "reference_gateway"


def classes() -> Iterator[tuple[str, Path, int]]:
    """Every class of the gateway and its mutants: name, file and line."""
    for file in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield node.name, file.relative_to(ROOM), node.lineno


def test_no_class_name_has_two_meanings() -> None:
    """A port and what implements it share theirs: they mean the same."""
    places = defaultdict(list)
    for name, file, line in classes():
        if file.parts[0] != "ports":
            places[name].append(f"reference_gateway/{file}:{line}")

    assert len(places) > 400
    assert [] == [
        f"{', '.join(found)}: both are called {name}; name one after what it is for there"
        for name, found in places.items()
        if len(found) > 1
    ]
