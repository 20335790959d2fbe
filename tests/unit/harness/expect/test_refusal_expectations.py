"""What refusals give away: the words of whoever failed, an email by its timing, and how long to guess."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from contract_harness.clients.reply import Reply
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect.bootstrap import guessing
from contract_harness.expect.replies import OWN_WORDS, expect_discreet
from contract_harness.upstreams.provider import COMPLAINT

ANN = "ann@example.test"
RIGHT = "right"


def reply(status: int, *, elapsed_s: float = 0.1, body: bytes = b"") -> Reply:
    """An answer."""
    return Reply(status=status, reason="", headers=(), body=body, elapsed_s=elapsed_s)


def gateway(answer: Callable[[str, str], Reply]) -> Any:
    """A gateway that answers sign-ins like this, given email and password."""
    return SimpleNamespace(
        email=ANN,
        password={"wrong": "wrong", "configured": RIGHT}.__getitem__,
        stranger=lambda: SimpleNamespace(sign_in=answer),
    )


@pytest.mark.parametrize("whose", OWN_WORDS)
def test_a_refusal_quotes_nobody(whose: str) -> None:
    """In any case; what the gateway says of itself is no quotation."""
    expect_discreet(reply(502, body=b'{"error": {"message": "upstream answered with 401"}}'), whose)

    for word in OWN_WORDS[whose]:
        with pytest.raises(ContractBreach, match="says nothing in the"):
            expect_discreet(reply(502, body=f"it said: {word.upper()}!".encode()), whose)
    assert COMPLAINT == COMPLAINT.lower()


@pytest.mark.parametrize("after", [1, 20, 100])
def test_a_throttle_holds_the_right_password_back(after: int) -> None:
    """Whether it says so by a status of its own or by the refusal that a wrong one gets."""
    for status in (401, 429):
        tries: list[str] = []

        def answer(_: str, password: str, tries: list[str] = tries, status: int = status) -> Reply:
            tries.append(password)
            is_open = len(tries) <= after
            return reply((200 if password == RIGHT else 401) if is_open else status)

        guessing.expect_throttled(gateway(answer), "configured", count=100, within_s=5)
        assert RIGHT == tries[-1]
        assert len(tries) <= 102


def test_no_throttle_is_a_breach() -> None:
    """The right password is let in after a hundred wrong ones; a wrong one may not be let in at all."""
    with pytest.raises(ContractBreach, match="after 100 failed sign-ins"):
        guessing.expect_throttled(
            gateway(lambda _, password: reply(200 if password == RIGHT else 401)),
            "configured",
            count=100,
            within_s=5,
        )
    with pytest.raises(ContractBreach, match="a wrong password is refused"):
        guessing.expect_throttled(gateway(lambda *_: reply(200)), "configured", count=100, within_s=5)


def test_sign_ins_that_take_too_long_tell_nothing() -> None:
    """A hundred of them would take all day."""
    with pytest.raises(NotObservable, match="--patience"):
        guessing.expect_throttled(gateway(lambda *_: reply(401)), "configured", count=100, within_s=-1)


@pytest.mark.parametrize(("known_s", "unknown_s"), [(0.1, 0.1), (0.1, 0.06), (0.003, 0.0001)])
def test_refusals_that_take_about_as_long_tell_nothing(known_s: float, unknown_s: float) -> None:
    """Nor do those whose difference nobody could see."""
    guessing.expect_no_email_told(
        gateway(lambda email, _: reply(401, elapsed_s=known_s if email == ANN else unknown_s)), [ANN]
    )


@pytest.mark.parametrize(("known_s", "unknown_s"), [(0.1, 0.002), (0.02, 0.1)])
def test_a_refusal_that_is_much_quicker_tells(known_s: float, unknown_s: float) -> None:
    """Or much slower; the breach says both."""
    with pytest.raises(ContractBreach, match=f"{unknown_s * 1000:.0f} ms for an unknown one"):
        guessing.expect_no_email_told(
            gateway(lambda email, _: reply(401, elapsed_s=known_s if email == ANN else unknown_s)), [ANN]
        )


def test_somebody_whose_refusal_is_quicker_is_named() -> None:
    """Whoever is known is compared, not the admin alone."""
    answers = gateway(lambda email, _: reply(401, elapsed_s=0.001 if email.startswith("bob") else 0.1))

    with pytest.raises(ContractBreach, match=r"as slowly as bob@example\.test"):
        guessing.expect_no_email_told(answers, [ANN, "bob@example.test"])


def test_guesses_are_many_and_spelled_in_many_ways() -> None:
    """Neither the same password nor the same spelling over and over again, and the right one in two."""
    tries: list[tuple[str, str]] = []

    def answer(email: str, password: str) -> Reply:
        tries.append((email, password))
        return reply(401)

    guessing.expect_throttled(gateway(answer), "configured", count=100, within_s=5)

    assert 101 == len({password for _, password in tries})
    assert {ANN} == {email.lower() for email, _ in tries}
    assert 100 == len({email for email, _ in tries[:-2]})
    assert {ANN, ANN.upper()} == {email for email, _ in tries[-2:]}


def test_what_is_throttled_at_once_cannot_be_compared() -> None:
    """A throttled answer is no refusal of a password."""
    with pytest.raises(NotObservable, match="throttled"):
        guessing.expect_no_email_told(gateway(lambda *_: reply(429, elapsed_s=0.0)), [ANN])
