"""The page that lists every sentence, as it should stand in features/vocabulary.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.vocabulary.sentences import FEATURES, KINDS, STEPS, Definition, definitions, scenarios, spoken

PAGE = FEATURES / "vocabulary.md"
_HEAD = """# The vocabulary

Every sentence of the features, by the module that defines it. `mise run vocabulary` writes this page, and a
test holds it. How a sentence is made is in [README.md](README.md).

{scenarios} scenarios speak {shapes} shapes of a step: {per:.2f} scenarios a shape.
"""


def page() -> str:
    """The whole page."""
    found = sorted(definitions(), key=lambda one: (_shelf(one.file), KINDS.index(one.kind), one.pattern))
    shapes = {one.shape for one in spoken()}
    count = scenarios()
    parts = [_HEAD.format(scenarios=count, shapes=len(shapes), per=count / len(shapes))]
    for shelf, group in groupby(found, key=lambda one: _shelf(one.file)):
        parts.append(f"\n## {shelf[1]}\n\n" + "".join(_lines(group)))
    return "".join(parts)


def _shelf(file: Path) -> tuple[int, str]:
    """Shared sentences first, then those of one topic, by profile."""
    name = file.relative_to(STEPS).with_suffix("").as_posix()
    return (1 if "/" in name else 0, name)


def _lines(group: Iterator[Definition]) -> Iterator[str]:
    for one in group:
        yield (
            f"- {one.kind.capitalize()} {one.pattern}\n"
            if not one.is_regex
            else (f"- {one.kind.capitalize()} `{one.pattern}`\n")
        )
