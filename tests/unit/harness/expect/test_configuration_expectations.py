"""What a command says and leaves behind: a line by its whole number, a file wherever it lies."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from contract_harness.drivers.process import Outcome
from contract_harness.errors import ContractBreach
from contract_harness.expect.operations.configuration import expect_line, expect_no_file


def said(text: str) -> Outcome:
    """A command that failed with these words."""
    return Outcome(("gateway",), 1, "", text, 0.1)


def subject(folder: Path, *, made: bool = False) -> Any:
    """An install in *folder*, whose database came to be meanwhile if *made*."""
    installation = SimpleNamespace(directory=folder, config_path=folder / "gateway.yaml")
    database, state = SimpleNamespace(exists=lambda: made), SimpleNamespace(exists=False)
    return SimpleNamespace(installation=installation, database=database, state=state)


def test_a_line_is_known_by_its_whole_number() -> None:
    """Line 57 is not line 5."""
    expect_line(said("Error: databse (line 5): unknown"), 5)
    with pytest.raises(ContractBreach, match="names `line 5`"):
        expect_line(said("Error: databse (line 57): unknown"), 5)


def test_the_config_is_the_only_file(tmp_path: Path) -> None:
    """It was put there by the harness."""
    (tmp_path / "gateway.yaml").write_text("", "utf-8")
    expect_no_file(subject(tmp_path))
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "note").write_text("", "utf-8")

    with pytest.raises(ContractBreach, match="cache/note"):
        expect_no_file(subject(tmp_path))


def test_an_empty_database_is_a_file_as_well(tmp_path: Path) -> None:
    """It was not there before."""
    with pytest.raises(ContractBreach, match="a database"):
        expect_no_file(subject(tmp_path, made=True))
