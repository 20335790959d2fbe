"""Guessing is let go on for so long, whoever is guessed at."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from reference_gateway.domain.errors import TooManySignIns
from reference_gateway.services import guesses
from reference_gateway.services.guesses import FREE, RECOVERY, Guesses
from tests.given.graphs import NOW

ANN = "ann@example.test"


class Clock:
    """Stands still until it is moved."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The time."""
    return Clock()


def tried(clock: Clock, times: int) -> Guesses:
    """Ann has been tried so often, in vain."""
    found = Guesses(clock)
    for _ in range(times):
        found.admit(ANN)
        found.failed(ANN)
    return found


def test_one_guess_too_many_is_not_looked_at(clock: Clock) -> None:
    """The last free one is; somebody else is let try all the while."""
    found = tried(clock, FREE)

    with pytest.raises(TooManySignIns):
        found.admit(ANN)
    tried(clock, FREE - 1).admit(ANN)
    found.admit("bob@example.test")


@pytest.mark.parametrize(("minutes", "free"), [(1, 1), (3, 3), (60, FREE)])
def test_time_gives_guesses_back(clock: Clock, minutes: int, free: int) -> None:
    """One for each step of recovery, and never more than there were."""
    found = tried(clock, FREE)
    clock.now += minutes * RECOVERY
    for _ in range(free):
        found.admit(ANN)
        found.failed(ANN)

    with pytest.raises(TooManySignIns):
        found.admit(ANN)


def test_a_moment_less_gives_nothing_back(clock: Clock) -> None:
    """To the second."""
    found = tried(clock, FREE)
    clock.now += RECOVERY - timedelta(seconds=1)

    with pytest.raises(TooManySignIns):
        found.admit(ANN)


def test_a_sign_in_forgets_the_failures_before(clock: Clock) -> None:
    """In a row is in a row."""
    found = tried(clock, FREE - 1)
    found.succeeded(ANN)
    found.succeeded("bob@example.test")
    found.failed(ANN)

    found.admit(ANN)


def test_only_so_many_addresses_are_remembered(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was tried last is among them."""
    monkeypatch.setattr(guesses, "REMEMBERED", 2)
    found = tried(clock, FREE)
    found.failed("bob@example.test")
    found.failed("eve@example.test")

    found.admit(ANN)
    for _ in range(FREE - 1):
        found.failed("eve@example.test")
    with pytest.raises(TooManySignIns):
        found.admit("eve@example.test")
