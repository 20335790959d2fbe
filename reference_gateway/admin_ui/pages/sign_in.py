"""Signing in with email and password."""

from __future__ import annotations

import falcon
from falcon import Request, Response

from reference_gateway.admin_ui.gateway_client import GatewayClient
from reference_gateway.admin_ui.guard import CHANGE_PASSWORD, AdminSession, Guard
from reference_gateway.admin_ui.pages.forms import read_form
from reference_gateway.admin_ui.redirects import HOME, remembering, safe_target
from reference_gateway.admin_ui.render import Views
from reference_gateway.admin_ui.visitor import Visitor


class SignInPage:
    """`/login`: the form, and what it is sent to. Whoever is signed in already is redirected."""

    def __init__(self, gateway: GatewayClient, guard: Guard, views: Views) -> None:
        self._gateway = gateway
        self._guard = guard
        self._views = views

    def on_get(self, req: Request, resp: Response) -> None:
        visitor: Visitor = req.context.visitor
        session = self._guard.session(visitor)
        target = safe_target(req.get_param("redirect"))
        if session is not None:
            raise self._guard.to(_next(session, target))
        self._show(resp, target)

    on_head = on_get

    def on_post(self, req: Request, resp: Response) -> None:
        visitor: Visitor = req.context.visitor
        form = read_form(req)
        target = safe_target(form.get("redirect"))
        email = form.get("email", "")
        credentials = {"email": email, "password": form.get("password", "")}
        reply = self._gateway.post("/api/v1/auth/login/password", visitor, credentials)
        session = AdminSession.of(reply.data)
        if session is None:
            resp.status = falcon.HTTP_422
            self._show(resp, target, email=email, error=reply.message)
            return
        self._guard.send_on(resp, _next(session, target), reply)

    def _show(self, resp: Response, target: str, *, email: str = "", error: str | None = None) -> None:
        self._views.show(resp, "sign_in.html", target=target, email=email, error=error)


def _next(session: AdminSession, target: str) -> str:
    if not session.must_change_password:
        return target
    return CHANGE_PASSWORD if target == HOME else remembering(CHANGE_PASSWORD, target)
