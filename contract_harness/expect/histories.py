"""What the migration history says. Source: observed gateway, 8.2."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from contract_harness.databases import HISTORY_TABLE, Database
from contract_harness.databases.model import Row
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.expect.listed import listing
from contract_harness.expect.migration import _digests
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.tampering import LONG_AGO_S
from contract_harness.scenes.wording import meant
from contract_harness.tables import Pairs

_DIGEST = re.compile(r"[0-9a-fA-F]{32,128}")
_CLOCK_SLACK_S = 2
"""Whole seconds are stored, and a database server may keep its own time."""


def labels(database: Database) -> list[str]:
    """Each row as a listing names it: `v17 baseline`."""
    return [_label(row) for row in database.history()]


def _label(row: Row) -> str:
    return f"v{row['version']} {row['name']}"


def expect_first(database: Database, label: str) -> None:
    """The history begins with this migration."""
    __tracebackhide__ = True
    observed = (labels(database) or ["nothing"])[0]
    if observed != label:
        raise ContractBreach(f"the history begins with {label}", f"it begins with {observed}")


def expect_each_row(subject: ScenarioGateway, asked: Pairs, elsewhere: Callable[[], list[Row]]) -> None:
    """Each row has in each of these columns what a feature asks for; there is at least one row.

    Args:
        elsewhere: gives the history of another database that the same gateway has migrated.
    """
    __tracebackhide__ = True
    look = _Look(_rows(subject.database), subject, elsewhere)
    for column, value in asked:
        is_so = meant(_ASKED, f"{column}: {value}")
        for row in look.rows:
            if not is_so(row, look):
                raise ContractBreach(
                    f"each row of the history has {column}: {value}",
                    f"v{row['version']} has {plain(row[column])}",
                )


@dataclass(frozen=True, slots=True)
class _Look:
    """What a row is judged beside.

    Attributes:
        elsewhere: the history of another database that the same gateway has migrated.
    """

    rows: Sequence[Row]
    subject: ScenarioGateway
    elsewhere: Callable[[], list[Row]]


def _is_of_its_own(row: Row, look: _Look) -> bool:
    return [other["version"] for other in look.rows].count(row["version"]) == 1


def _is_of_the_apply(row: Row, look: _Look) -> bool:
    """In whole unix seconds, between the first look at the database and now."""
    applied_on, began_s = row["applied_on"], look.subject.state.at_s
    earliest, latest = began_s - _CLOCK_SLACK_S, time.time() + _CLOCK_SLACK_S
    return isinstance(applied_on, int) and earliest <= applied_on <= latest


def _is_of_long_ago(row: Row, _: _Look) -> bool:
    return bool(row["applied_on"] == LONG_AGO_S)


def _is_listed(row: Row, look: _Look) -> bool:
    """Status lists it as applied, and as many as there are rows."""
    found = listing(look.subject.installation.run("migrate", "--status"))
    applied = [line.label for line in found if line.state == "applied"]
    return applied.count(_label(row)) == 1 and len(applied) == len(look.rows)


def _identifies(row: Row, _: _Look) -> bool:
    return isinstance(row["checksum"], str) and bool(row["checksum"].strip())


def _is_a_digest(row: Row, look: _Look) -> bool:
    """Of at least 128 bits, no other row's, and of more than what the row calls the migration."""
    checksum = str(row["checksum"]).lower()
    is_its_own = [other["checksum"] for other in look.rows].count(row["checksum"]) == 1
    return bool(_DIGEST.fullmatch(checksum)) and is_its_own and checksum not in _digests.of_names(row)


def _is_the_same_elsewhere(row: Row, look: _Look) -> bool:
    return [other["checksum"] for other in look.elsewhere() if other["version"] == row["version"]] == [
        row["checksum"]
    ]


_ASKED: Mapping[str, Callable[[Row, _Look], bool]] = {
    "version: no other row's": _is_of_its_own,
    "name: the one that is listed": _is_listed,
    "applied_on: the second of the apply": _is_of_the_apply,
    # The history of a database in use was aged, so a row that is written anew shows.
    "applied_on: what it was": _is_of_long_ago,
    "checksum: what identifies the migration": _identifies,
    "checksum: a digest in hexadecimal": _is_a_digest,
    "checksum: the same in another database": _is_the_same_elsewhere,
}
"""What a feature may ask of a row, by column and value."""


def _rows(database: Database) -> list[Row]:
    __tracebackhide__ = True
    rows = database.history()
    if not rows:
        raise ContractBreach(f"{HISTORY_TABLE} remembers what was applied", "it is empty or not there")
    return rows
