"""Every entrance refuses a database that it cannot account for, says so, and leaves it alone."""

from __future__ import annotations

from contract_harness.databases.state import DatabaseState
from contract_harness.errors import ContractBreach
from contract_harness.expect import endings, schemas
from contract_harness.scenes.migration import altered
from contract_harness.scenes.migration.altered import Change
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Records

ANYTHING = "(any)"


def expect_refused(subject: ScenarioGateway, words: str, changes: Records) -> None:
    """With each of these changes each of these commands fails, names what it fails of, and changes nothing.

    `because of` is what must be named, unless it is `(any)`.
    """
    __tracebackhide__ = True
    for change in changes:
        with altered.changed(subject.database, change):
            before = DatabaseState.of(subject.database)
            for command in altered.commands(words):
                _expect_refusal(subject, command, change, before)


def _expect_refusal(subject: ScenarioGateway, command: str, change: Change, before: DatabaseState) -> None:
    __tracebackhide__ = True
    try:
        outcome = subject.run_as_typed(command)
        cause = change["because of"]
        backend = subject.database.kind
        endings.expect_refused_database(outcome, backend=backend, names="" if cause == ANYTHING else cause)
        endings.expect_words(outcome, "recreate")
        schemas.expect_untouched(subject.database, before)
    except ContractBreach as breach:
        raise ContractBreach(
            f"`{command or 'start'}` with {_said(change)}: {breach.promised}", breach.observed, breach.detail
        ) from None


def _said(change: Change) -> str:
    return ", ".join(f"{name} {text!r}" for name, text in change.items() if name != "because of")
