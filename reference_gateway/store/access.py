"""Gateway keys and what they are granted."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from reference_gateway.domain.access import ApiKey, KeyStatus, OwnerKind
from reference_gateway.domain.models import GatewayModel
from reference_gateway.store.backend import Backend, Row
from reference_gateway.store.models import model_of
from reference_gateway.store.moments import moment, moment_or_none, seconds
from reference_gateway.store.queries import load

SQL = load("access")


class AccessStore:
    """Implements `ports.AccessStore`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def key(self, public_id: str) -> ApiKey | None:
        """The key, live or revoked, with its grants."""
        row = self._backend.fetch_one(SQL["key"], public_id=public_id)
        if row is None:
            return None
        grants = self._backend.fetch_all(SQL["grants_of"], key_id=row["id"])
        return key_of(row, tuple(grant["model_key"] for grant in grants))

    def keys(self) -> Sequence[ApiKey]:
        """Every key, newest first, then by public id."""
        grants: dict[str, list[str]] = defaultdict(list)
        for grant in self._backend.fetch_all(SQL["all_grants"]):
            grants[grant["key_id"]].append(grant["model_key"])
        return [key_of(row, tuple(grants[row["id"]])) for row in self._backend.fetch_all(SQL["keys"])]

    def touch_key(self, key_id: str, *, used_at: datetime) -> None:
        """Remember that the key was presented; a later time is never replaced by an earlier one."""
        self._backend.execute(SQL["touch_key"], key_id=key_id, used_at=seconds(used_at))

    def effective_models(self, key: ApiKey) -> Sequence[GatewayModel]:
        """Grants narrowed by the team's and the user's allowlist where restricted; by rank, then key."""
        return [model_of(row) for row in self._backend.fetch_all(SQL["effective_models"], key_id=key.id)]


def key_of(row: Row, model_keys: tuple[str, ...] = ()) -> ApiKey:
    """The key of one row."""
    return ApiKey(
        id=row["id"],
        public_id=row["public_id"],
        secret_hash=row["secret_hash"],
        name=row["name"],
        status=KeyStatus(row["status"]),
        owner_kind=OwnerKind(row["owner_kind"]),
        owner_user_id=row["owner_user_id"],
        owner_team_id=row["owner_team_id"],
        created_at=moment(row["created_at"]),
        last_used_at=moment_or_none(row["last_used_at"]),
        revoked_at=moment_or_none(row["revoked_at"]),
        model_keys=model_keys,
    )
