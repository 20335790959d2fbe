"""The wire: requests that no HTTP library would send."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import parsers, then, when

from contract_harness.clients.raw import RawConnection
from contract_harness.expect import refusing
from contract_harness.expect.refusing import Attempt
from contract_harness.scenes import malformed
from contract_harness.scenes.visitor import Visitor


@when(parsers.parse("a visitor sends the admin UI a request with {what}"), target_fixture="attempt")
def sends_an_ambiguous_length(visitor: Visitor, raw: Callable[[], RawConnection], what: str) -> Attempt:
    return Attempt.make(raw(), visitor, malformed.AMBIGUOUS_LENGTHS[what])


@when(parsers.parse("a visitor sends a request line with {what}"), target_fixture="attempt")
def sends_a_request_line(visitor: Visitor, raw: Callable[[], RawConnection], what: str) -> Attempt:
    return Attempt.make(raw(), visitor, malformed.REQUEST_LINES[what])


@when(parsers.parse("a visitor sends a request with {what}"), target_fixture="attempt")
def sends_a_header(visitor: Visitor, raw: Callable[[], RawConnection], what: str) -> Attempt:
    return Attempt.make(raw(), visitor, malformed.HEADERS[what])


@then("the request is refused")
def request_is_refused(attempt: Attempt) -> None:
    refusing.expect_refused(attempt)


@then("the request is answered")
def request_is_answered(attempt: Attempt) -> None:
    refusing.expect_answered(attempt)


@then("nothing sent behind it is answered")
def nothing_behind_is_answered(attempt: Attempt) -> None:
    refusing.expect_end(attempt)
