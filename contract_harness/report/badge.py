"""badge.json: the claim in one line, in the endpoint format of shields.io."""

from __future__ import annotations

import json

from contract_harness.ledger.clauses import Tier
from contract_harness.report.model import RunResult
from contract_harness.verdicts import ExitCode, Verdict

_COLOURS = {ExitCode.KEPT: "brightgreen", ExitCode.BROKEN: "red"}


def document(run: RunResult) -> str:
    """Core clauses kept of those that are scored and could be judged, over all targets.

    A badge is a claim; one that rests on a chosen part of the clauses says so.
    """
    core = [clause.verdict for _, clause in run.clauses if clause.tier is Tier.CORE and clause.scored]
    judged = [verdict for verdict in core if verdict.rank > Verdict.NOT_APPLICABLE.rank]
    kept = sum(verdict is Verdict.KEPT for verdict in judged)
    known = run.exit_code in _COLOURS
    of_edition = f", edition {run.edition}" if run.edition else ""
    of_part = ", of a part" if run.narrowed or run.stopped else ""
    return (
        json.dumps(
            {
                "schemaVersion": 1,
                "label": "gateway contracts",
                "message": f"{kept}/{len(judged)} core kept{of_edition}{of_part}" if known else "void",
                "color": _COLOURS.get(run.exit_code, "lightgrey"),
            }
        )
        + "\n"
    )
