"""The migration history: what others wrote into it, and what the gateway did."""

from __future__ import annotations

from pytest_bdd import given, parsers, then

from contract_harness.databases import HISTORY_TABLE
from contract_harness.expect import histories, listings
from contract_harness.installations.installation import Installation, Outcome
from contract_harness.scenes import tampering
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@given("a database with an empty history and no tables")
def empty_history(installation: Installation) -> None:
    tampering.begin_history(installation.database)


@given("a database with one application table and an empty history")
def one_table(installation: Installation) -> None:
    tampering.leave_one_table(installation.database)


@given("its history is that of V1 to V16")
def history_before_the_baseline(installation: Installation) -> None:
    tampering.make_pre_baseline(installation.database)


@given(parsers.parse('its history also has "v{version:d}"'))
def history_has_version(installation: Installation, version: int) -> None:
    tampering.add_version(installation.database, version)


@given(parsers.parse('its history calls the baseline "{name}"'))
def history_calls_the_baseline(installation: Installation, name: str) -> None:
    tampering.rename_baseline(installation.database, name)


@given(parsers.parse('its history gives the baseline the checksum "{checksum}"'))
def history_gives_the_checksum(installation: Installation, checksum: str) -> None:
    tampering.change_checksum(installation.database, checksum)


@given("its history is empty")
def history_is_empty(installation: Installation) -> None:
    tampering.forget_history(installation.database)


@given("its history table is gone")
def history_table_is_gone(installation: Installation) -> None:
    tampering.drop_table(installation.database, HISTORY_TABLE)


@given(parsers.parse('its table "{table}" is gone'))
def table_is_gone(installation: Installation, table: str) -> None:
    tampering.drop_table(installation.database, table)


@then("the history has one row for each migration listed")
def row_for_each_listed(installation: Installation, outcome: Outcome) -> None:
    histories.expect_row_for_each(installation.database, listings.listing(outcome))


@then(parsers.parse('the first migration in the history is "{label}"'))
def first_in_history(installation: Installation, label: str) -> None:
    histories.expect_first(installation.database, label)


@then("each history row says when it was applied, in seconds")
def rows_say_when(subject: ScenarioGateway) -> None:
    histories.expect_times_since(subject.database, subject.state.at_s)


@then("each history row carries a checksum")
def rows_carry_a_checksum(installation: Installation) -> None:
    histories.expect_checksums(installation.database)


@then("each checksum in the history is a digest")
def checksums_are_digests(installation: Installation) -> None:
    histories.expect_digests(installation.database)


@then("the history is untouched")
def history_is_untouched(installation: Installation) -> None:
    histories.expect_all_of_long_ago(installation.database)


@then("the history has no version twice")
def no_version_twice(installation: Installation) -> None:
    histories.expect_each_version_once(installation.database)
