"""What people find behind a pooler, and what its next user does."""

from __future__ import annotations

from contract_harness.errors import ContractBreach, HarnessError, NotObservable
from contract_harness.expect.operations._crowd import Crowd, once_more, without_pooler
from contract_harness.scenes.scenario_gateway import ScenarioGateway


def expect_finds(subject: ScenarioGateway, crowd: Crowd) -> None:
    """Each of the crowd's calls finds what it says.

    Raises:
        NotObservable: so many calls at once do not find it without a pooler either.
        HarnessError: they do when asked again.
    """
    __tracebackhide__ = True
    wrong = crowd.wrong(subject)
    if not wrong:
        return
    restarted = subject.database.through_a_pooler().restarts > 0
    if direct := without_pooler(subject, crowd):
        raise NotObservable(
            f"without a pooler {crowd} do not find it either: {direct[0][0]}, but {direct[0][1].observed}"
        )
    if not once_more(subject, crowd, restarted=restarted):
        seen = wrong[0][1].observed
        raise HarnessError(f"{crowd} found otherwise once ({seen}), and not again: use a quieter machine.")
    finding, breach = wrong[0]
    raise ContractBreach(
        f"each of {crowd} finds what it does without a pooler",
        f"{len(wrong)} do not, the first of them where {finding}: {breach.observed}",
        breach.detail,
    )


def expect_nothing_left(subject: ScenarioGateway) -> None:
    """Whoever is given a session next finds it as it was."""
    __tracebackhide__ = True
    try:
        left = subject.database.through_a_pooler().left()
    except TimeoutError:
        raise ContractBreach(
            "each session is given back when a transaction ends", "one of them is held"
        ) from None
    if left:
        raise ContractBreach("nothing is left in a session of the pool", f"{', '.join(left)} is left")
