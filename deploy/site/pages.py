"""The Markdown pages of the repository: where each stands in the site, and where its links lead there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.site.places import SiteError

FOLDERS = ("contract_harness", "contracts", "deploy", "docs", "features", "reference_gateway", "tests")
"""Where pages lie, besides the root of the repository."""
MADE = {"features": "clauses/index.md"}
"""Folders whose pages the site makes of what is in them; so has each folder in one of these."""
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^()\s]+)\)")
_FENCE = re.compile(r"^(`{3,}|~{3,})", re.MULTILINE)


@dataclass(frozen=True)
class Pages:
    """Every page of a repository.

    Attributes:
        root: the folder of the repository.
        places: of each page, from the root of the repository: where it stands in the site, from its root.
        repository: the URL below which everything else is read.
    """

    root: Path
    places: Mapping[str, str]
    repository: str

    def moved(self, page: str) -> str:
        """The text of *page* as the site has it: each link leads to where its goal stands in the site.

        Raises:
            SiteError: a link leads nowhere.
        """
        text = (self.root / page).read_text("utf-8")
        return "".join(
            part if is_code else _LINK.sub(lambda found: self._link(page, found), part)
            for is_code, part in _parts(text)
        )

    def _link(self, page: str, found: re.Match[str]) -> str:
        image, words, goal = found.groups()
        path, hash_, anchor = goal.partition("#")
        if not path or ":" in path:
            return found[0]
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        if not (self.root / wanted).exists():
            raise SiteError(f"{page} links to {goal}, which is not there: correct the link.")
        return f"{image}[{words}]({self.reached(wanted, self.places[page])}{hash_}{anchor})"

    def reached(self, wanted: str, place: str) -> str:
        """What a page at *place* of the site calls the file or folder *wanted* of the repository."""
        stands = self.places.get(wanted) or self.places.get(f"{wanted}/README.md") or self._made(wanted)
        if stands is None and wanted.startswith("docs/") and not wanted.endswith(".md"):
            stands = wanted.removeprefix("docs/") if (self.root / wanted).is_file() else None
        if stands is None:
            return self.repository + wanted
        return posixpath.relpath(stands, posixpath.dirname(place) or ".")

    def _made(self, wanted: str) -> str | None:
        first, _, rest = wanted.partition("/")
        if first not in MADE or "/" in rest or "." in rest:
            return None
        return posixpath.join(posixpath.dirname(MADE[first]), rest, "index.md") if rest else MADE[first]


def found(root: Path, repository: str) -> Pages:
    """The pages below *root*."""
    files = [*root.glob("*.md"), *(file for folder in FOLDERS for file in _below(root / folder))]
    names = sorted(file.relative_to(root).as_posix() for file in files)
    return Pages(root, {name: _place(name) for name in names}, repository)


def _below(folder: Path) -> Iterable[Path]:
    return (file for file in folder.rglob("*.md") if "node_modules" not in file.parts)


def _place(name: str) -> str:
    """`docs/` is the root of the site, and a README the page at the door of its folder."""
    if "/" not in name:
        return "overview.md" if name == "README.md" else name.lower().replace("_", "-")
    inside = name.removeprefix("docs/")
    folder, _, last = inside.rpartition("/")
    return posixpath.join(folder, "index.md") if last == "README.md" else inside


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces, each with whether it is a block of code, in which nothing is a link."""
    lines: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line.lstrip())
        if mark and not fence:
            yield False, "".join(lines)
            lines, fence = [], mark[1]
            lines.append(line)
        elif mark and line.strip() == fence:
            lines.append(line)
            yield True, "".join(lines)
            lines, fence = [], ""
        else:
            lines.append(line)
    yield bool(fence), "".join(lines)
