"""The admin UI as one WSGI application."""

from __future__ import annotations

import logging
import time

import falcon
from falcon import App, HTTPError, Request, Response

from reference_gateway.admin_ui.access_log import method_of, place_of
from reference_gateway.admin_ui.assets import Assets, looks_static, send
from reference_gateway.admin_ui.gateway_client import GatewayClient, GatewayFailed, GatewayUnreachable
from reference_gateway.admin_ui.guard import Guard
from reference_gateway.admin_ui.pages.api_keys import ApiKeysPage
from reference_gateway.admin_ui.pages.change_password import ChangePasswordPage
from reference_gateway.admin_ui.pages.home import Health, HomePage
from reference_gateway.admin_ui.pages.sign_in import SignInPage
from reference_gateway.admin_ui.pages.sign_out import SignOut
from reference_gateway.admin_ui.render import Views
from reference_gateway.admin_ui.settings import Settings
from reference_gateway.admin_ui.visitor import Visitor

_log = logging.getLogger("admin_ui")

_HEADERS = {
    # Nothing inline, nothing from elsewhere, framed by nobody.
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not `no-referrer`: with it browsers send `Origin: null` with our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def create_app(settings: Settings) -> App[Request, Response]:
    """The pages under the base path, the health route beside it, and what every answer carries."""
    assets = Assets(settings.base_path)
    views = Views(assets, settings.base_path)
    gateway = GatewayClient(settings.gateway_origin)
    guard = Guard(gateway, settings.base_path)

    app: App[Request, Response] = App(middleware=[_EveryAnswer()])
    app.req_options.strip_url_path_trailing_slash = True
    home = HomePage(guard)
    pages = {
        "": home,
        "/login": SignInPage(gateway, guard, views),
        "/change-password": ChangePasswordPage(gateway, guard, views),
        "/api-keys": ApiKeysPage(gateway, guard, views),
        "/sign-out": SignOut(gateway, guard, views),
    }
    for path, page in pages.items():
        app.add_route((settings.base_path + path) or "/", page)
    app.add_route("/healthz", Health())
    app.add_sink(_Elsewhere(assets, views).answer, "/")
    failures = _Failures(views)
    app.add_error_handler(GatewayUnreachable, failures.unreachable)
    app.add_error_handler(GatewayFailed, failures.failed)
    app.add_error_handler(HTTPError, failures.http)
    app.add_error_handler(Exception, failures.unexpected)
    return app


class _EveryAnswer:
    """Headers that every answer carries, and one log line per request: its route, never its address."""

    def process_request(self, req: Request, resp: Response) -> None:
        req.context.visitor = Visitor.of(req)
        resp.context.prefix = req.context.visitor.prefix
        req.context.asset = None
        req.context.began_s = time.monotonic()

    def process_response(self, req: Request, resp: Response, _resource: object, _succeeded: bool) -> None:
        for name, value in _HEADERS.items():
            resp.set_header(name, value)
        if resp.location is not None and resp.location.startswith("/"):
            resp.location = resp.context.prefix + resp.location
        resp.set_header("x-request-id", req.context.visitor.request_id)
        if resp.get_header("cache-control") is None:
            resp.set_header("cache-control", "no-store")
        took_ms = (time.monotonic() - req.context.began_s) * 1000
        place = place_of(req, req.context.asset)
        _log.info("%s %s %s %.0f ms", method_of(req), place, resp.status_code, took_ms)


class _Elsewhere:
    """Everything that is no page: a static file, or nothing."""

    def __init__(self, assets: Assets, views: Views) -> None:
        self._assets = assets
        self._views = views

    def answer(self, req: Request, resp: Response, **_captured: object) -> None:
        asset = self._assets.find(req.path)
        if asset is not None and req.method in ("GET", "HEAD"):
            req.context.asset = req.path
            send(req, resp, asset)
            return
        resp.status = falcon.HTTP_404
        if looks_static(req.path):
            # A browser that asked for a script or a picture must not be handed a page to parse.
            resp.content_type = "text/plain; charset=utf-8"
            resp.text = "404 not found\n"
            return
        text = "There is no page at this address"
        self._views.show(resp, "notice.html", title="Page not found", text=text)


class _Failures:
    """Failures as pages. The reason goes to the log; the page names the request to look for."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def unreachable(self, req: Request, resp: Response, error: GatewayUnreachable, _params: object) -> None:
        _log.warning("the gateway did not answer: %s", error)
        resp.status = falcon.HTTP_502
        text = "The admin UI is running, but the gateway behind it did not answer. Try again in a moment."
        self._notice(req, resp, "The gateway is not answering", text)

    def failed(self, req: Request, resp: Response, error: GatewayFailed, _params: object) -> None:
        _log.warning("the gateway failed: %s", error)
        resp.status = falcon.HTTP_502
        text = "It reported a failure of its own. Try again in a moment."
        self._notice(req, resp, "The gateway could not do this", text)

    def http(self, req: Request, resp: Response, error: HTTPError, _params: object) -> None:
        resp.status = error.status
        resp.set_headers(error.headers or {})
        self._notice(req, resp, str(error.title), error.description or "This request cannot be answered.")

    def unexpected(self, req: Request, resp: Response, _error: Exception, _params: object) -> None:
        _log.exception("a page failed")
        resp.status = falcon.HTTP_500
        self._notice(req, resp, "Something went wrong", "This page failed. The log of the admin UI says why.")

    def _notice(self, req: Request, resp: Response, title: str, text: str) -> None:
        self._views.show(
            resp, "notice.html", title=title, text=text, request_id=req.context.visitor.request_id
        )
