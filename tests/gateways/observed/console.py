"""
Its admin UI, a process of its own, which works by script. Source: observed gateway, 13.

Every page asks the gateway for the session first, the sign-in page included, so nothing but 500 is answered
until there is a gateway. What a page changes, this server asks the API for, with the visitor's cookie and
without an `Origin`; whatever cookie the API sets is passed on. What is no page leads to sign-in.
"""

import argparse
import json
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import quote

PASSED_ON = ("cookie", "x-forwarded-origin", "x-forwarded-proto", "x-forwarded-host")
FUNCTIONS = {
    "/admin/_serverFn/sign-in": "/api/v1/auth/login/password",
    "/admin/_serverFn/sign-out": "/api/v1/auth/logout",
    "/admin/_serverFn/change-password": "/api/v1/auth/password/change",
}
LISTS = {
    "/admin/api-keys": ("/api/v1/admin/api-keys", "API Keys"),
    "/admin/models": ("/api/v1/admin/models", "Models"),
}
CALL = """<script>async function call(name, given) {
  const answer = await fetch('/admin/_serverFn/' + name, {method: 'POST', body: JSON.stringify(given),
    headers: {'content-type': 'application/json'}});
  if (answer.ok) location.assign(name === 'sign-out' ? '/admin/login' : '/admin/api-keys');
  else document.getElementById('said').textContent = (await answer.json()).error.message;
}
const value = id => document.getElementById(id).value;</script>"""
SIGN_IN = """<h2>Admin sign in</h2><form onsubmit="event.preventDefault();
  call('sign-in', {email: value('email'), password: value('password')})">
<label>Email <input id="email" type="email"></label>
<label>Password <input id="password" type="password"></label>
<button>Sign in</button></form><p id="said"></p>"""
CHANGE = """<h2>Change password</h2><form onsubmit="event.preventDefault();
  call('change-password', {current_password: value('current'), new_password: value('new')})">
<label>Current password <input id="current" type="password"></label>
<label>New password <input id="new" type="password"></label>
<label>Confirm new password <input id="confirm" type="password"></label>
<button>Update password</button></form><p id="said"></p>"""

Headers = list[tuple[str, str]]


class Handler(BaseHTTPRequestHandler):
    """One visitor's request."""

    protocol_version = "HTTP/1.1"
    gateway_url: ClassVar[str]

    def do_GET(self) -> None:
        """A page, or the way to the one that comes first."""
        path = self.path.partition("?")[0]
        try:
            session = json.loads(self._ask("GET", "/api/v1/auth/session")[2])["data"]
        except (OSError, ValueError, KeyError):
            self._answer(500, "text/plain", b"at session (router.mjs:185:41)\n")
        else:
            if path in ("/admin/login", "/admin/change-password"):
                self._page(SIGN_IN if path == "/admin/login" else CHANGE)
            elif session is None:
                self._answer(
                    307, "text/html", b"", [("location", f"/admin/login?redirect={quote(path, safe='')}")]
                )
            elif path == "/admin":
                self._answer(307, "text/html", b"", [("location", "/admin/api-keys")])
            else:
                self._list(*LISTS.get(path, LISTS["/admin/api-keys"]))

    def do_HEAD(self) -> None:
        """The same, without its body."""
        self.do_GET()

    def do_POST(self) -> None:
        """What a page changes, or whatever else."""
        content = self.rfile.read(int(self.headers.get("content-length") or 0))
        api = FUNCTIONS.get(self.path)
        if api is None:
            self._answer(404, "text/plain", b"no such function")
            return
        status, headers, body = self._ask("POST", api, content or b"{}")
        set_cookies = [pair for pair in headers if pair[0].lower() == "set-cookie"]
        self._answer(status, "application/json", body, set_cookies)

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def _list(self, api: str, title: str) -> None:
        items = json.loads(self._ask("GET", api)[2])["data"]["items"]
        names = "".join(f"<li>{one.get('name', one['id'])}</li>" for one in items)
        out = "<button onclick=\"call('sign-out', {})\">Sign out</button>"
        self._page(f"<h3>Oceans Gateway</h3><h3>{title}</h3><ul>{names}</ul>{out}<p id='said'></p>")

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, Headers, bytes]:
        own = [(name, value) for name in PASSED_ON if (value := self.headers.get(name))]
        request = urllib.request.Request(self.gateway_url + path, body, dict(own), method=method)
        if body is not None:
            request.add_header("content-type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.getheaders(), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, list(error.headers.items()), error.read()

    def _page(self, body: str) -> None:
        text = f"<!doctype html><title>Oceans Gateway</title>{CALL}{body}"
        self._answer(200, "text/html; charset=utf-8", text.encode())

    def _answer(self, status: int, kind: str, body: bytes, more: Headers | None = None) -> None:
        self.send_response(status)
        for name, value in [("content-type", kind), ("content-length", str(len(body))), *(more or [])]:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--gateway-url", required=True)
    given = parser.parse_args()
    Handler.gateway_url = given.gateway_url
    ThreadingHTTPServer(("127.0.0.1", given.port), Handler).serve_forever()
