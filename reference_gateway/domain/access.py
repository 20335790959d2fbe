"""Gateway keys: what opens `/v1`, and whose it is."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

KEY_PREFIX = "gwk_"


class OwnerKind(StrEnum):
    """Who answers for a key's spend: one user or one team, never both."""

    USER = "user"
    TEAM = "team"


class KeyStatus(StrEnum):
    """A revoked key never lives again."""

    ACTIVE = "active"
    REVOKED = "revoked"


class ApiKey(Struct, frozen=True):
    """A gateway key as stored: the secret only as an Argon2id PHC string, kept out of the repr."""

    id: str
    public_id: str
    """The part between `gwk_` and the first dot; not a secret."""
    secret_hash: str
    name: str
    status: KeyStatus
    owner_kind: OwnerKind
    owner_user_id: str | None
    owner_team_id: str | None
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    model_keys: tuple[str, ...] = ()
    """The grants, by model rank then key; narrower owner allowlists are not applied here."""

    @property
    def owner_id(self) -> str | None:
        """The id of the owning user or team; None when the row names neither."""
        return self.owner_user_id if self.owner_kind is OwnerKind.USER else self.owner_team_id

    @property
    def is_revoked(self) -> bool:
        """Whether the key was revoked, by status or by time."""
        return self.status is KeyStatus.REVOKED or self.revoked_at is not None

    def __repr__(self) -> str:
        return f"ApiKey({KEY_PREFIX}{self.public_id}, {self.status}, {self.owner_kind})"


class RawKey(Struct, frozen=True):
    """`gwk_<public id>.<secret>`, taken apart at the first dot after the prefix (observed gateway, 3.1)."""

    public_id: str
    secret: str

    def __repr__(self) -> str:
        return f"RawKey({KEY_PREFIX}{self.public_id}.…)"


def parse_raw_key(text: str) -> RawKey | None:
    """The two parts of *text*, trimmed and both non-empty; None when it is not a gateway key."""
    if not text.startswith(KEY_PREFIX):
        return None
    public_id, dot, secret = text.removeprefix(KEY_PREFIX).partition(".")
    public_id, secret = public_id.strip(), secret.strip()
    return RawKey(public_id, secret) if dot and public_id and secret else None
