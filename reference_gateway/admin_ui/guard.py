"""Who may see a protected page, and where everyone else goes (observed gateway, 13.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from falcon import HTTP_303, HTTPFound, Request, Response

from reference_gateway.admin_ui.gateway_client import GatewayClient, GatewayReply
from reference_gateway.admin_ui.redirects import remembering
from reference_gateway.admin_ui.visitor import Visitor

LOGIN = "/login"
CHANGE_PASSWORD = "/change-password"  # noqa: S105 (a path)


@dataclass(frozen=True, slots=True)
class AdminSession:
    """A signed-in platform admin, as the gateway describes the session."""

    name: str
    email: str
    must_change_password: bool

    @classmethod
    def of(cls, data: object) -> Self | None:
        """The session in the API's session view; None for no session and for anyone but a platform admin."""
        if not isinstance(data, dict):
            return None
        user = data.get("user")
        if not isinstance(user, dict) or user.get("global_role") != "platform_admin":
            return None
        return cls(
            name=str(user.get("name", "")),
            email=str(user.get("email", "")),
            must_change_password=bool(data.get("must_change_password")),
        )


class Guard:
    """Asks the gateway who the visitor is, on every navigation; the UI itself remembers nobody."""

    def __init__(self, gateway: GatewayClient, base_path: str) -> None:
        self._gateway = gateway
        self._base_path = base_path

    def session(self, visitor: Visitor) -> AdminSession | None:
        """The visitor's admin session. Without a cookie there is none, and nobody is asked."""
        if visitor.cookie is None:
            return None
        return AdminSession.of(self._gateway.get("/api/v1/auth/session", visitor).data)

    def admit(self, req: Request, visitor: Visitor) -> AdminSession:
        """The session that opens a protected page.

        Raises:
            HTTPFound: to sign in, or to the password change that is still owed; both remember this page.
        """
        session = self.session(visitor)
        if session is None:
            raise self.to(remembering(LOGIN, self._here(req)))
        if session.must_change_password:
            raise self.to(remembering(CHANGE_PASSWORD, self._here(req)))
        return session

    def reread(self, req: Request, reply: GatewayReply) -> None:
        """Send the visitor on when the session ended, or lost its rights, between two calls of one page.

        Raises:
            HTTPFound: as `admit` does.
        """
        if reply.code == "session_required":
            raise self.to(remembering(LOGIN, self._here(req)))
        if reply.code == "password_change_required":
            raise self.to(remembering(CHANGE_PASSWORD, self._here(req)))

    def to(self, path: str) -> HTTPFound:
        """A redirect to a path of this UI; only the path is named, so the browser's own origin stays."""
        return HTTPFound(self._base_path + path)

    def send_on(self, resp: Response, path: str, reply: GatewayReply) -> None:
        """Answer a form that did its work: the next page, by GET, and every cookie the gateway set."""
        for cookie in reply.set_cookies:
            resp.append_header("set-cookie", cookie)
        resp.status = HTTP_303
        resp.location = self._base_path + path

    def _here(self, req: Request) -> str:
        path = req.path.removeprefix(self._base_path) or "/"
        return f"{path}?{req.query_string}" if req.query_string else path
