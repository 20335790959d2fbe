"""What the admin lists say about teams and users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contract_harness.clients.http import Reply
from contract_harness.errors import ContractBreach
from contract_harness.expect.replies import entries_of

Table = Sequence[Mapping[str, str]]


def table(datatable: Sequence[Sequence[str]]) -> Table:
    """The rows of a Gherkin table, each by column name; the first row names the columns."""
    columns, *rows = datatable
    return [dict(zip(columns, row, strict=True)) for row in rows]


def expect_teams(reply: Reply, promised: Table) -> None:
    """The teams offered as key owners are exactly these."""
    __tracebackhide__ = True
    _expect_table(reply, entries_of(reply, "teams"), promised, what="teams")


def expect_users(reply: Reply, promised: Table) -> None:
    """The users listed are exactly these; an empty cell stands for null."""
    __tracebackhide__ = True
    _expect_table(reply, entries_of(reply, "users"), promised, what="users")


def expect_unlisted(reply: Reply, email: str) -> None:
    """Nobody with this email is among the users of the reply."""
    __tracebackhide__ = True
    emails = [str(user.get("email", "")).lower() for user in entries_of(reply, "users")]
    if email.lower() in emails:
        raise ContractBreach(f"{email} is not among the users of {reply.request}", "it is", reply.shown)


def _expect_table(reply: Reply, entries: Sequence[Mapping[str, Any]], promised: Table, *, what: str) -> None:
    __tracebackhide__ = True
    columns = list(promised[0])
    observed = sorted(tuple(_cell(entry.get(column)) for column in columns) for entry in entries)
    expected = sorted(tuple(row[column] for column in columns) for row in promised)
    if observed != expected:
        raise ContractBreach(
            f"the {what} are {_lines(expected)}", f"they are {_lines(observed)}", reply.shown
        )


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _lines(rows: Sequence[tuple[str, ...]]) -> str:
    return "; ".join(" ".join(cell or "-" for cell in row) for row in rows) or "nobody"
