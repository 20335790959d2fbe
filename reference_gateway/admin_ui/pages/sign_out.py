"""Signing out."""

from __future__ import annotations

import falcon
from falcon import Request, Response

from reference_gateway.admin_ui.gateway_client import GatewayClient
from reference_gateway.admin_ui.guard import LOGIN, Guard
from reference_gateway.admin_ui.pages.forms import read_form
from reference_gateway.admin_ui.redirects import HOME
from reference_gateway.admin_ui.render import Views
from reference_gateway.admin_ui.visitor import Visitor


class SignOut:
    """`/sign-out`: ends the session by form only, so that no link or picture can sign anybody out."""

    def __init__(self, gateway: GatewayClient, guard: Guard, views: Views) -> None:
        self._gateway = gateway
        self._guard = guard
        self._views = views

    def on_get(self, _req: Request, _resp: Response) -> None:
        raise self._guard.to(HOME)

    on_head = on_get

    def on_post(self, req: Request, resp: Response) -> None:
        visitor: Visitor = req.context.visitor
        read_form(req)
        reply = self._gateway.post("/api/v1/auth/logout", visitor, {})
        if not reply.is_success:
            resp.status = falcon.HTTP_502
            self._views.show(resp, "notice.html", title="You are still signed in", text=reply.message)
            return
        self._guard.send_on(resp, LOGIN, reply)
