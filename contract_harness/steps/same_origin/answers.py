"""Answers: what of the admin UI's answer does not reach the visitor."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import parsers, then

from contract_harness.clients.http import Reply
from contract_harness.clients.raw import RawConnection
from contract_harness.clients.raw_reply import RawReply
from contract_harness.expect.same_origin import answers, streaming
from contract_harness.scenes.visitor import Visitor
from contract_harness.scenes.wording import meant
from contract_harness.tables import Pairs, Table, column
from contract_harness.upstreams.admin_ui import SimulatedAdminUi


@then("the visitor does not receive the admin UI's:")
def visitor_does_not_receive(reply: Reply, answered_headers: Pairs, datatable: Table) -> None:
    answers.expect_without(reply, column(datatable), answered_headers)


@then(parsers.parse('the head comes with "{what}"'))
def head_comes_with(
    visitor: Visitor, admin_ui: SimulatedAdminUi, connection: RawConnection, reply: RawReply, what: str
) -> None:
    def nothing_behind_it() -> None:
        streaming.expect_length(reply, admin_ui, visitor)
        streaming.expect_clean(connection, visitor)

    looks: dict[str, Callable[[], None]] = {
        "nothing behind it": nothing_behind_it,
        "the length of the page, or none": lambda: streaming.expect_length_of_the_page(visitor, reply),
    }
    meant(looks, what)()
