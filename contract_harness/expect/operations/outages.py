"""What callers are told while the database is unavailable, and what is stored of what they did."""

from __future__ import annotations

from contract_harness.errors import ContractBreach
from contract_harness.patience import eventually
from contract_harness.scenes.outages import SignIns, sessions
from contract_harness.scenes.scenario_gateway import ScenarioGateway


def expect_may_soon_call(subject: ScenarioGateway, name: str, model: str) -> None:
    """The key of this name gets a completion, at the latest when what has happened has arrived."""
    __tracebackhide__ = True
    key = subject.key(name)
    eventually(
        lambda: subject.public.complete(key, model).status == 200,
        within_s=subject.gateway.patience.arrival_s,
        what="the call is served again",
    )


def expect_session_for_each(subject: ScenarioGateway, sign_ins: SignIns) -> None:
    """As many new sessions are stored as sign-ins were accepted."""
    __tracebackhide__ = True
    stored = sessions(subject.database) - sign_ins.sessions_before
    if stored != sign_ins.accepted:
        raise ContractBreach(
            f"{sign_ins.accepted} sessions, one for each sign-in accepted", f"{stored} are stored"
        )
