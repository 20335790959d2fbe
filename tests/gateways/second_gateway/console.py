"""Its admin UI, a process of its own: pages to sign in, to change the password and to see the keys."""

from __future__ import annotations

import argparse
from html import escape

import aiohttp
from aiohttp import web

SIGN_IN = (
    '<form method="post"><input name="email" type="email"><input name="password" type="password">'
    "<button>Sign in</button></form>"
)
CHANGE_PASSWORD = (
    '<form method="post"><input name="current" type="password"><input name="new" type="password">'
    "<button>Change</button></form>"
)


class Console:
    """Pages below `/admin`."""

    def __init__(self, gateway_url: str) -> None:
        self._gateway_url = gateway_url
        self.app = web.Application()
        self.app.router.add_get("/admin", self._home)
        self.app.router.add_get("/admin/login", self._sign_in_page)
        self.app.router.add_post("/admin/login", self._sign_in)
        self.app.router.add_get("/admin/change-password", self._change_page)
        self.app.router.add_post("/admin/change-password", self._change)
        self.app.router.add_get("/admin/api-keys", self._keys)

    async def _home(self, _: web.Request) -> web.Response:
        raise web.HTTPSeeOther("/admin/api-keys")

    async def _sign_in_page(self, _: web.Request) -> web.Response:
        return _page(SIGN_IN)

    async def _sign_in(self, request: web.Request) -> web.Response:
        form = await request.post()
        given = {"email": form.get("email"), "password": form.get("password")}
        url = f"{self._gateway_url}/api/v1/auth/login/password"
        async with aiohttp.ClientSession() as client, client.post(url, json=given) as answer:
            cookies = answer.headers.getall("Set-Cookie", [])
        if answer.status != 200:
            return _page(f"<p>Sign-in failed.</p>{SIGN_IN}")
        leads_on = web.HTTPSeeOther("/admin/api-keys")
        for cookie in cookies:
            leads_on.headers.add("Set-Cookie", cookie)
        raise leads_on

    async def _change_page(self, _: web.Request) -> web.Response:
        return _page(CHANGE_PASSWORD)

    async def _change(self, request: web.Request) -> web.Response:
        form = await request.post()
        given = {"current_password": form.get("current"), "new_password": form.get("new")}
        headers = {"Cookie": request.headers.get("Cookie", "")}
        url = f"{self._gateway_url}/api/v1/auth/password/change"
        async with aiohttp.ClientSession(headers=headers) as client, client.post(url, json=given) as answer:
            told = "Changed." if answer.status == 200 else "Not changed."
        return _page(f"<p>{told}</p>{CHANGE_PASSWORD}")

    async def _keys(self, request: web.Request) -> web.Response:
        headers = {"Cookie": request.headers.get("Cookie", "")}
        url = f"{self._gateway_url}/api/v1/admin/api-keys"
        async with aiohttp.ClientSession(headers=headers) as client, client.get(url) as answer:
            if answer.status != 200:
                raise web.HTTPSeeOther("/admin/login")
            keys = (await answer.json())["data"]["items"]
        return _page("".join(f"<p>{escape(key['name'])}</p>" for key in keys))


def _page(body: str) -> web.Response:
    return web.Response(text=f"<!doctype html><title>Console</title>{body}", content_type="text/html")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--gateway-url", required=True)
    given = parser.parse_args()
    console = Console(given.gateway_url)
    web.run_app(console.app, host="127.0.0.1", port=given.port, print=None, access_log=None)
