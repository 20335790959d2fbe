"""People, the teams they belong to, and the sessions they hold."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

BOOTSTRAP_ADMIN_ID = "00000000-0000-0000-0000-000000000002"
"""The one fixed row the bootstrap writes (observed gateway, 9.2)."""

SYSTEM_LEGACY_TEAM_ID = "00000000-0000-0000-0000-000000000001"
SYSTEM_LEGACY_TEAM_KEY = "system-legacy"
SYSTEM_LEGACY_TEAM_NAME = "System Legacy"
"""The reserved owner of every seeded key (observed gateway, 3.7)."""


class GlobalRole(StrEnum):
    """What a user may do outside a team. Only a platform admin can sign in and use the admin APIs."""

    PLATFORM_ADMIN = "platform_admin"
    USER = "user"


class UserStatus(StrEnum):
    """invited → active → disabled (observed gateway, 2.9)."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class AuthMode(StrEnum):
    """How a user proves who they are. `oauth` exists in the tables only; nothing issues it."""

    PASSWORD = "password"  # noqa: S105 - the name of a way to sign in, not a password
    OIDC = "oidc"
    OAUTH = "oauth"


class MembershipRole(StrEnum):
    """A role inside a team; it grants no API right (observed gateway, 2.5)."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"


class TeamStatus(StrEnum):
    """Whether a team is offered as an owner."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class User(Struct, frozen=True):
    """A person known to the gateway, whether or not they can sign in yet."""

    id: str
    name: str
    email: str
    """Trimmed and lower-cased; unique."""
    global_role: GlobalRole
    auth_mode: AuthMode
    status: UserStatus
    must_change_password: bool
    request_logging_enabled: bool
    created_at: datetime

    @property
    def is_active_platform_admin(self) -> bool:
        """Whether the admin APIs are open to this user."""
        return self.global_role is GlobalRole.PLATFORM_ADMIN and self.status is UserStatus.ACTIVE

    @property
    def is_bootstrap_admin(self) -> bool:
        """Whether this is the row the bootstrap wrote; it is never listed (observed gateway, 5.2)."""
        return self.id == BOOTSTRAP_ADMIN_ID


class Team(Struct, frozen=True):
    """A group of users that can own keys and carry a budget."""

    id: str
    key: str
    name: str
    status: TeamStatus


class Membership(Struct, frozen=True):
    """One user's place in one team; a user has at most one (observed gateway, 2.10)."""

    user_id: str
    team_id: str
    role: MembershipRole


class OidcProvider(Struct, frozen=True):
    """An identity provider a user may be linked to."""

    id: str
    key: str
    is_enabled: bool


class Session(Struct, frozen=True):
    """A signed-in browser. The token itself is never kept, only its SHA-256 in hex."""

    id: str
    user_id: str
    token_hash: str
    created_at: datetime
    expires_at: datetime
    last_seen_at: datetime
    revoked_at: datetime | None


def normalized_email(text: str) -> str:
    """The form in which addresses are stored and compared: trimmed, ASCII letters lower-cased."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text.strip())
