"""A tiny gateway for the admin UI's own tests: one admin, a few keys, real sockets, everything recorded."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

COOKIE = "ogw_session=live"
SET_COOKIE = f"{COOKIE}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"
SECOND_COOKIE = "ogw_hint=1; Path=/"
CLEAR_COOKIE = "ogw_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"

ENDLESS = "growth-team-shared-key-for-the-nightly-evaluation-runs-and-everything-else"


def key(name: str, **changes: Any) -> dict[str, Any]:
    """An item of the key list, as the API sends it."""
    return {
        "id": "0b0e7a52-0000-5000-8000-000000000001",
        "name": name,
        "prefix": "gwk_locdemoalice1",
        "status": "active",
        "owner_kind": "user",
        "owner_id": "7d1f2a50-0000-4000-8000-000000000001",
        "owner_name": "Alice Moreau",
        "owner_email": "alice@platform.local",
        "owner_team_key": None,
        "model_keys": ["fast", "reasoning"],
        "created_at": "2026-04-24T09:30:00Z",
        "last_used_at": "2026-04-25T17:05:12Z",
        "revoked_at": None,
        **changes,
    }


@dataclass
class Call:
    """One request the UI made."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class FakeGateway:
    """What the gateway holds, and what it was asked."""

    must_change_password: bool = False
    role: str = "platform_admin"
    keys: list[dict[str, Any]] = field(default_factory=lambda: [key("Evaluation")])
    broken: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """Path → a status and body to answer instead."""
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake._answer(self)

            do_POST = do_GET  # noqa: N815 (the name http.server looks up)

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def stop(self) -> None:
        """Close the port: from now on connections are refused."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def called(self, path: str) -> list[Call]:
        """The calls to one path, in order."""
        return [call for call in self.calls if call.path == path]

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("content-length") or 0)
        body = json.loads(request.rfile.read(length) or b"null")
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.calls.append(Call(request.command, request.path, headers, body))
        status, payload, cookies = self._reply(request.path, COOKIE in headers.get("cookie", ""), body)
        request.send_response(status)
        for cookie in cookies:
            request.send_header("set-cookie", cookie)
        request.send_header("content-length", str(len(payload)))
        request.end_headers()
        request.wfile.write(payload)

    def _reply(self, path: str, is_signed_in: bool, body: Any) -> tuple[int, bytes, tuple[str, ...]]:
        if path in self.broken:
            return *self.broken[path], ()
        if path == "/api/v1/auth/session":
            return *_data(self._session() if is_signed_in else None), ()
        if path == "/api/v1/auth/logout":
            return *_data({"status": "ok"}), (CLEAR_COOKIE,)
        if path == "/api/v1/auth/login/password":
            if body != {"email": "admin@local", "password": "admin"}:
                return *refusal(401, "invalid_credentials", "credentials are invalid"), ()
            return *_data(self._session()), (SET_COOKIE, SECOND_COOKIE)
        if not is_signed_in:
            return *refusal(401, "session_required", "authenticated session is required"), ()
        if path == "/api/v1/auth/password/change":
            if body["current_password"] != "admin":
                return *refusal(401, "invalid_credentials", "credentials are invalid"), ()
            self.must_change_password = False
            return *_data(self._session()), ()
        return *_data({"items": self.keys, "users": [], "teams": [], "models": []}), ()

    def _session(self) -> dict[str, Any]:
        user = {"id": "x", "name": "Admin", "email": "admin@local", "global_role": self.role}
        return {"user": user, "must_change_password": self.must_change_password}


def refusal(status: int, code: str, message: str) -> tuple[int, bytes]:
    """The API's error envelope."""
    error = {"message": message, "type": "authentication_error", "code": code, "param": None}
    return status, json.dumps({"error": error}).encode()


def _data(data: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"data": data, "meta": {"generated_at": "2026-04-24T09:30:00Z"}}).encode()
