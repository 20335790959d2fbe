"""
What is in the database where no route shows it yet: admins, budgets, and whether anything was left behind.

Only what any gateway of this shape has is read: the 29 tables of observed gateway, 8.3, by the names that its
target gives them, ids as text, money in ten-thousandths. Where a column has no promised name, rows are
recognised by their values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from contract_harness.databases import Database
from contract_harness.databases.snapshot import Row, Snapshot, ordered, rows_of
from contract_harness.errors import ContractBreach
from contract_harness.tables import Pairs

SEEDED_TABLES = (
    "providers",
    "gateway_models",
    "model_routes",
    "api_keys",
    "api_key_model_grants",
    "teams",
    "team_memberships",
    "team_budgets",
    "user_budgets",
)
_NOUNS = {
    "keys": "api_keys",
    "grants": "api_key_model_grants",
    "models": "gateway_models",
    "routes": "model_routes",
    "teams": "teams",
    "memberships": "team_memberships",
    "passwords": "user_password_auth",
}
"""What a feature may count beside people; the reserved team is a team."""
RESERVED_TEAM = "system-legacy"
PEOPLE_TABLES = (
    "users",
    "user_password_auth",
    "user_sessions",
    "user_oidc_links",
    "password_invitations",
    "team_memberships",
)
_VOLATILE = ("_at", "_hash")
"""Endings of columns that a boot may touch without changing what is meant: times and salted hashes."""
_LASTING = {"revoked_at", "last_used_at", "consumed_at"}
"""Times that say what has become of something, and are lost when they change."""
_REMADE = {
    "model_routes": {"id", "route_id", "model_route_id"},
    "team_budgets": {"id", "budget_id", "team_budget_id"},
    "user_budgets": {"id", "budget_id", "user_budget_id"},
}
"""Rows that seeding may make anew, and what their own id may be called. Source: observed gateway, 9.5."""
_COUNTED = (
    *(table for table in SEEDED_TABLES if not table.endswith("_budgets")),
    "users",
    "user_password_auth",
)
"""Tables that grow only when something is added; an ended budget may be kept beside the one in force."""


def platform_admins(database: Database) -> list[Row]:
    """The users who are platform admins, whatever their status."""
    return [row for row in rows_of(database, "users") if row["global_role"] == "platform_admin"]


def expect_platform_admins(database: Database, *, count: int) -> None:
    """So many platform admins exist, half-made ones included."""
    __tracebackhide__ = True
    found = platform_admins(database)
    if len(found) != count:
        named = ", ".join(sorted(str(row.get("email")) for row in found)) or "nobody"
        raise ContractBreach(f"{count} platform admins exist", f"{len(found)} exist: {named}")


def expect_numbers(database: Database, promised: Pairs) -> None:
    """So many platform admins, ordinary users, keys and the like exist, half-made, live or revoked."""
    __tracebackhide__ = True
    admins = len(platform_admins(database))
    exist = {
        "platform admins": admins,
        "ordinary users": len(rows_of(database, "users")) - admins,
        **{noun: len(rows_of(database, table)) for noun, table in _NOUNS.items() if noun in dict(promised)},
    }
    wrong = [(what, number) for what, number in promised if exist[what] != int(number)]
    if wrong:
        raise ContractBreach(
            f"there are {', '.join(f'{number} {what}' for what, number in wrong)}",
            f"there are {', '.join(f'{exist[what]} {what}' for what, _ in wrong)}",
        )


def expect_nothing_seeded(database: Database, *, admin_email: str) -> None:
    """No row of the config was written; the reserved team and the bootstrap admin are not seeded ones."""
    __tracebackhide__ = True
    tables = filter(database.names.has, SEEDED_TABLES)
    left = {table: len(_not_reserved(rows_of(database, table))) for table in tables}
    people = [
        row for row in rows_of(database, "users") if str(row.get("email")).lower() != admin_email.lower()
    ]
    left["users"] = len(people)
    found = ", ".join(f"{count} in {table}" for table, count in left.items() if count)
    if found:
        raise ContractBreach("nothing of the config is stored", f"rows are left: {found}")


def expect_key_stored(database: Database, raw_key: str) -> None:
    """The key is stored under its public id."""
    __tracebackhide__ = True
    public_id = raw_key.removeprefix("gwk_").partition(".")[0]
    if not any(public_id in row.values() for row in rows_of(database, "api_keys")):
        raise ContractBreach(f"the key {public_id} is stored", "it is not")


def expect_still_revoked(database: Database, raw_key: str) -> None:
    """The stored key says that it is revoked, in whichever of the two columns says so."""
    __tracebackhide__ = True
    public_id = raw_key.removeprefix("gwk_").partition(".")[0]
    rows = (row for row in rows_of(database, "api_keys") if public_id in row.values())
    if not all(row.get("status", "revoked") == "revoked" and row.get("revoked_at", 1) for row in rows):
        raise ContractBreach(f"the key {public_id} is stored as revoked", "it is stored as a live one")


def expect_same_admin(database: Database, before: Snapshot, *, email: str) -> None:
    """The admin of this email and every password are to the letter what they were.

    Another platform admin is one that the config lists: seeding may note that it looked at the row again.
    """
    __tracebackhide__ = True

    def admins(rows: Iterable[Row]) -> Iterable[Row]:
        found = filter(_is_platform_admin, rows)
        return (row if str(row.get("email")).lower() == email.lower() else _timeless(row) for row in found)

    for table, chosen in (("users", admins), ("user_password_auth", list)):
        promised = ordered(chosen(before.get(table, [])))
        observed = ordered(chosen(rows_of(database, table)))
        if promised != observed:
            raise ContractBreach(
                f"the admin's rows in {table} are unchanged",
                f"columns changed: {_difference(promised, observed)}",
            )


def expect_same_meaning(database: Database, before: Snapshot, tables: Iterable[str]) -> None:
    """These tables mean what they meant: same rows, times and salted hashes aside."""
    __tracebackhide__ = True
    for table in filter(database.names.has, tables):
        promised = _meaning(table, before.get(table, []))
        observed = _meaning(table, rows_of(database, table))
        if promised != observed:
            raise ContractBreach(
                f"the rows of {table} are as before",
                f"{len(promised)} before, {len(observed)} now, changed: {_difference(promised, observed)}",
            )


def expect_no_row_added(database: Database, before: Snapshot) -> None:
    """Nobody and nothing was added: as many people, keys, models and the like as before."""
    __tracebackhide__ = True
    grown = [
        f"{table} {len(before.get(table, []))} → {len(now)}"
        for table in filter(database.names.has, _COUNTED)
        if len(now := rows_of(database, table)) != len(before.get(table, []))
    ]
    if grown:
        raise ContractBreach("no row is added", f"row counts changed: {', '.join(grown)}")


def _not_reserved(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if RESERVED_TEAM not in row.values()]


def _is_platform_admin(row: Row) -> bool:
    return bool(row["global_role"] == "platform_admin")


def _timeless(row: Row) -> Row:
    return {name: value for name, value in row.items() if not name.endswith("_at")}


def is_in_force(row: Row) -> bool:
    """The row, of a budget, has not been ended, however its columns say it."""
    is_on = all(row.get(name, True) for name in ("is_active", "active", "enabled"))
    ended = any(row.get(name) is not None for name in ("deactivated_at", "ended_at", "revoked_at"))
    return is_on and not ended and row.get("status", "active") == "active"


def _meaning(table: str, rows: Iterable[Row]) -> list[dict[str, Any]]:
    dropped = _REMADE.get(table, set())
    kept = filter(is_in_force, rows) if table.endswith("_budgets") else rows
    return ordered(
        {
            name: value
            for name, value in row.items()
            if name not in dropped and not _is_volatile(name) and not _is_salted(value)
        }
        for row in kept
    )


def _is_volatile(column: str) -> bool:
    return column.endswith(_VOLATILE) and column not in _LASTING


def _is_salted(value: object) -> bool:
    """A hash that is another one each time, whatever its column is called."""
    return isinstance(value, str) and value.startswith("$argon2")


def _difference(promised: Sequence[Row], observed: Sequence[Row]) -> str:
    """The columns in which the rows differ, without their values: some are hashes of secrets."""
    changed = {
        name
        for one, other in zip(promised, observed, strict=False)
        for name in {*one, *other}
        if one.get(name) != other.get(name)
    }
    return ", ".join(sorted(changed)) or "the number of rows"
