"""What is looked at before a run begins: the findings that cost no start of a gateway."""

from __future__ import annotations

from collections.abc import Iterator

from contract_harness.doctor.finding import Finding, State
from contract_harness.doctor.programs import programs
from contract_harness.errors import Unfit
from contract_harness.patience import Patience
from contract_harness.targets.target import Target


def check_fit(target: Target, patience: Patience) -> None:
    """Refuse to run where every verdict would be about something else than the gateway.

    Raises:
        DeadUrl: nothing answers at the URL of the target.
        Unfit: the first thing a run would stumble over, with its remedy.
    """
    for finding in _cheap(target, patience):
        if finding.state is State.FAILS and not finding.is_gateways:
            raise Unfit(target.name, finding=finding.detail, remedy=finding.remedy)


def _cheap(target: Target, patience: Patience) -> Iterator[Finding]:
    if target.driver == "process":
        yield from programs(target)
        return
    # Imported here: only a run by URL asks for more before it begins.
    from contract_harness.doctor.running import doors
    from contract_harness.drivers.url import check_alive

    check_alive(target, patience)
    yield from doors(target, patience)
