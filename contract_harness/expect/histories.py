"""What the migration history says. Source: observed gateway, 8.2."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from contract_harness.databases import HISTORY_TABLE, Database
from contract_harness.errors import ContractBreach
from contract_harness.expect.listings import Listed
from contract_harness.scenes.tampering import LONG_AGO_S

_DIGEST = re.compile(r"[0-9a-fA-F]{32,128}")
_CLOCK_SLACK_S = 2
"""Whole seconds are stored, and a database server may keep its own time."""


def expect_row_for_each(database: Database, listed: Sequence[Listed]) -> None:
    """The history and the listing name the same migrations, each once."""
    __tracebackhide__ = True
    promised = [line.label for line in listed]
    observed = _labels(database)
    if not promised or promised != observed:
        raise ContractBreach(f"the history holds {promised or 'what is listed'}", f"it holds {observed}")


def expect_first(database: Database, label: str) -> None:
    """The history begins with this migration."""
    __tracebackhide__ = True
    observed = (_labels(database) or ["nothing"])[0]
    if observed != label:
        raise ContractBreach(f"the history begins with {label}", f"it begins with {observed}")


def expect_each_version_once(database: Database) -> None:
    """There is a history, and no version has two rows."""
    __tracebackhide__ = True
    observed = _labels(database)
    if not observed or len(observed) != len({label.split()[0] for label in observed}):
        raise ContractBreach("the history holds each version once", f"it holds {observed}")


def expect_times_since(database: Database, began_s: float) -> None:
    """Each row was applied between *began_s* and now, in whole unix seconds."""
    __tracebackhide__ = True
    earliest, latest = began_s - _CLOCK_SLACK_S, time.time() + _CLOCK_SLACK_S
    for row in _rows(database):
        applied_on = row["applied_on"]
        if not isinstance(applied_on, int) or not earliest <= applied_on <= latest:
            raise ContractBreach(
                f"applied_on lies between {earliest:.0f} and {latest:.0f}", f"it is {applied_on!r}"
            )


def expect_all_of_long_ago(database: Database) -> None:
    """No row was written since the history was aged, and each version is there once."""
    __tracebackhide__ = True
    expect_each_version_once(database)
    for row in _rows(database):
        if row["applied_on"] != LONG_AGO_S:
            raise ContractBreach("the history stays as it was", f"v{row['version']} was written anew")


def expect_checksums(database: Database) -> None:
    """Each row carries a text that identifies what was applied."""
    __tracebackhide__ = True
    for row in _rows(database):
        if not isinstance(row["checksum"], str) or not row["checksum"].strip():
            raise ContractBreach("each row carries a checksum", f"v{row['version']} has {row['checksum']!r}")


def expect_digests(database: Database) -> None:
    """Each checksum is a hexadecimal digest of at least 128 bits."""
    __tracebackhide__ = True
    for row in _rows(database):
        if not _DIGEST.fullmatch(str(row["checksum"])):
            raise ContractBreach(
                "each checksum is a digest, in hexadecimal", f"v{row['version']} has {row['checksum']!r}"
            )


def _rows(database: Database) -> list[dict[str, object]]:
    __tracebackhide__ = True
    rows = database.history()
    if not rows:
        raise ContractBreach(f"{HISTORY_TABLE} remembers what was applied", "it is empty or not there")
    return rows


def _labels(database: Database) -> list[str]:
    return [f"v{row['version']} {row['name']}" for row in database.history()]
