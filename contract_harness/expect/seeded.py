"""
Teams, users, memberships and budgets as they are stored, where no route shows them yet.

Columns without a promised name are recognised by their values: ids are text, money is in ten-thousandths.
Source: observed gateway, 1.4 and 8.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from contract_harness.databases import Database
from contract_harness.databases.snapshot import Row, Snapshot, rows_of, the_one
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.expect.stored import is_in_force
from contract_harness.tables import Records

_WORDS = ("status", "global_role")
NONE = "(none)"
"""How a table says that an owner has no budget, or a user no team."""


def expect_budgets(database: Database, promised: Records) -> None:
    """Each owner, a team or a user, has the one budget in force that its row gives, or none."""
    __tracebackhide__ = True
    wrong = [row for row in promised if not _is_budget(_budgets_in_force(database, row), row)]
    if wrong:
        raise ContractBreach(
            f"in force: {'; '.join(' '.join(row.values()).rstrip() for row in wrong)}",
            f"in force: {'; '.join(plain(_budgets_in_force(database, row), 'none') for row in wrong)}",
        )


def expect_people(database: Database, promised: Records) -> None:
    """Each user has the name, status and role that the row gives, and is in its one team, or in none."""
    __tracebackhide__ = True
    for row in promised:
        user = stored_user(database, row["email"])
        if "name" in row and row["name"] not in user.values():
            raise ContractBreach(
                f"{row['email']} is called {row['name']}", f"called {plain(user.get('name'))}"
            )
        for column in (column for column in _WORDS if column in row):
            if row[column] not in user.values():
                raise ContractBreach(
                    f"{row['email']} is {row[column]}", f"stored as {plain(user.get(column))}"
                )
        memberships, expected = _memberships(database, user), _membership(database, row)
        if memberships != expected:
            raise ContractBreach(
                f"{row['email']} is in (team, role) {plain(expected, 'no team')}",
                f"in {plain(memberships, 'no team')}",
            )


def expect_renamed_team(database: Database, before: Snapshot, *, key: str, name: str) -> None:
    """The team of this key has the identity it had before, and this name now."""
    __tracebackhide__ = True
    team = stored_team(database, key)
    former = next(row for row in before["teams"] if key in row.values())
    if identity(team) != identity(former) or name not in team.values():
        raise ContractBreach(f"the team {key} is {identity(former)}, called {name}", f"it is {plain(team)}")


def stored_team(database: Database, key: str) -> Row:
    """The team with this key.

    Raises:
        ContractBreach: it is not stored.
    """
    __tracebackhide__ = True
    return the_one(rows_of(database, "teams"), lambda row: key in row.values(), what=f"team {key}")


def stored_user(database: Database, email: str) -> Row:
    """The user with this email.

    Raises:
        ContractBreach: nobody with it is stored.
    """
    __tracebackhide__ = True
    return the_one(
        rows_of(database, "users"), lambda row: str(row.get("email")).lower() == email, what=f"user {email}"
    )


def identity(row: Row) -> str:
    """The row's own id, called `id` or after its noun."""
    return str(next(row[name] for name in ("id", "user_id", "team_id") if name in row))


def _membership(database: Database, promised: Mapping[str, str]) -> list[tuple[str, str]]:
    __tracebackhide__ = True
    if promised["team"] == NONE:
        return []
    return [(identity(stored_team(database, promised["team"])), promised["role"])]


def _memberships(database: Database, user: Row) -> list[tuple[str, str]]:
    mine = [row for row in rows_of(database, "team_memberships") if row["user_id"] == identity(user)]
    return sorted((str(row["team_id"]), str(row["role"])) for row in mine)


def _is_budget(found: Sequence[Row], promised: Mapping[str, str]) -> bool:
    if promised["cadence"] == NONE:
        return not found
    amount = int(Decimal(promised["amount_usd"]) * 10_000)
    said = {promised["cadence"], amount, *filter(None, [promised.get("timezone")])}
    return len(found) == 1 and said <= set(found[0].values()) and _is_as_hard(found[0], promised)


def _is_as_hard(row: Row, promised: Mapping[str, str]) -> bool:
    """Whether the limit is one, where the row of the feature says so and the stored one does."""
    if "hard_limit" not in promised or "hard_limit" not in row:
        return True
    return bool(row["hard_limit"]) == (promised["hard_limit"] == "true")


def _budgets_in_force(database: Database, owned_by: Mapping[str, str]) -> list[Row]:
    __tracebackhide__ = True
    stored = {"team": stored_team, "user": stored_user}[owned_by["kind"]]
    owner = identity(stored(database, owned_by["owner"]))
    budgets = rows_of(database, f"{owned_by['kind']}_budgets")
    return [row for row in budgets if owner in row.values() and is_in_force(row)]
