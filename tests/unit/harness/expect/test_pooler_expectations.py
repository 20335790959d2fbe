"""What differs, twice, behind a pooler is the gateway's; whatever else people find there is not."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from contract_harness.errors import ContractBreach, HarnessError, NotObservable
from contract_harness.expect.operations import pooler
from contract_harness.expect.operations._crowd import Crowd
from contract_harness.scenes.scenario_gateway import ScenarioGateway

CROWD = Crowd(["the caller sees the one model"], calls=10, people=2)
WRONG = [("the caller sees the one model", ContractBreach("fast", "401", "the answer"))]

Found = list[tuple[str, ContractBreach]]


@pytest.fixture
def subject_where(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[ScenarioGateway, list[str]]]:
    """A gateway at which the crowd finds one thing after the other, and what was done to it."""

    def make(*found: Found, restarts: int = 0, left: Any = ()) -> tuple[ScenarioGateway, list[str]]:
        done: list[str] = []
        answers = list(found)
        through = SimpleNamespace(
            restarts=restarts,
            restart=lambda: done.append("restart"),
            left=lambda: left() if callable(left) else list(left),
        )
        database = SimpleNamespace(
            through_a_pooler=lambda: through, without_pooler=lambda: done.append("direct")
        )
        installation = SimpleNamespace(use=lambda _: None)
        monkeypatch.setattr(Crowd, "wrong", lambda *_: answers.pop(0))
        start = lambda: done.append("start")  # noqa: E731
        subject = SimpleNamespace(database=database, installation=installation, start=start)
        return cast("ScenarioGateway", subject), done

    return make


def test_people_who_find_it_are_asked_once(subject_where: Any) -> None:
    """And nothing is started anew."""
    subject, done = subject_where([])

    pooler.expect_finds(subject, CROWD)

    assert [] == done


def test_what_differs_twice_is_the_gateways(subject_where: Any) -> None:
    """Behind the pooler, not without it, and behind it again."""
    subject, done = subject_where(WRONG, [], WRONG)

    with pytest.raises(ContractBreach, match=r"1 do not, .* the caller sees the one model: 401") as breach:
        pooler.expect_finds(subject, CROWD)
    assert ("the answer", ["direct", "start", "start"]) == (breach.value.detail, done)


def test_what_a_restart_broke_is_asked_after_a_restart(subject_where: Any) -> None:
    """Of connections that people have used before it."""
    subject, done = subject_where(WRONG, [], [], WRONG, restarts=1)

    with pytest.raises(ContractBreach, match="1 do not"):
        pooler.expect_finds(subject, CROWD)
    assert ["direct", "start", "start", "restart"] == done


@pytest.mark.parametrize(
    ("found", "raised", "told"),
    [
        ((WRONG, WRONG), NotObservable, "without a pooler 10 calls by 2 people at once do not find it"),
        ((WRONG, [], []), HarnessError, "found otherwise once"),
    ],
)
def test_what_does_not_differ_is_nobodys_or_ours(
    subject_where: Any, found: tuple[Found, ...], raised: type[Exception], told: str
) -> None:
    """It is wrong without a pooler as well, or was so once."""
    subject, _ = subject_where(*found)

    with pytest.raises(raised, match=told):
        pooler.expect_finds(subject, CROWD)


def test_what_is_left_in_a_session_is_told(subject_where: Any) -> None:
    """Each thing by name; nothing left is kept."""
    pooler.expect_nothing_left(subject_where()[0])

    with pytest.raises(ContractBreach, match="an advisory lock, the setting a is left"):
        pooler.expect_nothing_left(subject_where(left=["an advisory lock", "the setting a"])[0])


def test_a_session_that_is_held_is_told(subject_where: Any) -> None:
    """Nobody else can be given it."""

    def held() -> list[str]:
        raise TimeoutError

    with pytest.raises(ContractBreach, match="one of them is held"):
        pooler.expect_nothing_left(subject_where(left=held)[0])
