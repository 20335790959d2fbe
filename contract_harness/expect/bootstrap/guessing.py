"""What guessing at a password comes to: how long it may go on, and what the refusals tell meanwhile."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable

from contract_harness.clients.http import Reply
from contract_harness.databases import Database
from contract_harness.databases.snapshot import rows_of
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.scenes.scenario_gateway import ScenarioGateway

SERIES = 3
"""A machine is busy now and then: what refusals tell, they tell in each series."""
ROUNDS = 5
SEEN_S = 0.005
"""Less is no difference that anybody could see through a network."""
THROTTLED = 429


def expect_throttled(subject: ScenarioGateway, which: str, *, count: int, within_s: float) -> None:
    """After so many failed sign-ins, or as soon as a throttle says so, that password is refused as well.

    Raises:
        NotObservable: so many take longer than *within_s*.
    """
    __tracebackhide__ = True
    began, made = time.monotonic(), 0
    while made < count and _guess(subject, spelt(subject.email, made), made).status != THROTTLED:
        made += 1
        if time.monotonic() - began > within_s:
            raise NotObservable(
                f"{count} sign-ins take longer than {within_s:g} s: stretch it with --patience 3"
            )
    for email in (subject.email, subject.email.swapcase()):
        reply = subject.stranger().sign_in(email, subject.password(which))
        if reply.status < 400:
            raise ContractBreach(
                f"after {count} failed sign-ins in a row the {which} password is refused",
                f"with the email {email} it is let in",
                reply.shown,
            )


def spelt(email: str, number: int) -> str:
    """*email* with those letters in the other case that *number* has a bit for: each spelling is another."""
    letters = [at for at, char in enumerate(email) if char.isalpha()]
    turned = {at for place, at in enumerate(letters) if number >> place & 1}
    return "".join(char.swapcase() if at in turned else char for at, char in enumerate(email))


def expect_no_email_told(subject: ScenarioGateway, emails: Iterable[str]) -> None:
    """Refused with an email of nobody, a sign-in takes as long as refused with each of *emails*, or nearly.

    Raises:
        NotObservable: guessing is throttled before it can be told.
    """
    __tracebackhide__ = True
    for email in dict.fromkeys((subject.email, *emails)):
        _expect_told_apart_by_nothing(subject, email)


def _expect_told_apart_by_nothing(subject: ScenarioGateway, email: str) -> None:
    __tracebackhide__ = True
    for _ in range(SERIES):
        known_s, unknown_s = _quickest(subject, email)
        slower_s, quicker_s = max(known_s, unknown_s), min(known_s, unknown_s)
        if slower_s - quicker_s < SEEN_S or slower_s < 2 * quicker_s:
            return
    raise ContractBreach(
        f"an unknown email is refused as slowly as {email}",
        f"{unknown_s * 1000:.0f} ms for an unknown one, {known_s * 1000:.0f} ms for {email}, at best",
    )


def stored_emails(database: Database) -> list[str]:
    """Somebody of each role and status that the gateway knows, whether or not they can sign in."""
    known = sorted(rows_of(database, "users"), key=lambda row: str(row["email"]), reverse=True)
    return sorted({(row["global_role"], row.get("status")): str(row["email"]) for row in known}.values())


def _quickest(subject: ScenarioGateway, email: str) -> tuple[float, float]:
    """The quickest refusals of a known and of unknown emails, asked in turn."""
    known, unknown = [], []
    for _ in range(ROUNDS):
        pair = _guess(subject, email), _guess(subject, f"{uuid.uuid4()}@example.com")
        if any(reply.status == THROTTLED for reply in pair):
            break
        known.append(pair[0].elapsed_s)
        unknown.append(pair[1].elapsed_s)
    if not known:
        raise NotObservable("sign-ins are throttled before their time can be compared")
    return min(known), min(unknown)


def _guess(subject: ScenarioGateway, email: str, number: int = 0) -> Reply:
    """The answer to the guess of this number; each is another password."""
    __tracebackhide__ = True
    reply = subject.stranger().sign_in(email, f"{subject.password('wrong')}{number or ''}")
    if reply.status < 400:
        raise ContractBreach("a wrong password is refused", "it is let in", reply.shown)
    return reply
