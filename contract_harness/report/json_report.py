"""
report.json: the whole result as data. The way back is `json_reader`.

`contracts/schemas/report.schema.json` says what it looks like. Its last member is a footer that counts
what stands before it, so a report that was cut short, or stitched together, is refused when it is read.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from contract_harness import resources
from contract_harness.report.model import ClauseResult, ExampleResult, Probe, RunResult, TargetResult
from contract_harness.targets.sections import Deviation

FORMAT = 1


def document(run: RunResult) -> dict[str, Any]:
    """The run as JSON data, the footer last."""
    return {
        "format": FORMAT,
        "harness": _harness(run),
        "contracts": {"digest": run.digest, "edition": run.edition},
        "started_at": run.started_at.isoformat(),
        "duration_s": round(run.duration_s, 3),
        "exit_code": int(run.exit_code),
        "stopped": run.stopped,
        "narrowed": list(run.narrowed),
        "troubles": list(run.troubles),
        "targets": [_target(target) for target in run.targets],
        "footer": {
            "clauses": sum(1 for _ in run.clauses),
            "examples": sum(len(clause.examples) for _, clause in run.clauses),
            "verdicts": run.counts(),
        },
    }


def write(run: RunResult, file: Path) -> None:
    """Write *file*. Whoever reads it checks it; a run is not lost for what is odd in its report."""
    file.write_text(json.dumps(document(run), indent=1, ensure_ascii=False) + "\n", "utf-8")


def schema() -> Draft202012Validator:
    """The validator of report.json."""
    return Draft202012Validator(
        json.loads(resources.contracts("schemas", "report.schema.json").read_text("utf-8"))
    )


def _harness(run: RunResult) -> dict[str, Any]:
    data: dict[str, Any] = {"version": run.harness_version, "workers": run.workers}
    seeds = {"order": run.order, "seed": run.seed}
    data |= {name: value for name, value in seeds.items() if value is not None}
    return data


def _target(target: TargetResult) -> dict[str, Any]:
    return {
        "name": target.name,
        "driver": target.driver,
        "about": target.about,
        "database": target.database,
        "typed": dict(target.typed),
        "claims": list(target.claims),
        "supports": list(target.supports),
        "probes": [_probe(probe) for probe in target.probes],
        "reservations": list(target.reservations),
        "clauses": [_clause(clause) for clause in target.clauses],
    }


def _probe(probe: Probe) -> dict[str, Any]:
    return {
        "name": probe.name,
        "kind": probe.kind,
        "claimed": probe.claimed,
        "presence": probe.presence.value,
        "observed": probe.observed,
    }


def _clause(clause: ClauseResult) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": clause.id,
        "profile": clause.profile,
        "tier": clause.tier.value,
        "title": clause.title,
        "source": clause.source,
        "sources": [asdict(link) for link in clause.sources],
        "place": clause.place,
        "after": list(clause.after),
        "verdict": clause.verdict.label,
        "reason": clause.reason,
        "expected": clause.expected,
        "needs": list(clause.needs),
        "scored": clause.scored,
        "examples": [_example(example) for example in clause.examples],
    }
    if clause.note:
        data["note"] = clause.note
    if clause.deviation:
        data["deviation"] = _deviation(clause.deviation)
    if clause.mutants:
        data["mutants"] = list(clause.mutants)
    return data


def _deviation(declared: Deviation) -> dict[str, Any]:
    data: dict[str, Any] = {"reason": declared.reason}
    if declared.link:
        data["link"] = declared.link
    if declared.expires:
        data["expires"] = declared.expires.isoformat()
    if declared.predicted:
        data["predicted"] = True
    if declared.by_chance:
        data["by_chance"] = True
    return data


def _example(example: ExampleResult) -> dict[str, Any]:
    data: dict[str, Any] = {"name": example.name, "verdict": example.verdict.label}
    data["duration_s"] = round(example.duration_s, 6)
    data["steps"] = [
        {name: value for name, value in asdict(step).items() if value != ""} for step in example.steps
    ]
    # What is empty is left out: a run of hundreds of kept examples stays a small file.
    for name in _OPTIONAL:
        value = getattr(example, name)
        if value or (name == "seed" and value is not None):
            data[name] = list(value) if isinstance(value, tuple) else value
    return data


_OPTIONAL = [
    one.name for one in fields(ExampleResult) if one.name not in ("name", "verdict", "duration_s", "steps")
]
