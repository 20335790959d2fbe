"""
mutants.json and mutants.html: the kill matrix as a file, for machines and for people.

`contracts/schemas/kill-matrix.schema.json` says what the first looks like. Its last member is a footer that
counts what stands before it, so that a matrix which was cut short is seen to be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from contract_harness import resources
from contract_harness.mutation import kill_matrix_page
from contract_harness.mutation.matrix import Fate, Matrix, Trial
from contract_harness.report.writers import UnwritableReports

FORMAT = 1


def write(matrix: Matrix, directory: Path) -> Path:
    """Write both files into *directory*; gives the page.

    Raises:
        UnwritableReports: the disk is full, or the directory is gone.
    """
    data = document(matrix)
    schema().validate(data)
    page = directory / "mutants.html"
    try:
        (directory / "mutants.json").write_text(
            json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8"
        )
        page.write_text(kill_matrix_page.page(matrix), "utf-8")
    except OSError as error:
        raise UnwritableReports(directory, error.strerror or str(error)) from error
    return page


def schema() -> Draft202012Validator:
    """The validator of mutants.json."""
    file = resources.contracts("schemas", "kill-matrix.schema.json")
    return Draft202012Validator(json.loads(file.read_text("utf-8")))


def document(matrix: Matrix) -> dict[str, Any]:
    """The matrix as JSON data, the footer last."""
    canary = matrix.canary
    return {
        "format": FORMAT,
        "target": matrix.target,
        "contracts": {"digest": matrix.digest},
        "width": matrix.width.value,
        "duration_s": round(matrix.duration_s, 3),
        "seed": matrix.seed,
        "exit_code": int(matrix.exit_code),
        "canary": {"name": canary.mutant.name, "fate": canary.fate.value} if canary else None,
        "void_because": list(matrix.reasons_void),
        "clauses": [_clause(matrix, clause_id, names) for clause_id, names in matrix.killers.items()],
        "mutants": [_trial(trial) for trial in matrix.trials],
        "footer": {
            "clauses": len(matrix.clauses),
            "unguarded": len(matrix.unguarded),
            "mutants": len(matrix.trials),
            "fates": {fate.value: matrix.count(fate) for fate in Fate},
            "neighbours": {fate.value: matrix.count(fate, neighbours=True) for fate in Fate},
        },
    }


def _clause(matrix: Matrix, clause_id: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    by_others = [trial.mutant.name for trial in matrix.trials if clause_id in trial.also]
    clean = next((one.verdict.label for one in matrix.clean if one.id == clause_id), "not-run")
    return {"id": clause_id, "gateway": clean, "killed": list(names), "also_broken_by": by_others}


def _trial(trial: Trial) -> Mapping[str, Any]:
    return {
        "name": trial.mutant.name,
        "target": trial.target,
        "breaks": trial.mutant.breaks,
        "kind": "neighbour" if trial.mutant.neighbour else "own",
        "sentence": trial.mutant.sentence,
        "fate": trial.fate.value,
        "because": trial.because,
        "also": list(trial.also),
        "duration_s": round(trial.duration_s, 3),
    }
