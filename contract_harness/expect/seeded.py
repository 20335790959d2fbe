"""
Teams, users, memberships and budgets as they are stored, where no route shows them yet.

Columns without a promised name are recognised by their values: ids are text, money is in ten-thousandths.
Source: observed gateway, 1.4 and 8.3.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from contract_harness.databases import Database
from contract_harness.databases.snapshot import Row, Snapshot, rows_of, the_one
from contract_harness.errors import ContractBreach
from contract_harness.expect.stored import is_in_force


def expect_budget(database: Database, owner: Row, kind: str, *, cadence: str, amount_usd: Decimal) -> None:
    """The owner, a team or a user, has one budget in force, of this cadence and amount."""
    __tracebackhide__ = True
    budgets = _budgets_in_force(database, owner, kind)
    amount_usd_1e4 = int(amount_usd * 10_000)
    if len(budgets) != 1 or not {cadence, amount_usd_1e4} <= set(budgets[0].values()):
        raise ContractBreach(
            f"one {cadence} budget of {amount_usd_1e4} ten-thousandths of a dollar is in force",
            f"in force: {budgets or 'none'}",
        )


def expect_no_budget(database: Database, owner: Row, kind: str) -> None:
    """The owner, a team or a user, has no budget in force."""
    __tracebackhide__ = True
    budgets = _budgets_in_force(database, owner, kind)
    if budgets:
        raise ContractBreach("no budget is in force", f"in force: {budgets}")


def expect_membership(database: Database, email: str, *, team_key: str, role: str) -> None:
    """The user is in this team in this role, and in no other."""
    __tracebackhide__ = True
    promised = [(identity(stored_team(database, team_key)), role)]
    observed = _memberships(database, email)
    if observed != promised:
        raise ContractBreach(f"{email} is in (team, role) {promised}", f"in {observed or 'no team'}")


def expect_no_membership(database: Database, email: str) -> None:
    """The user is in no team."""
    __tracebackhide__ = True
    observed = _memberships(database, email)
    if observed:
        raise ContractBreach(f"{email} is in no team", f"in (team, role) {observed}")


def expect_user_name(database: Database, email: str, name: str) -> None:
    """The user of this email has this name."""
    __tracebackhide__ = True
    user = stored_user(database, email)
    if name not in user.values():
        raise ContractBreach(f"{email} is called {name!r}", f"called {user.get('name')!r}")


def expect_renamed_team(database: Database, before: Snapshot, *, key: str, name: str) -> None:
    """The team of this key has the identity it had before, and this name now."""
    __tracebackhide__ = True
    team = stored_team(database, key)
    former = next(row for row in before["teams"] if key in row.values())
    if identity(team) != identity(former) or name not in team.values():
        raise ContractBreach(f"the team {key} is {identity(former)}, called {name!r}", f"it is {team}")


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


def _memberships(database: Database, email: str) -> list[tuple[str, str]]:
    __tracebackhide__ = True
    user_id = identity(stored_user(database, email))
    mine = [row for row in rows_of(database, "team_memberships") if row["user_id"] == user_id]
    return sorted((str(row["team_id"]), str(row["role"])) for row in mine)


def _budgets_in_force(database: Database, owner: Row, kind: str) -> list[dict[str, Any]]:
    mine = [row for row in rows_of(database, f"{kind}_budgets") if identity(owner) in row.values()]
    return [row for row in mine if is_in_force(row)]
