"""Whatever the repository cites can be opened: in features, comments, docstrings, schemas and tables."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_harness.ledger.sources import UnsoundSource, citations, documents
from tests.given.places import ROOT
from tests.given.tracked import TRACKED

OURS = {name: one for name, one in documents().items() if one.pages}
PAGES = sorted({page for one in OURS.values() for page in one.pages})
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
# A line of a feature is a citation to its end; elsewhere the citation ends with the sentence.
LINE = re.compile(r"^ *Source: (.+)$", re.MULTILINE)
SENTENCE = re.compile(r"\bSource: ([^`{<\s][^`]*?)(?:\.?(?=\"|\n\s*\n|\Z)|\.(?=\s))")
NUMBER = r"\d+(?:\.\d+)*(?: \(\d+\))?"
MENTION = re.compile(rf"\bobserved gateway, {NUMBER}(?:(?:, | and ){NUMBER})*")
TITLED = re.compile(r"\b(?:founding page|what people trip over), [^).;\"]+")
# A citation that runs on goes on behind the mark of a comment.
MARGIN = re.compile(r"\n[ \t]*(?:#:?|--)?[ \t]*(?=\S)")
# What shows how citations are written, or wrong ones on purpose.
EXAMPLES = {
    "docs/sources/README.md",
    "contract_harness/ledger/sources.py",
    "tests/unit/house/test_sources.py",
    "tests/unit/harness/ledger/test_sources.py",
    "tests/unit/harness/ledger/test_clauses.py",
    "tests/integration/harness/ledger/test_editions.py",
}


def texts() -> Iterator[tuple[str, str]]:
    """Every tracked or new file of the repository as text, by its name; no kind is left out."""
    for file in TRACKED:
        name = file.relative_to(ROOT).as_posix()
        if name not in EXAMPLES:
            yield name, file.read_text("utf-8", errors="replace")


def cited(name: str, text: str) -> Iterator[tuple[int, str]]:
    """Every citation of one file, with its line."""
    if name.endswith(".feature"):
        for found in LINE.finditer(text):
            yield text.count("\n", 0, found.start(1)) + 1, found[1]
        return
    for found in (one for form in (SENTENCE, MENTION, TITLED) for one in form.finditer(text)):
        source = found[found.re.groups]
        yield text.count("\n", 0, found.start()) + 1, MARGIN.sub(" ", source)


def fault(source: str) -> str:
    """Why *source* cannot be opened, empty when it can."""
    try:
        citations(source)
    except UnsoundSource as unsound:
        return str(unsound)
    return ""


def test_every_citation_lands_on_an_anchor() -> None:
    """In any file of any kind; a wrong one is named with file, line and remedy."""
    found = [(name, line, source) for name, text in texts() for line, source in cited(name, text)]

    assert [] == [f"{name}:{line}: {why}" for name, line, source in found if (why := fault(source))]
    assert {".feature", ".py", ".toml", ".yaml", ".json"} <= {Path(name).suffix for name, _, _ in found}


@pytest.mark.parametrize(
    ("name", "text", "sources"),
    [
        (
            "a.py",
            '"""What.\n\nSource: observed gateway, 7.2\nand 7.5.\n"""',
            ["observed gateway, 7.2 and 7.5"],
        ),
        ("a.py", '"""Source: RFC 9112, 6.3."""', ["RFC 9112, 6.3"]),
        ("a.toml", "# Source: founding page,\n# Hopes.\nx = 1", ["founding page, Hopes"]),
        ("a.json", '"description": "What. Source: hearsay, 10.",', ["hearsay, 10"]),
        ("a.py", '"""The cookie (observed gateway, 2.3), made."""', ["observed gateway, 2.3"]),
        ("a.py", '"""Good (founding page, Hopes)."""', ["founding page, Hopes"]),
        ("a.feature", "  Source: hearsay, 1.5 and 3.4\n", ["hearsay, 1.5 and 3.4"]),
        ("a.md", "The first line is `Source:`.", []),
        ("a.py", "# Unlike the observed gateway, it asks.", []),
    ],
)
def test_citations_are_found_wherever_they_stand(name: str, text: str, sources: list[str]) -> None:
    """The positive twins of the rule above: it sees over line ends and comment marks, and past mere words."""
    found = [source for _, source in cited(name, text)]

    assert sources == [one for one in found if one in sources]
    assert bool(sources) == bool(found)


def test_a_wrong_anchor_is_seen() -> None:
    """What the rule above would say."""
    assert "cites observed gateway, 9.99, which leads nowhere" in fault("observed gateway, 9.99")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_listed_is_there_once_each_anchor(page: str) -> None:
    """It has anchors, and no two of one name: a link would lead to the first alone."""
    found = Counter(ANCHOR.findall((ROOT / page).read_text("utf-8")))

    assert found
    assert [] == [anchor for anchor, count in found.items() if count > 1]


def test_every_page_of_sources_is_listed() -> None:
    """A page that contracts/sources.toml does not name can be cited by nobody."""
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "sources").rglob("*.md")}

    assert {*PAGES, "docs/sources/README.md"} == there


@pytest.mark.parametrize("page", PAGES)
def test_pages_refer_to_anchors_that_are_there(page: str) -> None:
    """Their links to each other, too, end at a section."""
    file = ROOT / page
    wrong = [
        f"{target}#{anchor}"
        for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", file.read_text("utf-8"))
        if anchor not in ANCHOR.findall((file.parent / target if target else file).read_text("utf-8"))
    ]

    assert [] == wrong
