"""Failures: an admin UI that is down, slow, cut short or rude."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.clients.raw import RawConnection
from contract_harness.clients.raw_reply import RawReply
from contract_harness.drivers.gateway import Gateway
from contract_harness.expect import answers, streams, visits
from contract_harness.installations.pool import Installations
from contract_harness.patience import Patience
from contract_harness.scenes.ui_limits import TimeLimits
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.admin_ui import PAGE, SimulatedAdminUi
from contract_harness.upstreams.behaviours import CUT_ANSWERS, FAULTS, TWO_ANSWERS, stalled_page
from contract_harness.upstreams.http_server import Answer, Hold

_FAULT = "|".join(FAULTS)


@given("the admin UI is down")
@given("the admin UI is not started yet")
def ui_is_down(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.stop()


@given(parsers.re(f"the admin UI (?P<fault>{_FAULT})"))
def ui_misbehaves(admin_ui: SimulatedAdminUi, fault: str) -> None:
    admin_ui.answer(FAULTS[fault])


@given("the admin UI holds every page back")
def ui_holds_pages_back(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.answer(Answer(hold_head=Hold(), body=PAGE))


@given("the admin UI accepts nothing")
def ui_accepts_nothing(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.black_hole()


@given(parsers.parse("the admin UI takes {delay_ms:d} ms to answer"))
def ui_is_slow(admin_ui: SimulatedAdminUi, delay_ms: int) -> None:
    admin_ui.answer(Answer(body=PAGE, delay_s=delay_ms / 1000))


@given(
    parsers.parse(
        "a gateway that gives its admin UI {connect_ms:d} ms to accept and {request_ms:d} ms to answer"
    ),
    target_fixture="gateway",
)
def gateway_has_limits(installations: Installations, connect_ms: int, request_ms: int) -> Gateway:
    limits = TimeLimits(connect_ms, request_ms)
    return installations.standing(limits.name, limits.configure).gateway


@given("the admin UI stalls half-way through a page")
def ui_stalls(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.answer(stalled_page(Hold()))


@given(parsers.parse("the admin UI cuts an answer short that is {framed}"))
def ui_cuts_an_answer(admin_ui: SimulatedAdminUi, framed: str) -> None:
    admin_ui.answer(CUT_ANSWERS[framed])


@given("the admin UI sends a second answer behind the first")
def ui_says_too_much(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.answer(TWO_ANSWERS)


@given("a visitor has opened the admin UI")
def visitor_has_opened_the_ui(visitor: Visitor, admin_ui: SimulatedAdminUi) -> None:
    visits.expect_served_below(visitor, admin_ui)


@given("a visitor was told that the admin UI is unavailable")
def visitor_was_told(visitor: Visitor) -> None:
    answers.expect_unavailable(visitor.open())


@when("the admin UI comes back")
def ui_comes_back(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.start()


@when("the admin UI is restarted")
def ui_is_restarted(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.stop()
    admin_ui.start()


@when("the admin UI answers properly again")
def ui_answers_properly(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.reset()


@when("a visitor reads the admin UI to the end", target_fixture="raw_reply")
def reads_to_the_end(visitor: Visitor, raw: Callable[[], RawConnection]) -> RawReply:
    connection = raw()
    connection.send(visitor.head())
    return connection.read_reply()


@when(parsers.parse("a visitor cuts an upload short that is {framed}"))
def cuts_an_upload(visitor: Visitor, raw: Callable[[], RawConnection], framed: str) -> None:
    streams.cut_an_upload(raw(), visitor, framed)


@then("the admin UI is reported unavailable")
def ui_is_reported_unavailable(reply: Reply) -> None:
    answers.expect_unavailable(reply)


@then(parsers.parse("the admin UI is reported unavailable after about {limit_ms:d} ms"))
def ui_is_reported_in_time(reply: Reply, patience: Patience, limit_ms: int) -> None:
    answers.expect_unavailable(reply)
    answers.expect_about(reply, limit_ms / 1000, grace_s=patience.arrival_s)


@then("the admin UI is served once it is up")
def ui_is_served_again(visitor: Visitor, admin_ui: SimulatedAdminUi, patience: Patience) -> None:
    admin_ui.start()
    visits.expect_served_soon(visitor, within_s=patience.arrival_s)


@then("the visitor can tell that the answer is not whole")
def answer_is_not_whole(raw_reply: RawReply) -> None:
    answers.expect_not_whole(raw_reply)


@then(parsers.parse("the next {count:d} visitors are given their own answers"))
def next_visitors_are_served(visitor: Visitor, count: int) -> None:
    visits.expect_own_pages(visitor, count)
