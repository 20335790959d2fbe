"""
The way back from report.json to the result it tells of.

A report is read whole or refused: cut short, stitched together, newer than this harness, or no report at
all, each is one sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from contract_harness.errors import HarnessError
from contract_harness.ledger.clauses import Tier
from contract_harness.ledger.sources import Link
from contract_harness.report import json_report
from contract_harness.report.model import (
    ClauseResult,
    ExampleResult,
    Presence,
    Probe,
    RunResult,
    Step,
    TargetResult,
)
from contract_harness.targets.sections import Deviation
from contract_harness.verdicts import Verdict

_AGAIN = "run `gateway-contracts verify` again"


class UnreadableReport(HarnessError):
    """A file that is not a whole report of ours."""

    def __init__(self, file: Path, problem: str, *, remedy: str = _AGAIN) -> None:
        self.file = file
        super().__init__(f"{file} is not a whole report ({problem}): {remedy}.")


class NewerReport(HarnessError):
    """A report in a format that came after this harness."""

    def __init__(self, file: Path, number: int) -> None:
        self.file = file
        super().__init__(
            f"{file} is a report of format {number}, and this harness reads up to format "
            f"{json_report.FORMAT}: upgrade gateway-contracts."
        )


def read(file: Path) -> RunResult:
    """The run a report tells of.

    Raises:
        UnreadableReport: it is no report, was cut short, or counts otherwise than its footer says.
        NewerReport: it was written by a later harness.
    """
    data = _parsed(file)
    _check_format(file, data)
    fault = next(iter(json_report.schema().iter_errors(data)), None)
    if fault is not None:
        raise UnreadableReport(file, f"{fault.json_path}: {fault.message[:200]}")
    try:
        run = _run(data)
    except (ValueError, OverflowError) as error:
        raise UnreadableReport(file, str(error)[:200]) from None
    if json_report.document(run)["footer"] != data["footer"]:
        raise UnreadableReport(file, "its footer counts otherwise")
    return run


def _parsed(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise UnreadableReport(file, "it is not UTF-8 text") from None
    except OSError as error:
        raise UnreadableReport(
            file, error.strerror or str(error), remedy="give the path of a report.json"
        ) from None
    except json.JSONDecodeError as error:
        raise UnreadableReport(file, f"it ends or breaks at line {error.lineno}") from None
    except (RecursionError, ValueError):
        raise UnreadableReport(file, "no JSON that a harness writes") from None


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _check_format(file: Path, data: Any) -> None:
    """What is wrong with the whole is said before what is wrong with a part."""
    if not isinstance(data, dict) or type(data.get("format")) is not int or "targets" not in data:
        raise UnreadableReport(file, "it is something else", remedy="give the path of a report.json")
    if data["format"] > json_report.FORMAT:
        raise NewerReport(file, data["format"])


def _run(data: Mapping[str, Any]) -> RunResult:
    return RunResult(
        harness_version=data["harness"]["version"],
        digest=data["contracts"]["digest"],
        edition=data["contracts"]["edition"],
        started_at=datetime.fromisoformat(data["started_at"]),
        duration_s=data["duration_s"],
        workers=data["harness"]["workers"],
        order=data["harness"].get("order"),
        seed=data["harness"].get("seed"),
        targets=tuple(_target(target) for target in data["targets"]),
        troubles=tuple(data["troubles"]),
        stopped=data["stopped"],
        narrowed=tuple(data["narrowed"]),
    )


def _target(data: Mapping[str, Any]) -> TargetResult:
    return TargetResult(
        **{
            **data,
            "claims": tuple(data["claims"]),
            "supports": tuple(data["supports"]),
            "probes": tuple(
                Probe(**{**probe, "presence": Presence(probe["presence"])}) for probe in data["probes"]
            ),
            "reservations": tuple(data["reservations"]),
            "clauses": tuple(_clause(clause) for clause in data["clauses"]),
        }
    )


def _clause(data: Mapping[str, Any]) -> ClauseResult:
    return ClauseResult(
        **{
            **data,
            "tier": Tier(data["tier"]),
            "after": tuple(data["after"]),
            "needs": tuple(data["needs"]),
            "verdict": Verdict.named(data["verdict"]),
            "deviation": Deviation.read(data["deviation"]) if "deviation" in data else None,
            "mutants": tuple(data.get("mutants", ())),
            # Reports of before sources had links are read as well.
            "sources": tuple(Link(**link) for link in data.get("sources", ())),
            "examples": tuple(_example(example) for example in data["examples"]),
        }
    )


def _example(data: Mapping[str, Any]) -> ExampleResult:
    return ExampleResult(
        **{
            **data,
            "verdict": Verdict.named(data["verdict"]),
            "steps": tuple(Step(**step) for step in data["steps"]),
            "exchanges": tuple(data.get("exchanges", ())),
            "commands": tuple(data.get("commands", ())),
        }
    )
