"""
Every mutant lies on the shelf of the topic whose clause it breaks: `mutants/<profile>/<topic>.py`, or for a
neighbour `mutants/neighbours/<profile>/<topic>.py`.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.given.places import ROOT

ROOM = Path("reference_gateway/mutants")
NEIGHBOURS = ROOM / "neighbours"
FEWEST = {ROOM: 1, NEIGHBOURS: 2}
"""Mutants of each clause, by the room of their kind."""
AT_THE_DOOR = {"__init__.py", "__main__.py", "canary.py"}
"""The registry, its command, and the one mutant that is wrong about everything."""
_CLAUSE = re.compile(r"(?<!\S)@([a-z0-9-]+\.[a-z0-9-]+)")


@dataclass(frozen=True)
class Placed:
    """A mutant where it was found."""

    file: Path
    line: int
    breaks: str


def shelves() -> dict[str, Path]:
    """The file for the mutants of each clause, by the clause's id."""
    return {
        clause: shelf_of(feature)
        for feature in (ROOT / "features").rglob("*.feature")
        for clause in _CLAUSE.findall(feature.read_text("utf-8"))
    }


def shelf_of(feature: Path) -> Path:
    """The file for the mutants of the clauses in *feature*."""
    return ROOM / feature.parent.name.replace("-", "_") / f"{feature.stem}.py"


def mutants_in(file: Path, source: str) -> Iterator[Placed]:
    """The mutants that *source*, the text of *file*, registers."""
    for node in ast.parse(source).body:
        for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name):
                breaks = [word.value for word in decorator.keywords if word.arg == "breaks"]
                if decorator.func.id in {"mutant", "deploy_mutant"} and isinstance(breaks[0], ast.Constant):
                    yield Placed(file, node.lineno, str(breaks[0].value))


def misplaced(placed: Placed, shelf: Path | None) -> str | None:
    """What is wrong with where a mutant lies, and what to do about it; None when nothing is."""
    if shelf and (placed.file == shelf or _holds_neighbours_of(placed.file, shelf)):
        return None
    remedy = f"move it to {shelf}" if shelf else "name a clause of features/ in `breaks`"
    return f"{placed.file}:{placed.line}: the mutant of {placed.breaks} lies here; {remedy}"


def _holds_neighbours_of(file: Path, shelf: Path) -> bool:
    """`neighbours/<profile>/<topic>.py`, or where these are many `<topic>_<noun>.py` beside it."""
    own = NEIGHBOURS / shelf.relative_to(ROOM)
    return file.parent == own.parent and (file.stem == own.stem or file.stem.startswith(f"{own.stem}_"))


def modules() -> list[Path]:
    """Every module of the room, relative to the project."""
    return [file.relative_to(ROOT) for file in sorted((ROOT / ROOM).rglob("*.py"))]


def test_every_mutant_lies_on_the_shelf_of_its_topic() -> None:
    """Whoever reads a feature file finds what proves its clauses without a search."""
    known = shelves()
    found = [one for file in modules() for one in mutants_in(file, (ROOT / file).read_text("utf-8"))]
    wrong = [misplaced(one, known.get(one.breaks)) for one in found if one.file.name not in AT_THE_DOOR]

    assert len(found) > 250
    assert [] == [said for said in wrong if said]


def test_every_clause_has_mutants_of_both_kinds() -> None:
    """At least one that breaks the promise itself, and two that are wrong one step beside its examples."""
    found = Counter(
        (one.breaks, NEIGHBOURS if NEIGHBOURS in file.parents else ROOM)
        for file in modules()
        if file.name not in AT_THE_DOOR
        for one in mutants_in(file, (ROOT / file).read_text("utf-8"))
    )
    few = [
        f"{clause} has {found[clause, room]} of {fewest}: write more in {room / shelf.relative_to(ROOM)}"
        for clause, shelf in sorted(shelves().items())
        for room, fewest in FEWEST.items()
        if found[clause, room] < fewest
    ]

    assert [] == few


def test_every_shelf_is_named_after_a_topic() -> None:
    """A module that holds no topic's mutants says so with a `_` in front."""
    known = set(shelves().values())
    known |= {file for file in modules() for shelf in known if _holds_neighbours_of(file, shelf)}
    unknown = [
        f"{file}:1: no feature file of that name; name it after its topic, or with `_` in front if it holds "
        "what several topics share"
        for file in modules()
        if not file.name.startswith("_") and file.name not in AT_THE_DOOR and file not in known
    ]

    assert [] == unknown


def test_a_misplaced_mutant_is_told_with_file_line_and_remedy() -> None:
    """The message is enough to put it right."""
    source = (
        '"""Wrong."""\n\n\n@mutant(breaks="same-origin.a-promise")\ndef breaks_it(parts):\n    """Wrong."""\n'
    )
    file = ROOM / "telemetry" / "logs.py"
    (placed,) = mutants_in(file, source)

    assert misplaced(placed, file) is None
    assert misplaced(placed, ROOM / "same_origin" / "wire.py") == (
        "reference_gateway/mutants/telemetry/logs.py:5: the mutant of same-origin.a-promise lies here; "
        "move it to reference_gateway/mutants/same_origin/wire.py"
    )
    assert str(misplaced(placed, None)).endswith("name a clause of features/ in `breaks`")
