"""Several processes run the examples of one collection: each example once, whatever becomes of a process."""

from __future__ import annotations

from collections import Counter

import pytest

from contract_harness.verdicts import Verdict
from tests.given.verifying.running import clause_of, run_miniature

DEATH_FIRST = 14
"""The seed of an order that begins with the death, when its worker has the next example in hand already."""
MANY = ("mini.words-come-back", "mini.words-change", "mini.the-harness-can-stumble")


def _asked(result):
    return Counter((one.title, str(one.row)) for _, clause in result.clauses for one in clause.examples)


def test_every_example_runs_once_and_both_workers_run_some():
    """What one process would run, several share."""
    alone, spread = run_miniature(), run_miniature(workers=2)

    assert _asked(alone) == _asked(spread)
    assert {"w0", "w1"} == {one.worker for _, clause in spread.clauses for one in clause.examples}
    assert {""} == {one.worker for _, clause in alone.clauses for one in clause.examples}


def test_more_workers_than_examples_are_not_started():
    """Each would be a process for nothing."""
    run = run_miniature(workers=9, profiles=["fate"], ids=["fate.words-come-back"])

    assert Verdict.KEPT is clause_of(run, "fate.words-come-back").verdict
    assert {""} == {one.worker for _, clause in run.clauses for one in clause.examples}


@pytest.mark.parametrize("code", ["9", "0"])
def test_another_goes_on_for_a_worker_that_died(monkeypatch, code):
    """With the example it had in hand, and with all that were still to come to it; whatever it ended with."""
    monkeypatch.setenv("MINIATURE_DIES_WITH", code)
    alone = run_miniature()
    run = run_miniature(
        workers=2, profiles=["fate", "mini"], ids=[*MANY, "fate.workers-die"], seed=DEATH_FIRST
    )
    void = clause_of(run, "fate.workers-die").decisive

    assert f"a worker process of the harness died: exit code {code}" == void.message
    assert "w0" == void.worker
    for clause in MANY:
        judged = [(one.title, str(one.row), one.verdict) for one in clause_of(run, clause).examples]
        assert sorted(judged) == sorted(
            (one.title, str(one.row), one.verdict) for one in clause_of(alone, clause).examples
        )
    assert "w2" in {one.worker for _, clause in run.clauses for one in clause.examples}
