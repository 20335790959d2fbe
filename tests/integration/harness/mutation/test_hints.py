"""What is told of the mutants of a clause that was not kept."""

import shlex
from dataclasses import replace

from contract_harness.mutation.hints import with_mutants
from contract_harness.report import html_report, json_report, junit, markdown
from contract_harness.targets.loading import load
from contract_harness.targets.sections import Mutants
from contract_harness.verdicts import Verdict
from tests.given.verifying.sample_run import sample_run

SENTENCE = "Loses every second word."


def listing(clause):
    """The reference target, whose one mutant breaks *clause*."""
    said = f'[{{"name": "a.b", "breaks": "{clause}", "sentence": "{SENTENCE}"}}]'
    code = shlex.quote(f"print({said!r})")
    return replace(load("reference"), mutants=Mutants(list=f"{{python}} -c {code}", gateway="run {mutant}"))


def test_a_breach_is_told_beside_the_mutant_of_its_clause():
    """In every report, of this clause and of no other."""
    run = sample_run(40)
    broken = next(one for _, one in run.clauses if one.verdict is Verdict.BROKEN)

    told = with_mutants(run, {target.name: listing(broken.id) for target in run.targets})

    assert [(broken.id, (SENTENCE,))] == [(one.id, one.mutants) for _, one in told.clauses if one.mutants]
    written = [html_report.page(told), junit.document(told).decode(), markdown.page(told)]
    written.append(repr(json_report.document(told)))
    assert [True] * 4 == [SENTENCE in text for text in written]


def test_a_clause_without_a_mutant_says_that_none_is_known():
    """Instead of saying nothing."""
    run = sample_run(40)
    told = with_mutants(run, {target.name: listing("mini.other") for target in run.targets})

    assert "none is known" in markdown.page(told)
    assert "no gateway that breaks it is known" in html_report.page(told)


def test_nobody_is_asked_when_everything_was_kept():
    """Listing the mutants costs a process."""
    run = sample_run(40)
    kept = replace(run, targets=run.targets[1:])

    assert kept is with_mutants(kept, {})
