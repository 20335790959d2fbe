"""`/api/v1/admin/identity/users` (observed gateway, 5.2)."""

from typing import Any

from falcon import Request, Response

from reference_gateway.domain.identity import AuthMode, User, UserStatus
from reference_gateway.http.api.sessions import Browser
from reference_gateway.http.envelope import data_document
from reference_gateway.services.directory import Directory, ListedUser
from reference_gateway.services.sessions import Sessions


class Users:
    """listIdentityUsers"""

    def __init__(self, sessions: Sessions, browser: Browser, directory: Directory) -> None:
        self._sessions = sessions
        self._browser = browser
        self._directory = directory

    def on_get(self, req: Request, resp: Response) -> None:
        self._sessions.require_admin(self._browser.token(req))
        listed = self._directory.users()
        resp.media = data_document(
            {
                "users": [user_view(item) for item in listed.users],
                "teams": [{"id": team.id, "name": team.name} for team in listed.teams],
                "oidc_providers": [
                    {"id": each.id, "key": each.key, "label": each.key} for each in listed.oidc_providers
                ],
            }
        )


def user_view(item: ListedUser) -> dict[str, Any]:
    """One user with their team, null where they have none."""
    user = item.user
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "auth_mode": user.auth_mode,
        "global_role": user.global_role,
        "request_logging_enabled": user.request_logging_enabled,
        "team_id": item.team.id if item.team else None,
        "team_name": item.team.name if item.team else None,
        "team_role": item.membership.role if item.membership else None,
        "status": user.status,
        "onboarding": onboarding_view(user),
    }


def onboarding_view(user: User) -> dict[str, Any] | None:
    """What is left to do before *user* can sign in: no invitation is issued yet, so it carries no link."""
    if user.auth_mode is not AuthMode.PASSWORD or user.status is not UserStatus.INVITED:
        return None
    return {"kind": "password_invite", "invite_url": None, "expires_at": None, "can_resend": True}
