"""The line of a report that starts the gateway of a broken clause again."""

from dataclasses import replace

from contract_harness.report.failure_text import repeated_by
from contract_harness.verdicts import Verdict
from tests.given.verifying.sample_run import sample_run


def test_what_to_type_names_the_target_as_it_was_named():
    """With the program and the database it was given; an older report knows its name only."""
    run = sample_run(164)
    target = next(one for one in run.targets if any(clause.decisive for clause in one.clauses))
    clause = next(one for one in target.clauses if Verdict.BROKEN in {case.verdict for case in one.examples})
    typed = {"target": "my gateway.toml", "command": "python g.py", "database": "postgres"}

    line = repeated_by(replace(target, typed=typed), clause)

    told = (
        f"gateway-contracts repeat {clause.id} 'my gateway.toml' --command 'python g.py' --database postgres"
    )
    assert told == line
    assert f"gateway-contracts repeat {clause.id} {target.name}" == repeated_by(
        replace(target, typed={}), clause
    )


def test_what_to_type_repeats_what_was_drawn():
    """A clause whose examples drew nothing needs no seed."""
    run = sample_run(164)
    target = next(one for one in run.targets if any(clause.decisive for clause in one.clauses))
    clause = next(one for one in target.clauses if Verdict.BROKEN in {case.verdict for case in one.examples})
    drew = replace(clause.examples[0], drawn={"any later version": "v4711"}, seed=0)

    line = repeated_by(replace(target, typed={}), replace(clause, examples=(*clause.examples, drew)))

    assert f"gateway-contracts repeat {clause.id} {target.name} --seed 0" == line
