"""What stands below a step of a feature: a table or a doc string."""

from contract_harness.report import terminal, writers
from contract_harness.report.grouping import Alike
from contract_harness.running.example import StepLine
from contract_harness.tables import aligned
from contract_harness.verdicts import Verdict
from tests.given.verifying.sample_run import sample_run


def test_the_table_below_the_failed_step_is_told(tmp_path):
    """To a reader of any report: without it a sentence like `has:` says nothing."""
    run = sample_run(6)
    writers.write_all(run, tmp_path)
    clause = next(one for one in run.targets[0].clauses if one.verdict is Verdict.BROKEN)
    (table,) = {step.argument for step in clause.decisive.steps if step.argument}
    heading = table.splitlines()[0]

    assert "| name | value |" == heading
    assert heading in terminal.story(Alike(run.targets[0], clause, ())).plain
    assert [] == [
        name
        for name in ("report.json", "junit.xml", "report.html", "summary.md")
        if heading not in (tmp_path / name).read_text("utf-8")
    ]


def test_a_table_is_told_as_a_feature_file_writes_it():
    """Each column as wide as its widest cell, so that a reader finds the row."""
    assert ["| name | value |", "| a    | b     |"] == aligned([["name", "value"], ["a", "b"]])


def test_a_step_with_nothing_below_it_says_nothing_of_it():
    """A report of hundreds of kept examples stays a small file."""
    assert "argument" not in StepLine("Then ", "the gateway is ready").as_data("held")
    assert "x: 1" == StepLine("Given ", "the config has:", "x: 1").as_data("held")["argument"]
