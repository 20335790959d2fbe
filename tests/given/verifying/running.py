"""Running the miniature features as `verify` runs the real ones."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from contract_harness.ledger.clauses import read_features
from contract_harness.report.model import ClauseResult, RunResult
from contract_harness.running.choice import chosen
from contract_harness.running.verification import Conditions, Listener, verify
from contract_harness.targets.loading import load

MINIATURE = Path(__file__).parent / "features"
PLUGINS = ("tests.given.verifying.miniature_plugin",)


def run_miniature(
    *,
    workers: int = 1,
    profiles: Sequence[str] = ("mini",),
    ids: Sequence[str] = (),
    specs: Sequence[str] = ("reference",),
    fail_fast: bool = False,
    patience: str | None = None,
    seed: int | None = None,
    mutant: str | None = None,
    listen: Listener | None = None,
) -> RunResult:
    """Judge the miniature; needs PYTHONPATH to lead to the tests (the `miniature` fixture sees to it)."""
    ledger = read_features(MINIATURE)
    asked = []
    for spec in specs:
        target = load(spec)
        if spec == "reference":
            # Its file is about what is real.
            target = replace(target, claims=ledger.profiles, not_expressible={}, mutant=mutant)
        asked.append(chosen(ledger, target, profiles=profiles, ids=ids))
    conditions = Conditions(
        workers=workers, fail_fast=fail_fast, patience=patience, order=seed, plugins=PLUGINS
    )
    return verify(ledger, asked, conditions, listen)


def clause_of(run: RunResult, clause_id: str, target: str = "reference") -> ClauseResult:
    """The result of one clause at one target."""
    return next(clause for one, clause in run.clauses if (one.name, clause.id) == (target, clause_id))
