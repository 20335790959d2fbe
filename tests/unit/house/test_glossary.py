"""The glossary: every word that a report prints has its line, and says no more than there is."""

import re

import pytest

from contract_harness.ledger.clauses import Tier
from contract_harness.mutation.matrix import Fate
from contract_harness.report.comparison import Kind
from contract_harness.report.model import Presence
from contract_harness.verdicts import Verdict
from tests.given.places import ROOT

PAGE = (ROOT / "docs" / "glossary.md").read_text("utf-8")
TABLES = {
    "verdict": [verdict.label for verdict in Verdict],
    "tier": list(Tier),
    "fate": list(Fate),
    "what a probe saw": list(Presence),
    "change": list(Kind),
}
"""The first heading of a table, and the words that it has to explain."""


def words_under(heading: str) -> list[str]:
    """The first cells of the table with this first heading."""
    table = re.search(rf"^\| {heading} \|.*\n\| --- .*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert table is not None, f"docs/glossary.md has no table that begins with {heading!r}"
    return [line.split(" | ")[0].removeprefix("| ") for line in table[1].splitlines()]


@pytest.mark.parametrize("heading", TABLES)
def test_every_word_of_a_report_has_its_line(heading: str) -> None:
    """As many lines as there are verdicts, tiers, fates, sights and changes, each once."""
    assert sorted(TABLES[heading]) == sorted(words_under(heading))


def test_no_word_is_explained_twice() -> None:
    """A word has one meaning: two are a verdict, and the declaration or the change that goes with it."""
    rows = re.sub(r"^\|.*\n\| ---.*\n", "", PAGE, flags=re.MULTILINE)
    terms = [line.split(" | ")[0] for line in rows.splitlines() if line.startswith("| ")]

    assert len(terms) > 60
    assert ["| deviation", "| stale"] == sorted({term for term in terms if terms.count(term) > 1})


@pytest.mark.parametrize("page", ["README.md", "docs/reading-a-report.md", "docs/writing-a-clause.md"])
def test_readers_find_it(page: str) -> None:
    """Where a word of ours is met first, the glossary is one link away."""
    assert "glossary.md)" in (ROOT / page).read_text("utf-8")
