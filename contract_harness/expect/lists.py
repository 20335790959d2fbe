"""What the admin lists say: exactly this, this among others, or not this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contract_harness.clients.http import Reply
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.evidence.wording import plain
from contract_harness.expect.replies import entries_of
from contract_harness.tables import Pairs, Records

_Cells = tuple[str, ...]


def expect_exactly(reply: Reply, noun: str, promised: Records) -> None:
    """The entries listed under this noun are these and no others; an empty cell stands for null."""
    __tracebackhide__ = True
    expected, observed = sorted(_rows(promised, promised)), sorted(_rows(entries_of(reply, noun), promised))
    if observed != expected:
        raise ContractBreach(
            f"the {noun} are {_lines(expected)}", f"they are {_lines(observed)}", reply.shown
        )


def expect_absent(reply: Reply, noun: str, unwanted: Records) -> None:
    """None of these is among the entries listed under this noun, in whatever case it is written."""
    __tracebackhide__ = True
    observed = [_folded(row) for row in _rows(entries_of(reply, noun), unwanted)]
    found = [row for row in _rows(unwanted, unwanted) if _folded(row) in observed]
    if found:
        raise ContractBreach(
            f"{_lines(found)} is not among the {noun} of {reply.request}", "it is", reply.shown
        )


def expect_key(reply: Reply, raw_key: str, promised: Pairs, *, is_given: bool = False) -> None:
    """The list of keys shows this key, found by its public id, with these members.

    Source: observed gateway, 3.3.

    Args:
        is_given: nobody knows whether a config has seeded it, or somebody made it for a team.

    Raises:
        NotObservable: a given key belongs to somebody else than a seeded one would.
    """
    __tracebackhide__ = True
    prefix = raw_key.partition(".")[0]
    item = next((one for one in entries_of(reply, "items") if one.get("prefix") == prefix), {})
    owned = [(what, value) for what, value in promised if what.startswith("owner")]
    if is_given and item and any(item.get(what) != value for what, value in owned):
        raise NotObservable(f"{prefix} is not owned as a seeded key is: give a key that the config seeds")
    wrong = [f"{what} {value}" for what, value in promised if item.get(what) != value]
    if wrong:
        raise ContractBreach(
            f"{prefix} is listed with {', '.join(wrong)}",
            f"it is listed with {plain(item)}" if item else "it is not listed",
            reply.shown,
        )


def _rows(entries: Iterable[Mapping[str, Any]], promised: Records) -> list[_Cells]:
    """The entries, each with the columns of the promise only."""
    columns = list(promised[0])
    return [tuple(_cell(entry.get(column)) for column in columns) for entry in entries]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _folded(row: _Cells) -> _Cells:
    return tuple(cell.lower() for cell in row)


def _lines(rows: Sequence[_Cells]) -> str:
    return "; ".join(" ".join(cell or "-" for cell in row) for row in rows) or "nobody"
