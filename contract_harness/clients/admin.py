"""The auth and admin APIs as a signed-in person's browser uses them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contract_harness.clients.cookies import cookie_header, keep_cookies
from contract_harness.clients.http import HttpClient, Reply

_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class AdminApi:
    """`/api/v1` of one gateway, with one cookie jar. Methods return the answer, whatever its status.

    Like a browser, it sends the cookies it was given and, on requests that change something, the
    `Origin` of the gateway.

    Attributes:
        cookies: what the gateway has set so far; may be read and changed by a step.
    """

    def __init__(self, http: HttpClient) -> None:
        self.http = http
        self.cookies: dict[str, str] = {}

    def send(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: Iterable[tuple[str, str]] = (),
    ) -> Reply:
        """Send a request as the browser would, and keep the cookies of the answer.

        An `Origin` or `Cookie` in *headers* replaces the one that would be sent.
        """
        __tracebackhide__ = True
        pairs = list(headers)
        given = {name.lower() for name, _ in pairs}
        if self.cookies and "cookie" not in given:
            pairs.append(("Cookie", self.cookie_header))
        if method in _UNSAFE and "origin" not in given:
            pairs.append(("Origin", self.http.origin))
        reply = self.http.send(method, path, headers=pairs, json=json, body=body)
        keep_cookies(self.cookies, reply, self.http.evidence)
        return reply

    @property
    def cookie_header(self) -> str:
        """The Cookie header a browser would send now."""
        return cookie_header(self.cookies)

    def sign_in(self, email: str, password: str, *, headers: Iterable[tuple[str, str]] = ()) -> Reply:
        """POST /api/v1/auth/login/password; a granted session stays in the cookie jar."""
        __tracebackhide__ = True
        self.http.evidence.hide("PASSWORD", password)
        document = {"email": email, "password": password}
        return self.send("POST", "/api/v1/auth/login/password", json=document, headers=headers)

    def session(self) -> Reply:
        """GET /api/v1/auth/session"""
        __tracebackhide__ = True
        return self.send("GET", "/api/v1/auth/session")

    def sign_out(self) -> Reply:
        """POST /api/v1/auth/logout"""
        __tracebackhide__ = True
        return self.send("POST", "/api/v1/auth/logout")

    def change_password(self, current: str, new: str) -> Reply:
        """POST /api/v1/auth/password/change"""
        __tracebackhide__ = True
        self.http.evidence.hide("PASSWORD", current)
        self.http.evidence.hide("NEW_PASSWORD", new)
        document = {"current_password": current, "new_password": new}
        return self.send("POST", "/api/v1/auth/password/change", json=document)

    def list_api_keys(self) -> Reply:
        """GET /api/v1/admin/api-keys"""
        __tracebackhide__ = True
        return self.send("GET", "/api/v1/admin/api-keys")
