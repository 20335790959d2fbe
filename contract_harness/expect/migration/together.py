"""How applies end that run at once, and what those leave that are killed."""

from __future__ import annotations

from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import Outcome
from contract_harness.scenes.interruptions import WHOLE, Interruptions


def expect_all_succeed(outcomes: list[Outcome]) -> None:
    """Every one of them ended with exit code 0."""
    __tracebackhide__ = True
    failed = [outcome for outcome in outcomes if outcome.exit_code != 0]
    if failed:
        observed = f"{len(failed)} failed"
        raise ContractBreach(f"all {len(outcomes)} succeed", observed, failed[0].shown)


def expect_all_or_nothing(interruptions: Interruptions) -> None:
    """No kill left a part of the baseline, and no reader saw one in the undisturbed apply."""
    __tracebackhide__ = True
    seen = [(f"killed {kill.moment}", kill.left) for kill in interruptions.kills]
    seen += [("not killed, seen by a reader", sight) for sight in interruptions.rehearsal.sights]
    for circumstance, left in seen:
        if left not in WHOLE:
            raise ContractBreach("an apply leaves all or nothing", f"{circumstance}: {left}")


def expect_reruns_succeed(interruptions: Interruptions) -> None:
    """After every kill that left something to do the next apply succeeded."""
    __tracebackhide__ = True
    for kill in interruptions.kills:
        if kill.rerun is not None and kill.rerun.exit_code != 0:
            raise ContractBreach(
                "the next apply succeeds", f"it failed after one killed {kill.moment}", kill.rerun.shown
            )
