"""A gateway is the same gateway, whether the harness starts it or is given its address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace

from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.pool import Pool
from contract_harness.ledger.clauses import read_features
from contract_harness.patience import Patience
from contract_harness.running.choice import chosen
from contract_harness.running.verification import Conditions, verify
from contract_harness.targets.loading import load, url_target
from contract_harness.targets.target import Target

UNSEEN = {"not-applicable", "unsupported"}


@contextmanager
def running(process: Target) -> Iterator[Target]:
    """The same gateway, started once in front of its own admin UI: its address, and what opens it."""
    with (
        closing(Pool(process, Patience.from_environment())) as pool,
        closing(pool.new_installation(Evidence())) as installation,
    ):
        installation.real_admin_ui()
        gateway = installation.serve()
        given = {
            "admin_email": pool.credentials.admin_email,
            "admin_password": f"literal.{pool.credentials.admin_password}",
            "api_key": f"literal.{pool.credentials.api_key}",
        }
        yield replace(url_target(gateway.base_url), given_credentials=given)


def verdicts(target: Target, ids: Sequence[str] = ()) -> dict[str, str]:
    """The verdict on each clause; without *ids*, on all that are claimed."""
    ledger = read_features()
    run = verify(ledger, [chosen(ledger, target, ids=ids)], Conditions(workers=2))
    return {clause.id: clause.verdict.label for _, clause in run.clauses}


def test_both_drivers_agree_on_every_clause_they_share() -> None:
    """What can be seen from outside is kept there too; what cannot is not applicable, and never kept."""
    reference = load("reference")
    with running(reference) as url:
        outside = verdicts(url)
    shared = {name: verdict for name, verdict in outside.items() if verdict not in UNSEEN}

    assert verdicts(reference, list(shared)) == shared
    assert {"kept"} == set(shared.values())
    assert len(shared) >= 10


def test_both_drivers_agree_on_a_gateway_that_is_wrong() -> None:
    """The same clause is broken, and the others are not."""
    wrong = load("reference").mutated("same_origin.sessions.shows_scripts_the_cookie")
    ids = [
        "same-origin.session-cookie-covers-the-origin",
        "same-origin.unknown-routes-are-not-found",
        "same-origin.api-answers-carry-an-id",
    ]
    with running(wrong) as url:
        outside = verdicts(url, ids)

    assert dict(zip(ids, ("broken", "kept", "kept"), strict=True)) == outside
    assert outside == verdicts(wrong, ids)
