"""Values that were drawn, in a run and in its report."""

from pathlib import Path

import pytest

from contract_harness.report import json_reader, json_report
from tests.given.places import ROOT
from tests.given.verifying.running import clause_of, run_miniature


def test_a_drawn_value_is_told_where_it_stood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the seed that draws it again; an example that drew nothing says nothing."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    json_report.write(run_miniature(ids=["mini.words-come-back"]), tmp_path / "report.json")
    run = json_reader.read(tmp_path / "report.json")
    *others, drew = clause_of(run, "mini.words-come-back").examples

    assert [({}, None)] * 3 == [(one.drawn, one.seed) for one in others]
    assert 0 == drew.seed == run.seed
    assert f'the answer is "{drew.drawn["any later version"]}"' == drew.steps[2].text
