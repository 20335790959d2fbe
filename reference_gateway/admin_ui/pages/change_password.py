"""Changing one's password, freely or because it is required."""

from __future__ import annotations

import falcon
from falcon import Request, Response

from reference_gateway.admin_ui.gateway_client import GatewayClient
from reference_gateway.admin_ui.guard import CHANGE_PASSWORD, LOGIN, AdminSession, Guard
from reference_gateway.admin_ui.pages.forms import read_form
from reference_gateway.admin_ui.redirects import remembering, safe_target
from reference_gateway.admin_ui.render import Views
from reference_gateway.admin_ui.visitor import Visitor

MISMATCH = "New password and confirmation are not the same"


class ChangePasswordPage:
    """`/change-password`: open to every signed-in admin, and all that is open while a change is required."""

    def __init__(self, gateway: GatewayClient, guard: Guard, views: Views) -> None:
        self._gateway = gateway
        self._guard = guard
        self._views = views

    def on_get(self, req: Request, resp: Response) -> None:
        session = self._signed_in(req.context.visitor)
        self._show(resp, session, safe_target(req.get_param("redirect")))

    on_head = on_get

    def on_post(self, req: Request, resp: Response) -> None:
        visitor: Visitor = req.context.visitor
        form = read_form(req)
        session = self._signed_in(visitor)
        target = safe_target(form.get("redirect"))
        new = form.get("new_password", "")
        if new != form.get("confirm_new_password", ""):
            self._refuse(resp, session, target, MISMATCH)
            return
        passwords = {"current_password": form.get("current_password", ""), "new_password": new}
        reply = self._gateway.post("/api/v1/auth/password/change", visitor, passwords)
        if reply.code == "session_required":
            raise self._guard.to(LOGIN)
        if not reply.is_success:
            self._refuse(resp, session, target, reply.message)
            return
        self._guard.send_on(resp, target, reply)

    def _signed_in(self, visitor: Visitor) -> AdminSession:
        session = self._guard.session(visitor)
        if session is None:
            raise self._guard.to(remembering(LOGIN, CHANGE_PASSWORD))
        return session

    def _refuse(self, resp: Response, session: AdminSession, target: str, error: str) -> None:
        resp.status = falcon.HTTP_422
        self._show(resp, session, target, error=error)

    def _show(self, resp: Response, session: AdminSession, target: str, *, error: str | None = None) -> None:
        self._views.show(resp, "change_password.html", session=session, target=target, error=error)
