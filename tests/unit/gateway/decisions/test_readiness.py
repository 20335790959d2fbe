"""A gateway is ready when every migration it needs is in the history, and a newer one is no obstacle."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reference_gateway.domain.errors import SchemaBehind
from reference_gateway.domain.migrations import HistoryRow, Migration
from reference_gateway.services.readiness import Readiness

FIRST, SECOND = Migration(17, "baseline", "CREATE TABLE a"), Migration(18, "later", "CREATE TABLE b")


class Remembered:
    """A database with that history."""

    def __init__(self, rows: Sequence[HistoryRow]) -> None:
        self._rows = rows

    def history(self) -> Sequence[HistoryRow]:
        return self._rows


def applied(*migrations: Migration) -> list[HistoryRow]:
    """The history after them."""
    return [HistoryRow(one.version, one.name, one.checksum) for one in migrations]


@pytest.mark.parametrize("rows", [applied(FIRST, SECOND), applied(FIRST, SECOND, Migration(19, "next", "-"))])
def test_a_history_with_all_that_is_needed_is_enough(rows: Sequence[HistoryRow]):
    """During a rolling upgrade a newer replica brings more, and the older ones go on."""
    Readiness(Remembered(rows), [FIRST, SECOND]).require()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        applied(FIRST),
        applied(SECOND),
        applied(FIRST, Migration(19, SECOND.name, SECOND.sql)),
        applied(FIRST, Migration(18, "another", SECOND.sql)),
        applied(FIRST, Migration(18, SECOND.name, "CREATE TABLE c")),
    ],
    ids=["nothing", "the first", "the second", "another version", "another name", "another schema"],
)
def test_a_history_that_lacks_something_is_behind(rows: Sequence[HistoryRow]):
    """Version, name and schema all count; what is missing is for the log of `migrate`, not for a probe."""
    with pytest.raises(SchemaBehind):
        Readiness(Remembered(rows), [FIRST, SECOND]).require()
