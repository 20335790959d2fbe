"""The two addresses without a page of their own."""

from __future__ import annotations

from falcon import Request, Response

from reference_gateway.admin_ui.guard import Guard
from reference_gateway.admin_ui.redirects import HOME


class HomePage:
    """The base path leads to the first page of the menu."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def on_get(self, _req: Request, _resp: Response) -> None:
        raise self._guard.to(HOME)

    on_head = on_get


class Health:
    """Says that this process answers; says nothing about the gateway."""

    def on_get(self, _req: Request, resp: Response) -> None:
        resp.media = {"status": "ok"}

    on_head = on_get
