"""The wire: requests that no HTTP library would send."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.expect.same_origin import wire
from contract_harness.scenes.bare_requests import Attempt


@then("the request is refused")
def request_is_refused(attempt: Attempt) -> None:
    wire.expect_refused(attempt)


@then("the gateway closes the connection without another answer")
def nothing_behind_is_answered(attempt: Attempt) -> None:
    wire.expect_end(attempt)
