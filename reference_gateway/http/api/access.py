"""`/api/v1/admin/api-keys` (observed gateway, 3.3)."""

from datetime import datetime
from typing import Any

from falcon import Request, Response

from reference_gateway.domain.access import KEY_PREFIX, KeyStatus
from reference_gateway.domain.identity import User
from reference_gateway.http.api.sessions import Browser
from reference_gateway.http.envelope import data_document, moment
from reference_gateway.services.directory import Directory, KeyList, ListedKey
from reference_gateway.services.sessions import Sessions


class ApiKeys:
    """listApiKeys"""

    def __init__(self, sessions: Sessions, browser: Browser, directory: Directory) -> None:
        self._sessions = sessions
        self._browser = browser
        self._directory = directory

    def on_get(self, req: Request, resp: Response) -> None:
        self._sessions.require_admin(self._browser.token(req))
        resp.media = data_document(key_list_view(self._directory.keys()))


def key_list_view(listed: KeyList) -> dict[str, Any]:
    """Keys, and what a new one may be given."""
    return {
        "items": [key_view(item) for item in listed.keys],
        "users": [owner_view(user) for user in listed.users],
        "teams": [{"id": team.id, "name": team.name, "key": team.key} for team in listed.teams],
        "models": [
            {
                "id": model.id,
                "key": model.key,
                "description": model.description,
                "tags": list(model.tags),
            }
            for model in listed.models
        ],
    }


def key_view(item: ListedKey) -> dict[str, Any]:
    """One key; the public id is shown, the secret never."""
    key, owner = item.key, item.user or item.team
    return {
        "id": key.id,
        "name": key.name,
        "prefix": KEY_PREFIX + key.public_id,
        "status": KeyStatus.REVOKED if key.is_revoked else KeyStatus.ACTIVE,
        "owner_kind": key.owner_kind,
        "owner_id": key.owner_id,
        "owner_name": owner.name if owner else "",
        "owner_email": item.user.email if item.user else None,
        "owner_team_key": item.team.key if item.team else None,
        "model_keys": list(key.model_keys),
        "created_at": moment(key.created_at),
        "last_used_at": optional_moment(key.last_used_at),
        "revoked_at": optional_moment(key.revoked_at),
    }


def owner_view(user: User) -> dict[str, Any]:
    """A user a key may be given to."""
    return {"id": user.id, "name": user.name, "email": user.email}


def optional_moment(at: datetime | None) -> str | None:
    """`moment`, or null."""
    return None if at is None else moment(at)
