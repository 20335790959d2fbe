"""
report.json: the whole result as data, and the way back.

`contracts/schemas/report.schema.json` says what it looks like. Its last member is a footer that counts
what stands before it, so a report that was cut short, or stitched together, is refused when it is read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from contract_harness import resources
from contract_harness.clauses import Tier
from contract_harness.errors import HarnessError
from contract_harness.report.model import ClauseResult, ExampleResult, RunResult, Step, TargetResult
from contract_harness.verdicts import Verdict

FORMAT = 1


class UnreadableReport(HarnessError):
    """A file that is not a whole report of ours."""

    def __init__(self, file: Path, problem: str) -> None:
        self.file = file
        super().__init__(f"{file} is not a whole report ({problem}): run `gateway-contracts verify` again.")


def document(run: RunResult) -> dict[str, Any]:
    """The run as JSON data, the footer last."""
    return {
        "format": FORMAT,
        "harness": {"version": run.harness_version, "workers": run.workers},
        "contracts": {"digest": run.digest},
        "started_at": run.started_at.isoformat(),
        "duration_s": round(run.duration_s, 3),
        "exit_code": int(run.exit_code),
        "stopped": run.stopped,
        "troubles": list(run.troubles),
        "targets": [_target(target) for target in run.targets],
        "footer": {
            "clauses": sum(1 for _ in run.clauses),
            "examples": sum(len(clause.examples) for _, clause in run.clauses),
            "verdicts": run.counts(),
        },
    }


def write(run: RunResult, file: Path) -> None:
    """Write *file*; what is written has passed the schema."""
    data = document(run)
    schema().validate(data)
    file.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")


def read(file: Path) -> RunResult:
    """The run a report tells of.

    Raises:
        UnreadableReport: it is no report, was cut short, or counts otherwise than its footer says.
    """
    try:
        data: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableReport(file, str(error)) from error
    except json.JSONDecodeError as error:
        raise UnreadableReport(file, f"it ends or breaks at line {error.lineno}") from error
    fault = next(iter(schema().iter_errors(data)), None)
    if fault is not None:
        raise UnreadableReport(file, f"{fault.json_path}: {fault.message[:200]}")
    run = _run(data)
    if document(run)["footer"] != data["footer"]:
        raise UnreadableReport(file, "its footer counts otherwise")
    return run


def schema() -> Draft202012Validator:
    """The validator of report.json."""
    return Draft202012Validator(
        json.loads(resources.contracts("schemas", "report.schema.json").read_text("utf-8"))
    )


def _target(target: TargetResult) -> dict[str, Any]:
    return {
        "name": target.name,
        "driver": target.driver,
        "about": target.about,
        "database": target.database,
        "claims": list(target.claims),
        "clauses": [_clause(clause) for clause in target.clauses],
    }


def _clause(clause: ClauseResult) -> dict[str, Any]:
    return {
        "id": clause.id,
        "profile": clause.profile,
        "tier": clause.tier.value,
        "title": clause.title,
        "source": clause.source,
        "place": clause.place,
        "after": list(clause.after),
        "verdict": clause.verdict.label,
        "reason": clause.reason,
        "expected": clause.expected,
        "examples": [_example(example) for example in clause.examples],
    }


def _example(example: ExampleResult) -> dict[str, Any]:
    data: dict[str, Any] = {"name": example.name, "verdict": example.verdict.label}
    data["duration_s"] = round(example.duration_s, 6)
    data["steps"] = [
        {"keyword": step.keyword, "text": step.text, "state": step.state, "duration_s": step.duration_s}
        for step in example.steps
    ]
    # What is empty is left out: a run of hundreds of kept examples stays a small file.
    for name in _OPTIONAL:
        value = getattr(example, name)
        if value:
            data[name] = list(value) if isinstance(value, tuple) else value
    return data


_OPTIONAL = [
    one.name for one in fields(ExampleResult) if one.name not in ("name", "verdict", "duration_s", "steps")
]


def _run(data: Mapping[str, Any]) -> RunResult:
    return RunResult(
        harness_version=data["harness"]["version"],
        digest=data["contracts"]["digest"],
        started_at=datetime.fromisoformat(data["started_at"]),
        duration_s=data["duration_s"],
        workers=data["harness"]["workers"],
        targets=tuple(_read_target(target) for target in data["targets"]),
        troubles=tuple(data["troubles"]),
        stopped=data["stopped"],
    )


def _read_target(data: Mapping[str, Any]) -> TargetResult:
    clauses = tuple(_read_clause(clause) for clause in data["clauses"])
    return TargetResult(**{**data, "claims": tuple(data["claims"]), "clauses": clauses})


def _read_clause(data: Mapping[str, Any]) -> ClauseResult:
    return ClauseResult(
        **{
            **data,
            "tier": Tier(data["tier"]),
            "after": tuple(data["after"]),
            "verdict": Verdict.named(data["verdict"]),
            "examples": tuple(_read_example(example) for example in data["examples"]),
        }
    )


def _read_example(data: Mapping[str, Any]) -> ExampleResult:
    return ExampleResult(
        **{
            **data,
            "verdict": Verdict.named(data["verdict"]),
            "steps": tuple(Step(**step) for step in data["steps"]),
            "exchanges": tuple(data.get("exchanges", ())),
            "commands": tuple(data.get("commands", ())),
        }
    )
