"""How far a kill matrix is, for whoever waits for it."""

from contextlib import ExitStack
from io import StringIO

from rich.console import Console

from contract_harness.cli.mutants_progress import counting
from contract_harness.report.progress import SignOfLife
from tests.given.verifying.sample_run import sample_run


def test_what_is_decided_is_counted_and_nothing_else() -> None:
    """Examples that begin and end decide nothing by themselves."""
    log = Console(file=StringIO(), width=140, highlight=False)
    now_s = 0.0
    clauses = sample_run().targets[0].clauses
    event = {"kind": "started", "target": "reference~one"}

    with ExitStack() as stack:
        listen = counting(log, stack, 9, SignOfLife(lambda: now_s))
        for decided in ((), clauses[:2], (), clauses[2:3]):
            now_s += 5.0 if decided else 0.0
            listen(None, event, decided)

    assert isinstance(log.file, StringIO)
    assert "3 of 9 judged after 10 s, running reference~one\n" == log.file.getvalue()
