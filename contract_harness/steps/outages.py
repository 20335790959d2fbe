"""Outages: a database that is locked, unwritable or out of room, and what callers are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect import sessions
from contract_harness.scenes import outages
from contract_harness.scenes.outages import FullDisk
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@pytest.fixture
def full_disk() -> Iterator[FullDisk]:
    """Room is made again when the scenario is over."""
    with closing(FullDisk()) as full_disk:
        yield full_disk


@given("the admin is signed in")
def admin_is_signed_in(subject: ScenarioGateway) -> None:
    sessions.expect_let_in(subject.browser.sign_in(subject.email, subject.password("configured")))


@given("somebody holds a lock on its database", target_fixture="lock")
def somebody_holds_a_lock(subject: ScenarioGateway, undone: ExitStack) -> ExitStack:
    lock = undone.enter_context(ExitStack())
    lock.enter_context(subject.database.locked())
    return lock


@given("its database takes no writes")
def takes_no_writes(subject: ScenarioGateway, undone: ExitStack) -> None:
    undone.callback(subject.database.take_writes)
    subject.database.refuse_writes()


@when(parsers.re(f"(?P<who>{'|'.join(outages.CALLERS)}) asks while it is lost"), target_fixture="reply")
def asks_while_lost(subject: ScenarioGateway, who: str) -> Reply:
    return outages.CALLERS[who](subject)


@when("the lock is let go")
def lock_is_let_go(lock: ExitStack) -> None:
    lock.close()


@when("its disk is full and the admin signs in until that shows", target_fixture="reply")
def signs_in_until_full(subject: ScenarioGateway, full_disk: FullDisk) -> Reply:
    return full_disk.sign_in_until_refused(subject)


@when("there is room again")
def there_is_room(full_disk: FullDisk) -> None:
    full_disk.close()


@then("the refusal says nothing of the database's own words")
def refusal_is_discreet(reply: Reply) -> None:
    outages.expect_discreet(reply)


@then("there is one session for each sign-in that was granted")
def one_session_each(subject: ScenarioGateway, full_disk: FullDisk) -> None:
    full_disk.expect_sessions(subject)


@then(parsers.parse('the configured key opens "{model}" soon after the database is back'))
def opens_once_back(subject: ScenarioGateway, restore: Callable[[], None], model: str) -> None:
    restore()
    outages.expect_opens_soon(subject, model)
