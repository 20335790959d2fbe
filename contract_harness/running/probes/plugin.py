"""
The pytest plugin that looks whether what targets claim is there, beside the clauses and on the same gateways.

What a probe saw travels as one event, like an example. A probe never fails and never voids a run: what could
not be looked at is unseen.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any

import pytest

from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.pool import Installations
from contract_harness.report.model import Presence
from contract_harness.running.events import PROPERTY
from contract_harness.running.plan import Plan
from contract_harness.running.probes.checks import Seen, probed
from contract_harness.targets.target import Target

_SEEN = pytest.StashKey[Seen]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", "probe: one look at one thing a target may claim")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Look at every target for everything the plan says."""
    if metafunc.definition.get_closest_marker("probe") is None:
        return
    plan = Plan.active()
    pairs = [(name, claim) for name, claims in plan.probes.items() for claim in claims]
    metafunc.parametrize(
        ("target", "claim"),
        [(plan.targets[name], claim) for name, claim in pairs],
        ids=[f"{name}-{claim}" for name, claim in pairs],
        indirect=["target"],
        scope="session",
    )


@pytest.fixture
def look(
    request: pytest.FixtureRequest,
    target: Target,
    claim: str,
    installations: Installations,
    evidence: Evidence,
) -> bool:
    """Look, and remember what was seen."""
    seen = probed(claim, target, installations)
    request.node.stash[_SEEN] = Seen(seen.presence, evidence.redacted(seen.observed))
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send what was seen; an accident on the way leaves it unseen."""
    report = yield
    if item.get_closest_marker("probe") is None:
        return report
    if call.excinfo is not None and _SEEN not in item.stash:
        said = str(call.excinfo.value).splitlines() or [type(call.excinfo.value).__name__]
        item.stash[_SEEN] = Seen(Presence.UNSEEN, said[0][:300])
    report.user_properties.append((PROPERTY, json.dumps(_event(item))))
    return report


def _event(item: pytest.Item) -> dict[str, Any]:
    assert isinstance(item, pytest.Function)
    parameters: dict[str, Any] = dict(item.callspec.params)
    event = {
        "kind": "probe",
        "target": parameters["target"].name,
        "clause": parameters["claim"],
        "example": "is it there",
        "row": {},
    }
    seen = item.stash.get(_SEEN, None)
    return event | ({"presence": seen.presence.value, "observed": seen.observed} if seen else {})
