"""Examples run in any order, as often as asked, and are judged alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from contract_harness.cli import main
from contract_harness.report import json_reader, json_report
from contract_harness.report.assemble import Gathering
from contract_harness.report.model import RunResult
from tests.gateways.zoo.keeper import Animal, visit
from tests.given.places import ROOT
from tests.given.verifying.running import run_miniature

CLAUSE = "--clause=same-origin.unknown-routes-are-not-found"


@pytest.fixture(scope="module", autouse=True)
def miniature() -> Iterator[None]:
    """The child processes find the miniature's plugin."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        yield


def _run(seed: int | None, workers: int = 1) -> tuple[list[str], RunResult]:
    """The examples in the order in which they began, and the result."""
    order: list[str] = []

    def heard(_all: Gathering, event: Mapping[str, Any] | None, _decided: object) -> None:
        if event and event["kind"] == "started":
            order.append(f"{event['clause']} {event['example']} {event['row']}")

    return order, run_miniature(workers=workers, seed=seed, listen=heard)


def _verdicts(run: RunResult) -> dict[str, str]:
    return {clause.id: clause.verdict.label for _, clause in run.clauses}


@pytest.fixture(scope="module")
def in_file_order(miniature: None) -> tuple[list[str], RunResult]:
    """A run without a seed."""
    return _run(None)


def test_a_seed_is_an_order(in_file_order: tuple[list[str], RunResult], tmp_path: Path) -> None:
    """The same one again, another than that of the files; the verdicts are the same, the report says it."""
    (filed, as_filed), (first, shuffled), (second, _) = in_file_order, _run(3), _run(3)
    json_report.write(shuffled, tmp_path / "report.json")
    json_report.write(as_filed, tmp_path / "filed.json")

    assert first == second
    assert first != filed
    assert sorted(filed) == sorted(first)
    assert _verdicts(as_filed) == _verdicts(shuffled)
    assert (3, None) == (
        json_reader.read(tmp_path / "report.json").order,
        json_reader.read(tmp_path / "filed.json").order,
    )


def test_workers_agree_on_the_order(in_file_order: tuple[list[str], RunResult]) -> None:
    """Two of them run each example once, in an order of the same seed."""
    order, run = _run(3, workers=2)

    assert sorted(in_file_order[0]) == sorted(order)
    assert _verdicts(in_file_order[1]) == _verdicts(run)


@pytest.mark.parametrize(("fault", "times"), [("listens_late", 2), ("exits_0_at_once", 1)])
def test_repeating_ends_when_something_is_not_kept(fault: str, times: int, tmp_path: Path) -> None:
    """Each time has the next seed, which is told and is in the report."""
    flags = (CLAUSE, "--shuffle=41", "--seed=7", "--repeat=2")
    seen = visit([Animal("bad_processes", (fault,))], tmp_path / "run", *flags, workers=1)
    told = [line for line in seen.said.splitlines() if line.startswith("time ")]

    report = json_reader.read(tmp_path / "run" / "reports" / "report.json")

    assert [
        f"time {time + 1} of 2, shuffled with seed {41 + time}, values drawn by seed {7 + time}"
        for time in range(times)
    ] == told
    assert (41 + times - 1, 7 + times - 1) == (report.order, report.seed)


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        ("--shuffle=well", "'well' is not a seed: give a whole number, or any"),
        ("--seed=-1", "'-1' is not a seed: give a whole number, or any"),
        ("--repeat=0", "'0' is not a number of times: give 1 to 10000"),
    ],
)
def test_a_wrong_seed_or_number_is_one_sentence(
    flag: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is started."""
    assert 2 == main(["verify", flag])
    assert said in capsys.readouterr().err
