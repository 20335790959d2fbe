"""Migrating: what is said, word for word, and which one action is asked for."""

import pytest

from reference_gateway.domain.faults import MigrationActionUnclear, MigrationPending, MigrationRefused
from reference_gateway.domain.migrations import (
    APPLICATION_TABLES,
    HISTORY_TABLE,
    DatabaseState,
    HistoryRow,
)
from reference_gateway.services.migration_report import MigrationReport
from reference_gateway.store.registry import registry


@pytest.fixture
def migrations(graph_of):
    """Those of a gateway on an empty database."""
    return graph_of().migrations


def test_a_check_says_what_to_do_and_how_much_is_pending(migrations):
    """The sentence for the operator, and behind it the count."""
    with pytest.raises(MigrationPending) as failed:
        migrations.check()

    assert "database migration check failed; apply what is pending with `migrate --apply`" == str(
        failed.value
    )
    count = len(registry("sqlite"))
    assert f"{count} pending migrations remain for {migrations.backend}" == str(failed.value.__cause__)


@pytest.mark.parametrize(("count", "more"), [(1, ""), (3, ""), (4, " and 1 more"), (5, " and 2 more")])
def test_tables_without_a_history_are_named(migrations, count, more):
    """The first three, in order, and how many more."""
    tables = sorted(APPLICATION_TABLES)[:count]
    with pytest.raises(MigrationRefused, match="were found") as refused:
        migrations.validate(DatabaseState(tables=frozenset(tables), history=()))

    assert f"({', '.join(tables[:3])}{more})" in str(refused.value)


def test_a_history_whose_tables_are_missing_is_told_whole(migrations):
    """Every version it lists, and what is not there."""
    history = (HistoryRow(17, "baseline", "x"), HistoryRow(18, "later", "y"))
    with pytest.raises(MigrationRefused) as refused:
        migrations.refuse_missing_tables(DatabaseState(history, APPLICATION_TABLES - {"users", "teams"}))

    assert (
        f"database reset required for {migrations.backend}: {HISTORY_TABLE} lists v17, v18 but tables are "
        "missing (teams, users); recreate the database and rerun migrations"
    ) == str(refused.value)


def test_exactly_one_action_is_asked_for():
    """Each of the three is itself; none and two are refused with the choice."""
    asked = {"status": False, "check": False, "apply": False}

    assert ["status", "check", "apply"] == [MigrationReport.action(**{**asked, name: True}) for name in asked]
    for wrong in (asked, {**asked, "status": True, "apply": True}):
        with pytest.raises(MigrationActionUnclear) as unclear:
            MigrationReport.action(**wrong)
        assert "choose exactly one of --status, --check and --apply" == str(unclear.value)
