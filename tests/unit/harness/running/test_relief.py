"""When workers that only wait are relieved, and who is let go."""

import time
from pathlib import Path

import pytest

from contract_harness.running.relief import MOST, Pressure, Relief

WAITING, AT_WORK = -60.0, 0.0
"""Since when, beside now, in seconds."""


def file_of(folder: Path, waited_us: int) -> Path:
    """As the kernel writes it."""
    path = folder / "cpu"
    path.write_text(
        f"some avg10=0.00 avg60=0.00 avg300=0.00 total={waited_us}\n"
        "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
        "ascii",
    )
    return path


def relief_of(folder: Path, *, asked: int = 2) -> Relief:
    """Of a machine on which nobody wants for a CPU."""
    return Relief(asked, Pressure([file_of(folder, 7)]), look_s=0)


def since(*ago: float) -> list[float]:
    """Moments, from how long they are away."""
    return [time.monotonic() + one for one in ago]


def test_the_pressure_is_what_came_since_the_last_look(tmp_path: Path) -> None:
    """Not since the machine began; where nobody tells, it is as much as can be."""
    path = file_of(tmp_path, 10**12)
    pressure = Pressure([path, tmp_path / "none"])
    assert 0 == pressure.since_the_last_look()

    file_of(tmp_path, 10**12 + 3_600_000_000)
    assert 1 == pressure.since_the_last_look()
    assert 1 == Pressure([tmp_path / "none"]).since_the_last_look()
    path.write_text("", "ascii")
    assert 1 == pressure.since_the_last_look()


@pytest.mark.parametrize(
    ("workers", "is_wanted"),
    [
        ([AT_WORK, AT_WORK], False),
        ([WAITING, AT_WORK], True),
        ([WAITING, AT_WORK, AT_WORK], False),
        ([WAITING, WAITING, AT_WORK], True),
        ([WAITING] * MOST * 2, False),
    ],
)
def test_one_more_is_wanted_while_fewer_are_at_work_than_were_asked_for(
    tmp_path: Path, workers: list[float], is_wanted: bool
) -> None:
    """And while there are not twice as many already."""
    assert is_wanted is relief_of(tmp_path).is_wanted(since(*workers))


def test_nobody_is_hired_on_a_machine_that_has_no_time(tmp_path: Path) -> None:
    """Whoever waits there may wait for a CPU."""
    relief = relief_of(tmp_path)
    file_of(tmp_path, 10**12)

    assert not relief.is_wanted(since(WAITING, WAITING))
    assert relief.is_wanted(since(WAITING, WAITING))


def test_the_machine_is_looked_at_now_and_then(tmp_path: Path) -> None:
    """Not at each word that a worker says."""
    relief = Relief(2, Pressure([file_of(tmp_path, 0)]), look_s=60)

    assert not relief.is_wanted(since(WAITING, WAITING))


def test_who_is_too_much_is_let_go(tmp_path: Path) -> None:
    """Those who wait take nobody's CPU."""
    relief = relief_of(tmp_path)

    assert relief.is_surplus(since(AT_WORK, AT_WORK, AT_WORK))
    assert not relief.is_surplus(since(WAITING, AT_WORK, AT_WORK))
