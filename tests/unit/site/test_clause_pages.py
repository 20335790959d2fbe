"""The page of a clause: everything that is known of it, and nothing that Markdown would swallow."""

import re

import pytest

from contract_harness.ledger.clauses import Ledger, read_features
from contract_harness.ledger.editions import Edition, Editions, read_editions
from contract_harness.mutation.registry import Mutant
from deploy.site.clauses import ClausePages, place_of, since
from deploy.site.pages import found
from tests.given.places import ROOT

URL = "https://github.com/gateway-contracts/gateway-contracts/blob/main/"
LEDGER: Ledger = read_features()
HEALTH = "operations.health-documents-are-stable"
MUTANT = Mutant("operations.health.lies", HEALTH, "Answers `ok` <always> | twice.")


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    """Every page, with one mutant known."""
    return dict(ClausePages(LEDGER, read_editions(), [MUTANT], found(ROOT, URL)).written())


def test_there_is_a_page_for_each_clause_and_profile(written: dict[str, str]) -> None:
    """And one for all of them."""
    clauses = {place_of(clause.id) for clause in LEDGER.clauses}
    profiles = {f"clauses/{profile}/index.md" for profile in LEDGER.profiles}

    assert len(clauses) > 250
    assert clauses | profiles | {"clauses/index.md"} == set(written)


def test_a_page_says_what_is_known(written: dict[str, str]) -> None:
    """Promise, tier, source, edition, examples with their tables, mutants, and what to type."""
    page = written[place_of(HEALTH)]

    assert "# Liveness, readiness and API health each answer one small document, to anybody\n" in page
    assert "| Tier | core: " in page
    assert "[observed gateway, 1.7](../../sources/observed-gateway/http-surface.md#1.7)" in page
    assert "| Since | edition 2026.11 |" in page
    assert f"]({URL}features/operations/health.feature#L" in page
    assert re.search(r'    \| liveness +\| \{"status": "ok"\} +\|\n', page)
    assert '    """\n    <document>\n    """\n' in page
    assert f"gateway-contracts verify my-gateway.toml --clause {HEALTH}\n" in page
    assert f"gateway-contracts mutants --clause {HEALTH}\n" in page


def test_what_a_mutant_says_stays_as_it_is(written: dict[str, str]) -> None:
    """Marks of Markdown and HTML are shown, not obeyed."""
    assert r"- Answers \`ok\` \<always\> \| twice. <br>`operations.health.lies`" in written[place_of(HEALTH)]


def test_a_clause_that_nothing_breaks_says_so(written: dict[str, str]) -> None:
    """And offers no command that would find nothing."""
    page = written[place_of("operations.liveness-is-about-the-process")]

    assert "No gateway is known here that breaks it." in page
    assert "gateway-contracts mutants" not in page


def test_a_clause_that_others_block_links_them(written: dict[str, str]) -> None:
    """By their sentences."""
    blocked = next(clause for clause in LEDGER.clauses if clause.after)
    other = LEDGER.clause(blocked.after[0])

    assert f"]({'..'}/{other.profile}/{other.id.split('.')[1]}.md)" in written[place_of(blocked.id)]


def test_every_promise_is_listed_in_its_profile(written: dict[str, str]) -> None:
    """With a link to its page."""
    missing = [
        clause.id
        for clause in LEDGER.clauses
        if f"({clause.id.split('.')[1]}.md)" not in written[f"clauses/{clause.profile}/index.md"]
    ]

    assert [] == missing


def test_a_clause_is_as_old_as_its_first_name() -> None:
    """A renamed one was frozen before; one in no edition is younger than all."""
    editions = Editions(
        (
            Edition("2026.11", {"a.old": ""}),
            Edition("2027.03", {"a.new": "", "a.young": ""}, renamed={"a.old": "a.new"}),
        ),
        Edition("unreleased"),
    )

    assert ["2026.11", "2027.03", ""] == [since(name, editions) for name in ("a.new", "a.young", "a.unborn")]


def test_a_topic_is_told_in_words(written: dict[str, str]) -> None:
    """A profile's headings are no names of files, and the trail of a clause leads to them."""
    assert "## Request headers { #request-headers }\n" in written["clauses/same-origin/index.md"]
    assert (
        "[request headers](index.md#request-headers)"
        in written[place_of("same-origin.host-is-the-upstreams")]
    )
