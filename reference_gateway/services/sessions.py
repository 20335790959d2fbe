"""
Signing in, being recognised, rotating a password, signing out.

Source: observed gateway, 2.1, 2.2, 2.4, 2.5 and 2.6.
"""

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import structs

from reference_gateway.domain.errors import (
    InsufficientPrivileges,
    InvalidCredentials,
    InvalidRequest,
    PasswordChangeRequired,
    SessionRequired,
)
from reference_gateway.domain.identity import (
    AuthMode,
    GlobalRole,
    Session,
    User,
    UserStatus,
    normalized_email,
)
from reference_gateway.domain.secrets import Secret
from reference_gateway.ports import Clock, SecretHasher, UnitOfWork
from reference_gateway.ports.stores import IdentityStore, SessionStore
from reference_gateway.services.guesses import Guesses
from reference_gateway.services.passwords import NOBODYS_HASH

SESSION_LIFE = timedelta(days=30)
"""Absolute, from issue; using a session does not prolong it."""

PASSWORD_MIN_BYTES = 8
PASSWORD_MAX_BYTES = 4096


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody with a usable session."""

    user: User
    session: Session


class SessionTokens:
    """`<session uuid>.<32 hex>`: the hex is random, and the store keeps only a keyed digest of the whole.

    The digest is keyed with the identity secret, so rotating the secret ends every session, and neither the
    secret nor the database alone is enough to make a token.
    """

    def __init__(self, identity_secret: Secret) -> None:
        self._key = identity_secret.reveal().encode()

    def make(self, session_id: str) -> str:
        """A fresh token of the session."""
        return f"{session_id}.{secrets.token_hex(16)}"

    def digest(self, token: str) -> str:
        """What the store keeps of *token*: 64 hex characters."""
        return hmac.new(self._key, b"session:" + token.encode(), hashlib.sha256).hexdigest()

    def session_id(self, token: str) -> str | None:
        """The session *token* names; None when it is not a token."""
        named, dot, _ = token.partition(".")
        try:
            return str(uuid.UUID(named)) if dot else None
        except ValueError:
            return None


class Sessions:
    """Every rule about who is signed in."""

    def __init__(
        self,
        *,
        identity: IdentityStore,
        sessions: SessionStore,
        work: UnitOfWork,
        hasher: SecretHasher,
        tokens: SessionTokens,
        guesses: Guesses,
        clock: Clock,
    ) -> None:
        self._identity = identity
        self._sessions = sessions
        self._work = work
        self._hasher = hasher
        self._tokens = tokens
        self._guesses = guesses
        self._clock = clock

    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        """Open a new session, independent of any other; who is signed in and the token to carry.

        Every refusal is the same and takes the same time: unknown email, wrong password, not in password
        mode, not a platform admin, not active.

        Raises:
            InvalidRequest: *email* is empty or no address.
            TooManySignIns: too many have failed with this email.
            InvalidCredentials: any of the above.
        """
        address = normalized_email(email)
        if "@" not in address:
            raise InvalidRequest("email is not an address")
        self._guesses.admit(address)
        user = self._identity.user_by_email(address)
        known = self._identity.password_hash(user.id) if user is not None else None
        is_proven = self.proves(known, password)
        if user is None or not is_proven or not self.may_sign_in(user):
            self._guesses.failed(address)
            raise InvalidCredentials
        self._guesses.succeeded(address)
        return self._open(user)

    def proves(self, known_hash: str | None, password: str) -> bool:
        """Whether *password* is the one hashed; a hash that does not exist takes as long to say no."""
        is_right = self._hasher.verify(known_hash or NOBODYS_HASH, password)
        return is_right and known_hash is not None

    def may_sign_in(self, user: User) -> bool:
        """Whether *user* may have a session at all: an active platform admin in password mode."""
        return user.auth_mode is AuthMode.PASSWORD and user.is_active_platform_admin

    def recognise(self, token: str | None) -> SignedIn | None:
        """Whose session *token* is; None when it is missing, unknown, expired, revoked or altered.

        A disabled user's sessions are all revoked on sight.
        """
        session = self._session(token)
        if session is None or token is None or not self.is_usable(session, token):
            return None
        user = self._identity.user(session.user_id)
        if user is None:
            return None
        now = self._clock()
        if user.status is UserStatus.DISABLED:
            self._sessions.revoke_all_of(user.id, at=now)
            return None
        if now - session.last_seen_at >= timedelta(seconds=1):
            self._sessions.touch(session.id, seen_at=now)
        return SignedIn(user, session)

    def is_usable(self, session: Session, token: str) -> bool:
        """Whether *session* is live and *token* is really its."""
        is_its_own = hmac.compare_digest(session.token_hash, self._tokens.digest(token))
        return is_its_own and session.revoked_at is None and self._clock() < session.expires_at

    def require_admin(self, token: str | None) -> SignedIn:
        """Admit a visitor to the admin APIs.

        Raises:
            SessionRequired, InsufficientPrivileges, InvalidRequest: no session, not an admin, not active.
            PasswordChangeRequired: the password must be rotated first.
        """
        signed_in = self.require_platform_admin(token)
        if self.must_rotate(signed_in.user):
            raise PasswordChangeRequired
        return signed_in

    def must_rotate(self, user: User) -> bool:
        """Whether nothing but a password change is open to *user*."""
        return user.must_change_password

    def change_password(self, token: str | None, current: str, new: str) -> SignedIn:
        """Replace the password of who is signed in; their other sessions end.

        Authentication is checked before anything about the passwords.

        Raises:
            InvalidRequest: not in password mode, or *new* is too short, too long, or the current one.
            InvalidCredentials: *current* is wrong.
        """
        signed_in = self.require_platform_admin(token)
        user = signed_in.user
        if user.auth_mode is not AuthMode.PASSWORD:
            raise InvalidRequest("this user does not sign in with a password")
        self.check_new_password(new)
        if not self.proves(self._identity.password_hash(user.id), current):
            raise InvalidCredentials
        if hmac.compare_digest(current.encode(), new.encode()):
            raise InvalidRequest("new password must differ from the current one")
        phc = self._hasher.hash(new)
        now = self._clock()
        with self._work.transaction():
            self._identity.store_password(user.id, phc, must_change=False, at=now)
            self.end_other_sessions(signed_in, now)
        return SignedIn(structs.replace(user, must_change_password=False), signed_in.session)

    def end_other_sessions(self, signed_in: SignedIn, now: datetime) -> None:
        """Revoke every session of theirs but the one in use."""
        self._sessions.revoke_all_of(signed_in.user.id, at=now, except_session_id=signed_in.session.id)

    def check_new_password(self, password: str) -> None:
        """Refuse a password under 8 or over 4096 bytes of UTF-8."""
        size = len(password.encode())
        if size < PASSWORD_MIN_BYTES:
            raise InvalidRequest(f"password must have at least {PASSWORD_MIN_BYTES} bytes")
        if size > PASSWORD_MAX_BYTES:
            raise InvalidRequest(f"password must have at most {PASSWORD_MAX_BYTES} bytes")

    def sign_out(self, token: str | None) -> None:
        """End the presented session, if it is one; others of the same user go on."""
        session = self._session(token)
        if session is not None and token is not None and self.is_usable(session, token):
            self._sessions.revoke(session.id, at=self._clock())

    def require_platform_admin(self, token: str | None) -> SignedIn:
        """Admit an active platform admin, even one who must rotate the password first.

        Raises:
            SessionRequired, InsufficientPrivileges, InvalidRequest: as `require_admin`.
        """
        signed_in = self.recognise(token)
        if signed_in is None:
            raise SessionRequired
        if signed_in.user.global_role is not GlobalRole.PLATFORM_ADMIN:
            raise InsufficientPrivileges
        if signed_in.user.status is not UserStatus.ACTIVE:
            raise InvalidRequest("only active platform admins may do this")
        return signed_in

    def _session(self, token: str | None) -> Session | None:
        session_id = None if token is None else self._tokens.session_id(token)
        return None if session_id is None else self._sessions.session(session_id)

    def _open(self, user: User) -> tuple[SignedIn, str]:
        now = self._clock()
        session_id = str(uuid.uuid4())
        token = self._tokens.make(session_id)
        session = Session(
            id=session_id,
            user_id=user.id,
            token_hash=self._tokens.digest(token),
            created_at=now,
            expires_at=now + SESSION_LIFE,
            last_seen_at=now,
            revoked_at=None,
        )
        self._sessions.add(session)
        return SignedIn(user, session), token
