"""WebSockets of the admin UI: one spoken with the visitor, one with the admin UI, message by message."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from aiohttp import WSMessage, WSMsgType, web
from multidict import CIMultiDict
from yarl import URL

_OUR_OWN = "sec-websocket-"

End = Any
"""Either library's half of a WebSocket; they have no common type."""


def is_asked_for(request: web.BaseRequest) -> bool:
    """A handshake, as far as it can be told."""
    headers = request.headers
    offers = ",".join(headers.getall("Connection", [])).lower()
    asks = "upgrade" in offers and headers.get("Upgrade", "").lower() == "websocket"
    return asks and request.method == "GET" and "Sec-WebSocket-Key" in headers


def is_from_here(request: web.BaseRequest) -> bool:
    """No page asked, or one of this origin."""
    host = request.headers.get("Host", "")
    return request.headers.get("Origin") in {None, f"http://{host}", f"https://{host}"}


async def tunnel(
    request: web.BaseRequest, client: aiohttp.ClientSession, target: URL, headers: CIMultiDict[str]
) -> web.StreamResponse:
    """Speak for each with the other until one of them ends it."""
    kept = CIMultiDict((name, value) for name, value in headers.items() if not name.startswith(_OUR_OWN))
    asked = [one.strip() for one in request.headers.get("Sec-WebSocket-Protocol", "").split(",") if one]
    try:
        far = await client.ws_connect(target, headers=kept, protocols=asked, max_msg_size=0, autoclose=False)
    except aiohttp.WSServerHandshakeError as refused:
        return web.Response(status=refused.status)
    agreed = (far.protocol,) if far.protocol else ()
    near = web.WebSocketResponse(protocols=agreed, max_msg_size=0, autoclose=False)
    near.headers["X-Request-Id"] = headers["X-Request-Id"]
    try:
        await near.prepare(request)
        pumps = [asyncio.create_task(_pump(near, far)), asyncio.create_task(_pump(far, near))]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
    finally:
        await far.close()
    return near


async def _pump(one: End, other: End) -> None:
    while True:
        said: WSMessage = await one.receive()
        if said.type is WSMsgType.TEXT:
            await other.send_str(said.data)
        elif said.type is WSMsgType.BINARY:
            await other.send_bytes(said.data)
        else:
            code = said.data if said.type is WSMsgType.CLOSE else aiohttp.WSCloseCode.GOING_AWAY
            await other.close(code=code, message=(said.extra or "").encode())
            return
