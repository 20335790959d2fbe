"""The table of durations, of a real run of pytest."""

from pathlib import Path

from tests.bench.durations import measure


def test_a_run_becomes_a_table(tmp_path: Path) -> None:
    """Every test of the selection is in its tier and under its file."""
    chosen = "tests/unit/house/test_commands.py::test_every_task_has_a_description"
    code, table = measure(["-n0", chosen], tmp_path)

    assert 0 == code
    assert "1 test   unit" in table
    assert "1 test   tests/unit/house/test_commands.py" in table
    assert chosen in table


def test_a_run_of_nothing_keeps_its_exit_code(tmp_path: Path) -> None:
    """A path that is not there is pytest's own usage error."""
    code, table = measure(["-n0", "tests/unit/no_such_file.py"], tmp_path)

    assert 4 == code
    assert "0 tests  wall" in table
