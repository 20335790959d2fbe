"""The processes of a gateway with workers: where they run, and what they share."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reference_gateway.cli import main
from reference_gateway.wiring.supervisor import FIRST_PAUSE_S, Supervisor

PINNED = """
import os, sys
sys.path.insert(0, {root!r})
from reference_gateway.wiring.supervisor import keep_to_one_core
allowed = sorted(os.sched_getaffinity(0))
keep_to_one_core(int(sys.argv[1]))
print(allowed.index(*os.sched_getaffinity(0)), len(allowed))
"""


@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_a_worker_keeps_to_one_core(number):
    """The next core for the next number, around in a circle."""
    program = PINNED.format(root=str(Path.cwd()))
    told = subprocess.run(
        [sys.executable, "-c", program, str(number)], capture_output=True, text=True, check=True
    )
    core, count = map(int, told.stdout.split())

    assert number % count == core


def test_pauses_between_replacements_double():
    """The first replacement comes almost at once; nobody is replaced in a tight circle."""
    supervisor = Supervisor(lambda _number: 0, None, 2)
    pauses = []
    for deaths in (1, 2, 3, 6):
        supervisor._young_deaths = deaths
        pauses.append(supervisor.pause_s() / FIRST_PAUSE_S)

    assert [1, 2, 4, 32] == pauses
    os.close(supervisor._alive_reading)
    os.close(supervisor._alive_writing)


@pytest.mark.parametrize("number", ["0", "65", "two", "-1", "1.5", ""])
def test_a_number_of_workers_that_is_none_is_a_usage_error(number, capsys):
    """Exit code 2, and the sentence says what would be right."""
    assert 2 == main(["serve", "--workers", number])
    assert "is not a number of processes from 1 to 64" in capsys.readouterr().err
