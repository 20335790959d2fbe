"""
Where a promise comes from: a `Source:` line taken apart, and each section it cites made a link.

    <document>, <section>[, <section>…] [and <section>][, where <note>][; <document>, …]

`contracts/sources.toml` lists the documents. A section of ours is an anchor in a page of `docs/sources`,
which every installation carries, so it opens without a network; a section of somebody else's is a URL.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from contract_harness import resources
from contract_harness.errors import HarnessError

_LISTED = "contracts/sources.toml"
_NOTE = "where "
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_POINT = re.compile(r"(\d+) \((\d+)\)")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')


class UnsoundSource(HarnessError):
    """A source that cites nothing that can be opened.

    Attributes:
        problem, remedy: the two halves of the message, for whoever knows the place.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}: {remedy}.")


@dataclass(frozen=True, slots=True)
class Link:
    """One cited section, and where anybody can read it.

    Attributes:
        document, section: as they are cited.
        url: absolute.
    """

    document: str
    section: str
    url: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One section that a source cites.

    Attributes:
        note: what the source says of it behind `where`; empty when nothing.
        file, line: the page of this installation and the line of its anchor; None and 0 when not ours.
    """

    link: Link
    note: str = ""
    file: Path | None = None
    line: int = 0

    @property
    def place(self) -> str:
        """What opens here: file and line, the way an editor jumps to them, or else the URL."""
        return f"{self.file}:{self.line}" if self.file else self.link.url


@dataclass(frozen=True, slots=True)
class Document:
    """One document that may be cited.

    Attributes:
        page: of a document of ours that is one page.
        chapters: the page of each chapter, of a document of ours that is several.
        url: with a place for the number of a section.
        sections: the URL of each, where numbers do not lead to them.
    """

    name: str
    page: str = ""
    chapters: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)

    def page_of(self, anchor: str) -> str:
        """The page an anchor of ours belongs in, empty when there is none."""
        return self.page or self.chapters.get(anchor.partition(".")[0], "")

    @property
    def pages(self) -> tuple[str, ...]:
        """Every page of ours, from the root of the repository."""
        return tuple(dict.fromkeys([self.page] if self.page else self.chapters.values()))


def citations(source: str) -> tuple[Citation, ...]:
    """Every section that *source* cites, in its order: `observed gateway, 9.5 and 9.6` has two.

    Raises:
        UnsoundSource: it cites no section, a document nobody listed, or a section that leads nowhere.
    """
    return tuple(one for part in source.split("; ") for one in _cited(part))


def links(source: str) -> tuple[Link, ...]:
    """The links of *source*; none when it is unsound, as an adopter's own clause may come from anywhere."""
    try:
        return tuple(one.link for one in citations(source))
    except UnsoundSource:
        return ()


@cache
def documents() -> Mapping[str, Document]:
    """Every document that may be cited, by its name."""
    return {name: Document(name, **table) for name, table in _listed()["documents"].items()}


@cache
def anchors(page: str) -> Mapping[str, int]:
    """The line of each anchor of a page, which is given from the root of the repository.

    Raises:
        HarnessError: this installation does not have the page.
    """
    lines = _file(page).read_text("utf-8").splitlines()
    return {name: number for number, line in enumerate(lines, 1) for name in _ANCHOR.findall(line)}


def anchor_of(section: str) -> str:
    """The anchor of a section of ours: `9.5`, `16.5` for `16 (5)`, words with hyphens for a title."""
    if point := _POINT.fullmatch(section):
        return f"{point[1]}.{point[2]}"
    if _NUMBER.fullmatch(section):
        return section
    return re.sub(r"[^a-z0-9]+", "-", section.lower()).strip("-")


@cache
def _listed() -> Mapping[str, Any]:
    return tomllib.loads(resources.contracts("sources.toml").read_text("utf-8"))


def _file(page: str) -> Path:
    return resources.docs(*page.split("/")[1:])


def _cited(part: str) -> Iterator[Citation]:
    name, *words = part.split(", ")
    document = documents().get(name)
    if document is None:
        raise UnsoundSource(
            f"cites {name!r}, which is no document of {_LISTED}", "add it there, or cite one of those"
        )
    sections, note = _without_note(words)
    if not sections:
        raise UnsoundSource(f"cites {name} without a section", "write `<document>, <section>`")
    for section in (one for words in sections for one in _apart(document, words)):
        yield _resolved(document, section, note)


def _without_note(words: Sequence[str]) -> tuple[Sequence[str], str]:
    """The sections, and what is said of them behind `where`."""
    for place, word in enumerate(words):
        if word.startswith(_NOTE):
            return words[:place], ", ".join(words[place:]).removeprefix(_NOTE)
    return words, ""


def _apart(document: Document, words: str) -> list[str]:
    """`9.5 and 9.6` are two sections, and a title that holds the word `and` is one."""
    return [words] if _url(document, words) else words.split(" and ")


def _resolved(document: Document, section: str, note: str) -> Citation:
    url = _url(document, section)
    if not url:
        raise UnsoundSource(
            f"cites {document.name}, {section}, which leads nowhere", _remedy(document, section)
        )
    link = Link(document.name, section, url)
    page = document.page_of(anchor_of(section))
    if not page:
        return Citation(link, note)
    return Citation(link, note, _file(page), anchors(page)[anchor_of(section)])


def _url(document: Document, section: str) -> str:
    """Where a section is read, empty when it leads nowhere."""
    if document.url:
        return document.url.format(section=section) if _NUMBER.fullmatch(section) else ""
    anchor = anchor_of(section)
    page = document.page_of(anchor)
    if page:
        return f"{_listed()['repository']}{page}#{anchor}" if anchor in anchors(page) else ""
    return document.sections.get(section, "")


def _remedy(document: Document, section: str) -> str:
    page = document.page_of(anchor_of(section))
    if page:
        return f'write the section in {page} below `<a id="{anchor_of(section)}"></a>`, or cite one it has'
    if document.url:
        return "cite a section by its number"
    return f"add the section to {_LISTED}, or cite one it has"
