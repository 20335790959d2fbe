"""How applies end that run at once, and what those leave that are killed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from contract_harness.errors import ContractBreach
from contract_harness.expect.listed import expect_listing
from contract_harness.scenes.interruptions import EVERYTHING, WHOLE, Interruptions
from contract_harness.scenes.migration.together import Ended
from contract_harness.scenes.wording import meant


def expect_each(ends: Sequence[Ended], did: str, *, backend: str) -> None:
    """Each of the commands did what a feature says: succeeded, or ended when the work was done."""
    __tracebackhide__ = True
    meant(_DID, did)(ends, backend)


def _expect_all_succeed(ends: Sequence[Ended], _: str) -> None:
    """Every one of them ended with exit code 0."""
    __tracebackhide__ = True
    failed = [end.outcome for end in ends if end.outcome.exit_code != 0]
    if failed:
        raise ContractBreach(f"all {len(ends)} succeed", f"{len(failed)} failed", failed[0].shown)


def _expect_whole_at_the_end(ends: Sequence[Ended], backend: str) -> None:
    """As each of them ended the whole baseline was there, and each lists it as applied."""
    __tracebackhide__ = True
    for number, end in enumerate(ends, 1):
        if end.left != EVERYTHING:
            raise ContractBreach(
                "the whole baseline is there as each command ends",
                f"as number {number} of {len(ends)} ended there was {end.left}",
                end.outcome.shown,
            )
        expect_listing(end.outcome, backend=backend, state="applied")


_DID: Mapping[str, Callable[[Sequence[Ended], str], None]] = {
    "succeeds": _expect_all_succeed,
    "has left the whole baseline as it ended": _expect_whole_at_the_end,
}


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
