"""A target that says what nothing has: one sentence with the remedy, before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_harness.cli import main

FORK = 'extends = "reference"\nabout = "A fork."\n'
TEAMS = "bootstrap.seeded-teams-exist"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f'{FORK}[not_expressible]\n"{TEAMS}s" = "none"',
            f"mine.toml: not_expressible names '{TEAMS}s', which is no clause: did you mean '{TEAMS}'.",
        ),
        (
            f'{FORK}[tables]\nuser_budget = "budgets"',
            "tables names 'user_budget', which is no application table: did you mean 'user_budgets'.",
        ),
        (
            f'{FORK}[tables]\nrefinery_schema_history = "x"',
            "which is no application table: contracts/targets/README.md lists what there is.",
        ),
        (
            'extends = "./other.toml"\nabout = "x"',
            "other.toml: extends goes in a circle (mine.toml extends other.toml extends mine.toml): "
            "extend another one.",
        ),
    ],
)
@pytest.mark.parametrize("words", [["verify", "--database", "postgres"], ["mutants", "--target"]])
def test_it_is_usage_and_nothing_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str, words: list[str]
) -> None:
    """Exit code 2; the file is named as it is called, whatever the target is called in a report."""
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    (tmp_path / "other.toml").write_text('extends = "./mine.toml"\nabout = "x"', "utf-8")

    code = main([*words, str(tmp_path / "mine.toml")])
    captured = capsys.readouterr()

    assert (2, 1) == (code, len(captured.err.splitlines()))
    assert captured.err.endswith(f"{said}\n")
    assert ["mine.toml", "other.toml"] == sorted(path.name for path in tmp_path.iterdir())
