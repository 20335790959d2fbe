"""The gateway keys: who holds one, and what it may call."""

from __future__ import annotations

import falcon
from falcon import Request, Response

from reference_gateway.admin_ui.gateway_client import GatewayClient
from reference_gateway.admin_ui.guard import Guard
from reference_gateway.admin_ui.render import Views
from reference_gateway.admin_ui.visitor import Visitor


class ApiKeysPage:
    """`/api-keys`: every key the gateway lists, masked."""

    def __init__(self, gateway: GatewayClient, guard: Guard, views: Views) -> None:
        self._gateway = gateway
        self._guard = guard
        self._views = views

    def on_get(self, req: Request, resp: Response) -> None:
        visitor: Visitor = req.context.visitor
        session = self._guard.admit(req, visitor)
        reply = self._gateway.get("/api/v1/admin/api-keys", visitor)
        self._guard.reread(req, reply)
        if reply.is_success:
            self._views.show(resp, "api_keys.html", session=session, keys=reply.data["items"])
            return
        resp.status = falcon.HTTP_403
        self._views.show(resp, "notice.html", title="The keys cannot be shown", text=reply.message)

    on_head = on_get
