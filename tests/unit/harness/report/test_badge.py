"""The badge that is shown as an example is the one that a run makes."""

import json
from dataclasses import replace

from contract_harness.ledger.clauses import read_features
from contract_harness.report import badge
from contract_harness.running.choice import chosen
from contract_harness.targets.loading import load
from contract_harness.verdicts import Verdict
from tests.given.places import ROOT
from tests.given.verifying.sample_run import sample_run

PAGE = ROOT / "docs" / "continuous-integration.md"


def test_the_page_shows_the_badge_of_the_reference_gateway():
    """Every core clause that it is asked, kept."""
    run = sample_run(164)
    kept = next(clause for _, clause in run.clauses if clause.verdict is Verdict.KEPT)
    asked = chosen(read_features(), load("reference")).clauses
    clauses = tuple(replace(kept, id=one.id, tier=one.tier, scored=True) for one in asked)
    whole = replace(run, narrowed=(), edition="", targets=(replace(run.targets[1], clauses=clauses),))

    assert f"`{json.loads(badge.document(whole))['message']}`" in PAGE.read_text("utf-8")
