"""`/api/v1/auth/*` (observed gateway, 2.1, 2.2, 2.3, 2.4, 2.5 and 2.6)."""

from typing import Any

from falcon import Request, Response

from reference_gateway.http.api.bodies import json_object, text_field
from reference_gateway.http.api.cookies import SessionCookie
from reference_gateway.http.envelope import data_document
from reference_gateway.http.forwarded import Forwarded
from reference_gateway.services.sessions import Sessions, SignedIn


class Browser:
    """The cookie side of a session: what a request carries and what an answer sets."""

    def __init__(self, cookie: SessionCookie, forwarded: Forwarded) -> None:
        self._cookie = cookie
        self._forwarded = forwarded

    def token(self, req: Request) -> str | None:
        """The session token the request carries."""
        return self._cookie.read(req.env["gateway.raw_headers"])

    def hand_out(self, token: str, req: Request, resp: Response) -> None:
        """Set the cookie."""
        resp.append_header("set-cookie", self._cookie.granting(token, is_secure=self.is_secure(req)))

    def take_back(self, req: Request, resp: Response) -> None:
        """Clear the cookie."""
        resp.append_header("set-cookie", self._cookie.clearing(is_secure=self.is_secure(req)))

    def is_secure(self, req: Request) -> bool:
        """Whether the browser came over https, as far as a trusted proxy says so."""
        return self._forwarded.proto(req.env["gateway.raw_headers"], req.env["REMOTE_ADDR"]) == "https"


class CurrentSession:
    """getSession: who is signed in, or null."""

    def __init__(self, sessions: Sessions, browser: Browser) -> None:
        self._sessions = sessions
        self._browser = browser

    def on_get(self, req: Request, resp: Response) -> None:
        signed_in = self._sessions.recognise(self._browser.token(req))
        resp.media = data_document(None if signed_in is None else session_view(signed_in))


class PasswordLogin:
    """loginWithPassword"""

    def __init__(self, sessions: Sessions, browser: Browser) -> None:
        self._sessions = sessions
        self._browser = browser

    def on_post(self, req: Request, resp: Response) -> None:
        body = json_object(req)
        signed_in, token = self._sessions.sign_in(text_field(body, "email"), text_field(body, "password"))
        self._browser.hand_out(token, req, resp)
        resp.media = data_document(session_view(signed_in))


class Logout:
    """logout: always succeeds, whatever the cookie."""

    def __init__(self, sessions: Sessions, browser: Browser) -> None:
        self._sessions = sessions
        self._browser = browser

    def on_post(self, req: Request, resp: Response) -> None:
        self._sessions.sign_out(self._browser.token(req))
        self._browser.take_back(req, resp)
        resp.media = data_document({"status": "ok"})


class PasswordChange:
    """changePassword: open to an admin who must rotate; who asks is settled before what is asked."""

    def __init__(self, sessions: Sessions, browser: Browser) -> None:
        self._sessions = sessions
        self._browser = browser

    def on_post(self, req: Request, resp: Response) -> None:
        token = self._browser.token(req)
        self._sessions.require_platform_admin(token)
        body = json_object(req)
        current, new = text_field(body, "current_password"), text_field(body, "new_password")
        resp.media = data_document(session_view(self._sessions.change_password(token, current, new)))


def session_view(signed_in: SignedIn) -> dict[str, Any]:
    """What a browser is told about its session."""
    user = signed_in.user
    return {
        "user": {
            "id": user.id,
            "name": user.name,
            "email": user.email,
            "global_role": user.global_role,
        },
        "must_change_password": user.must_change_password,
    }
