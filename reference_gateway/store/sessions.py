"""Signed-in browsers."""

from datetime import datetime

from reference_gateway.domain.identity import Session
from reference_gateway.store.backend import Backend
from reference_gateway.store.moments import moment, moment_or_none, seconds
from reference_gateway.store.queries import load

SQL = load("sessions")


class SessionStore:
    """Implements `ports.SessionStore`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def add(self, session: Session) -> None:
        """Keep a session just issued."""
        self._backend.execute(
            SQL["add"],
            id=session.id,
            user_id=session.user_id,
            token_hash=session.token_hash,
            created_at=seconds(session.created_at),
            expires_at=seconds(session.expires_at),
            last_seen_at=seconds(session.last_seen_at),
        )

    def session(self, session_id: str) -> Session | None:
        """The session whatever its state: expiry and revocation are the caller's to judge."""
        row = self._backend.fetch_one(SQL["session"], session_id=session_id)
        if row is None:
            return None
        return Session(
            id=row["id"],
            user_id=row["user_id"],
            token_hash=row["token_hash"],
            created_at=moment(row["created_at"]),
            expires_at=moment(row["expires_at"]),
            last_seen_at=moment(row["last_seen_at"]),
            revoked_at=moment_or_none(row["revoked_at"]),
        )

    def touch(self, session_id: str, *, seen_at: datetime) -> None:
        """Remember the use; a later time is never replaced by an earlier one."""
        self._backend.execute(SQL["touch"], session_id=session_id, seen_at=seconds(seen_at))

    def revoke(self, session_id: str, *, at: datetime) -> None:
        """Keeps the first revocation time; nothing happens for an unknown id."""
        self._backend.execute(SQL["revoke"], session_id=session_id, at=seconds(at))

    def revoke_all_of(self, user_id: str, *, at: datetime, except_session_id: str | None = None) -> None:
        """Revoke every live session of the user, but for one."""
        self._backend.execute(
            SQL["revoke_all_of"], user_id=user_id, at=seconds(at), except_session_id=except_session_id or ""
        )
