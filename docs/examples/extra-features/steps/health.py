"""Sentences of one gateway's own: they may ask for any fixture there is; `assert` speaks as a breach."""

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import HttpClient, Reply


@when(parsers.parse("somebody asks for {route}"), target_fixture="reply")
def somebody_asks(http: HttpClient, route: str) -> Reply:
    return http.get(route)


@then("the answer sets no cookie")
def answer_sets_no_cookie(reply: Reply) -> None:
    """A 200 without a cookie."""
    assert (200, []) == (reply.status, reply.headers_named("set-cookie"))
