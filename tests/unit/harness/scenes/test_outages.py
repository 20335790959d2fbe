"""What can befall a database, and what cannot, since nothing is there."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from contract_harness.databases.sqlite import SqliteFactory
from contract_harness.errors import NotObservable
from contract_harness.patience import Patience
from contract_harness.scenes.outages import bring_about
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@pytest.mark.parametrize("condition", ["lost", "locked", "read-only", "out of disk space"])
def test_what_is_not_there_cannot_be_spoilt(condition: str, tmp_path: Path) -> None:
    """A gateway that has made no database is not said to go on without it, and nothing is made for it."""
    database = SqliteFactory(tmp_path, Patience()).empty()
    subject = cast("ScenarioGateway", SimpleNamespace(database=database))

    with ExitStack() as undone, pytest.raises(NotObservable) as raised:
        bring_about(condition, subject, undone)

    assert condition in str(raised.value)
    assert not database.exists()
