"""The wire: requests that no HTTP library would send."""

from __future__ import annotations

from pytest_bdd import then, when

from contract_harness.clients.raw import RawConnection
from contract_harness.expect.same_origin import wire
from contract_harness.scenes import written
from contract_harness.scenes.bare_requests import Attempt
from contract_harness.scenes.visitor import Visitor


@when("a visitor sends these bytes, and a second request behind them:", target_fixture="attempt")
def sends_bytes(visitor: Visitor, connection: RawConnection, docstring: str) -> Attempt:
    r"""Each line ends with CRLF, and the head with an empty one; `\r`, `\0` and `\x16` are single bytes."""
    return Attempt.make(connection, visitor, written.request(docstring, visitor))


@then("the request is refused")
def request_is_refused(attempt: Attempt) -> None:
    wire.expect_refused(attempt)


@then("the request is answered")
def request_is_answered(attempt: Attempt) -> None:
    wire.expect_answered(attempt)


@then("the gateway closes the connection without another answer")
def nothing_behind_is_answered(attempt: Attempt) -> None:
    wire.expect_end(attempt)
