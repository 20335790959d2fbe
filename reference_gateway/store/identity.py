"""Users, teams, memberships and passwords."""

from collections.abc import Sequence
from datetime import datetime

from reference_gateway.domain.identity import (
    AuthMode,
    GlobalRole,
    Membership,
    MembershipRole,
    OidcProvider,
    Team,
    TeamStatus,
    User,
    UserStatus,
)
from reference_gateway.store.backend import Backend, Row
from reference_gateway.store.moments import moment, seconds
from reference_gateway.store.queries import load

SQL = load("identity")


class IdentityStore:
    """Implements `ports.IdentityStore`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def user(self, user_id: str) -> User | None:
        """The user, whatever their status."""
        row = self._backend.fetch_one(SQL["user"], user_id=user_id)
        return user_of(row) if row else None

    def user_by_email(self, email: str) -> User | None:
        """*email* in its normalised form."""
        row = self._backend.fetch_one(SQL["user_by_email"], email=email)
        return user_of(row) if row else None

    def users(self) -> Sequence[User]:
        """Everybody including the bootstrap admin, newest first, then by email."""
        return [user_of(row) for row in self._backend.fetch_all(SQL["users"])]

    def team(self, team_id: str) -> Team | None:
        """The team, active or not."""
        row = self._backend.fetch_one(SQL["team"], team_id=team_id)
        return team_of(row) if row else None

    def teams(self) -> Sequence[Team]:
        """Every team including `system-legacy`, by name, then key."""
        return [team_of(row) for row in self._backend.fetch_all(SQL["teams"])]

    def memberships(self) -> Sequence[Membership]:
        """Who is in which team; at most one entry a user."""
        return [membership_of(row) for row in self._backend.fetch_all(SQL["memberships"])]

    def oidc_providers(self) -> Sequence[OidcProvider]:
        """By key."""
        return [oidc_provider_of(row) for row in self._backend.fetch_all(SQL["oidc_providers"])]

    def password_hash(self, user_id: str) -> str | None:
        """The PHC string; None when the user has no password."""
        row = self._backend.fetch_one(SQL["password_hash"], user_id=user_id)
        return row["password_hash"] if row else None

    def store_password(self, user_id: str, phc: str, *, must_change: bool, at: datetime) -> None:
        """Set or replace the user's password, and whether it must be rotated."""
        with self._backend.transaction():
            now = seconds(at)
            self._backend.execute(SQL["put_password"], user_id=user_id, phc=phc, at=now)
            self._backend.execute(
                SQL["set_must_change_password"], user_id=user_id, must_change=int(must_change), at=now
            )


def user_of(row: Row) -> User:
    """The user of one row."""
    return User(
        id=row["id"],
        name=row["name"],
        email=row["email_normalized"],
        global_role=GlobalRole(row["global_role"]),
        auth_mode=AuthMode(row["auth_mode"]),
        status=UserStatus(row["status"]),
        must_change_password=bool(row["must_change_password"]),
        request_logging_enabled=bool(row["request_logging_enabled"]),
        created_at=moment(row["created_at"]),
    )


def team_of(row: Row) -> Team:
    """The team of one row."""
    return Team(row["id"], row["team_key"], row["team_name"], TeamStatus(row["status"]))


def membership_of(row: Row) -> Membership:
    """The membership of one row."""
    return Membership(row["user_id"], row["team_id"], MembershipRole(row["role"]))


def oidc_provider_of(row: Row) -> OidcProvider:
    """The identity provider of one row."""
    return OidcProvider(row["id"], row["provider_key"], bool(row["enabled"]))
