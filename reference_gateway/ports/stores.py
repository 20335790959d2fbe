"""What a gateway that serves asks of its database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Protocols are for the type checker; a start that only migrates need not load every value there is.
    from collections.abc import Sequence
    from datetime import datetime

    from reference_gateway.domain.access import ApiKey
    from reference_gateway.domain.identity import (
        Membership,
        OidcProvider,
        Session,
        Team,
        User,
    )
    from reference_gateway.domain.migrations import HistoryRow
    from reference_gateway.domain.models import GatewayModel, Provider, Route


class HealthStore(Protocol):
    """Whether the database answers, and what schema it has."""

    def history(self) -> Sequence[HistoryRow]:
        """The migrations it has seen, without one where there is no history; soon, or `StoreUnavailable`."""
        ...


class AccessStore(Protocol):
    """Gateway keys and their grants."""

    def key(self, public_id: str) -> ApiKey | None:
        """The key, live or revoked, with its grants."""
        ...

    def keys(self) -> Sequence[ApiKey]:
        """Every key, newest first, then by public id."""
        ...

    def touch_key(self, key_id: str, *, used_at: datetime) -> None:
        """Remember that the key was presented."""
        ...

    def effective_models(self, key: ApiKey) -> Sequence[GatewayModel]:
        """Grants narrowed by the team's and the user's allowlist where restricted; by rank, then key."""
        ...


class IdentityStore(Protocol):
    """Users, teams, memberships, passwords."""

    def user(self, user_id: str) -> User | None: ...

    def user_by_email(self, email: str) -> User | None:
        """*email* in its normalised form."""
        ...

    def users(self) -> Sequence[User]:
        """Everybody including the bootstrap admin, newest first, then by email."""
        ...

    def teams(self) -> Sequence[Team]:
        """Every team including `system-legacy`, by name, then key."""
        ...

    def team(self, team_id: str) -> Team | None: ...

    def memberships(self) -> Sequence[Membership]: ...

    def oidc_providers(self) -> Sequence[OidcProvider]:
        """By key."""
        ...

    def password_hash(self, user_id: str) -> str | None:
        """The PHC string; None when the user has no password."""
        ...

    def store_password(self, user_id: str, phc: str, *, must_change: bool, at: datetime) -> None:
        """Set or replace the user's password, and whether it must be rotated."""
        ...


class SessionStore(Protocol):
    """Signed-in browsers."""

    def add(self, session: Session) -> None: ...

    def session(self, session_id: str) -> Session | None:
        """The session whatever its state: expiry and revocation are the caller's to judge."""
        ...

    def touch(self, session_id: str, *, seen_at: datetime) -> None: ...

    def revoke(self, session_id: str, *, at: datetime) -> None:
        """Keeps the first revocation time; nothing happens for an unknown id."""
        ...

    def revoke_all_of(self, user_id: str, *, at: datetime, except_session_id: str | None = None) -> None: ...


class ModelStore(Protocol):
    """Models, routes and providers as seeded."""

    def model(self, key: str) -> GatewayModel | None: ...

    def models(self) -> Sequence[GatewayModel]:
        """By rank, then key."""
        ...

    def routes(self, model_id: str) -> Sequence[Route]:
        """Every route of the model, eligible or not, by priority then provider."""
        ...

    def provider(self, key: str) -> Provider | None: ...
