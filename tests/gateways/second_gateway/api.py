"""The data plane and the admin API as far as they are part of one origin: who is let in, and who is not."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any

from aiohttp import web

from tests.gateways.second_gateway.settings import Settings

Handler = Callable[[web.BaseRequest], Awaitable[web.Response]]

COOKIE = "ogw_session"
ADMIN_ID = "00000000-0000-0000-0000-000000000002"
_TYPES = {401: "authentication_error", 403: "authentication_error", 404: "not_found_error"}


class Refused(Exception):
    """A refusal in the words of the contract."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code

    def answer(self) -> web.Response:
        """The error envelope."""
        kind = _TYPES.get(self.status, "invalid_request_error")
        error = {"message": self.code.replace("_", " "), "type": kind, "code": self.code, "param": None}
        return web.json_response({"error": error}, status=self.status)


class Api:
    """Every route that is not the admin UI's."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sessions: set[str] = set()
        self._password = settings.password
        self._routes: dict[str, dict[str, Handler]] = {
            "/healthz": {"GET": self._status("ok")},
            "/readyz": {"GET": self._status("ready")},
            "/api/v1/health": {"GET": self._status("ok", service="gateway")},
            "/v1/models": {"GET": self._models},
            "/v1/chat/completions": {"POST": self._completions},
            "/api/v1/auth/session": {"GET": self._session},
            "/api/v1/auth/login/password": {"POST": self._login},
            "/api/v1/auth/logout": {"POST": self._logout},
            "/api/v1/auth/password/change": {"POST": self._change},
            "/api/v1/admin/api-keys": {"GET": self._keys},
        }

    def owns(self, path: str) -> bool:
        """The path is an API's, whether there is such a route or not."""
        return path in self._routes or f"{path}/".startswith(("/v1/", "/api/v1/"))

    async def answer(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """The answer to a request for *path*."""
        handlers = self._routes.get(path)
        try:
            if handlers is None:
                raise Refused(404, "not_found")
            handler = handlers.get("GET" if request.method == "HEAD" else request.method)
            if handler is None:
                refusal = Refused(405, "method_not_allowed").answer()
                refusal.headers["Allow"] = ", ".join(handlers)
                return refusal
            return await handler(request)
        except Refused as refused:
            return refused.answer()

    def _status(self, status: str, **more: str) -> Handler:
        async def answer(_: web.BaseRequest) -> web.Response:
            return web.json_response({"status": status, **more})

        return answer

    async def _models(self, request: web.BaseRequest) -> web.Response:
        header = request.headers.get("Authorization")
        if header is None:
            raise Refused(401, "missing_authorization_header")
        scheme, _, key = header.partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise Refused(401, "invalid_authorization_header")
        if not any(
            hmac.compare_digest(key.strip().encode(), one.encode()) for one in self._settings.keys.values()
        ):
            raise Refused(401, "api_key_not_found")
        return web.json_response({"object": "list", "data": [{"id": "fast", "object": "model"}]})

    async def _completions(self, request: web.BaseRequest) -> web.Response:
        await self._models(request)
        raise Refused(404, "model_not_found")

    async def _login(self, request: web.BaseRequest) -> web.Response:
        try:
            given: Any = json.loads(await request.read())
            email, password = given["email"].strip().lower(), given["password"]
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Refused(400, "invalid_request") from None
        if email != self._settings.email or not self._is_right(password):
            raise Refused(401, "invalid_credentials")
        token = secrets.token_urlsafe(32)
        self._sessions.add(token)
        answer = _enveloped(self._view())
        answer.headers["Set-Cookie"] = f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"
        return answer

    async def _session(self, request: web.BaseRequest) -> web.Response:
        return _enveloped(self._view() if self._token(request) else None)

    async def _change(self, request: web.BaseRequest) -> web.Response:
        self._refuse_other_sites(request)
        if not self._token(request):
            raise Refused(401, "session_required")
        try:
            given: Any = json.loads(await request.read())
            current, new = given["current_password"], str(given["new_password"])
        except (ValueError, TypeError, KeyError):
            raise Refused(400, "invalid_request") from None
        if not self._is_right(current):
            raise Refused(401, "invalid_credentials")
        self._password = new
        return _enveloped(self._view())

    def _is_right(self, password: object) -> bool:
        return hmac.compare_digest(str(password).encode(), self._password.encode())

    def _refuse_other_sites(self, request: web.BaseRequest) -> None:
        said = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
        ours = {(None, None), (f"http://{request.headers.get('Host')}", said[1])}
        if said not in ours and self._token(request):
            raise Refused(403, "origin_not_allowed")

    async def _logout(self, request: web.BaseRequest) -> web.Response:
        self._refuse_other_sites(request)
        self._sessions.discard(self._token(request) or "")
        answer = _enveloped({"status": "ok"})
        answer.headers["Set-Cookie"] = f"{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        return answer

    async def _keys(self, request: web.BaseRequest) -> web.Response:
        if not self._token(request):
            raise Refused(401, "session_required")
        return _enveloped({"items": [{"name": name} for name in self._settings.keys]})

    def _token(self, request: web.BaseRequest) -> str | None:
        try:
            cookie = SimpleCookie(request.headers.get("Cookie", "")).get(COOKIE)
        except CookieError:
            return None
        return cookie.value if cookie and cookie.value in self._sessions else None

    def _view(self) -> dict[str, Any]:
        user = {
            "id": ADMIN_ID,
            "name": "Admin",
            "email": self._settings.email,
            "global_role": "platform_admin",
        }
        return {"user": user, "must_change_password": False}


def _enveloped(data: Any) -> web.Response:
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return web.json_response(
        {"data": data, "meta": {"generated_at": now}}, headers={"Cache-Control": "no-store"}
    )
