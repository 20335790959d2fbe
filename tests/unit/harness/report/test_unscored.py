"""A breach that costs nothing: where it stands, and in which words."""

import re
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from contract_harness.report import html_report, markdown, terminal
from contract_harness.verdicts import ExitCode, Verdict
from tests.given.verifying.sample_run import sample_run


@pytest.fixture(scope="module")
def run():
    return sample_run(164)


@pytest.fixture
def free(run):
    """A run in which nothing is broken but a provisional clause."""
    target = run.targets[0]
    clauses = tuple(one for one in target.clauses if one.verdict is Verdict.KEPT or one.fails_freely)
    return replace(run, targets=(replace(target, clauses=clauses, probes=()),))


def printed(run):
    """What the terminal shows."""
    log = Console(file=StringIO(), width=140)
    log.print(terminal.summary(run, None))
    return log.file.getvalue()


def test_a_breach_that_costs_nothing_is_never_every_clause_kept(free):
    """Nor counted among those that cost something: headline and counts say so in every report."""
    pages = (html_report.page(free), markdown.page(free), printed(free))

    assert ExitCode.KEPT is free.exit_code
    for page in pages:
        assert "Every scored clause is kept; 1 outside the score is not" in page
        assert "1 broken (not scored)" in page
        assert "Every clause that was asked is kept" not in page
        assert not re.search(r"1 broken(?! \(not scored\))", page)


def test_what_costs_nothing_is_looked_at_last(run, free):
    """In a section of its own on the page, and behind every other story elsewhere."""
    (clause,) = (one for _, one in free.clauses if one.fails_freely)
    first = html_report.page(run).partition("Look at these first")[2].partition("</section>")[0]
    own = html_report.page(run).partition("Reported, and not scored")[2].partition("</section>")[0]

    assert "Look at these first" not in html_report.page(free)
    assert clause.id not in first
    assert clause.id in own
    costly = [one.id for _, one in run.clauses if one.verdict.fails and one.counts]
    for page in (markdown.page(run), printed(run).partition("slowest")[0]):
        told = [page.index(one) for one in costly if one in page]
        assert len(told) > 1
        assert max(told) < page.index(clause.id)


def test_a_breach_says_that_it_is_not_scored(run):
    """Where its story is told."""
    (clause,) = (one for _, one in run.clauses if one.fails_freely)

    assert "reference (not scored)" in terminal.verdict_line("reference", clause).plain
    assert "provisional (not scored), reference" in printed(run)
    assert "provisional, not scored; " in markdown.page(run)
