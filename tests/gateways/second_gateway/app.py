"""One origin: which surface a request is for, and under which id it is answered."""

from __future__ import annotations

import asyncio
import re
import signal
import uuid
from collections.abc import Callable
from functools import partial

from aiohttp import HttpVersion11, web

from tests.gateways.second_gateway import browsers
from tests.gateways.second_gateway.api import Api, Refused
from tests.gateways.second_gateway.proxy import Proxy
from tests.gateways.second_gateway.settings import Settings

_FIT_ID = re.compile(r"[\x21-\x7e]{1,128}")
_A_HOST = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?", re.ASCII)
_MOST_BYTES = 64 * 1024

MakeProxy = Callable[[Settings], Proxy]


async def serve(settings: Settings, make_proxy: MakeProxy = Proxy) -> None:
    """Answer at the configured address until SIGTERM or SIGINT."""
    proxy = make_proxy(settings)
    server = web.Server(
        partial(_answer, Api(settings), proxy),
        handler_cancellation=True,
        access_log=None,
        max_line_size=_MOST_BYTES,
        max_field_size=_MOST_BYTES,
    )
    runner = web.ServerRunner(server)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port, shutdown_timeout=1.0).start()
    await stopped.wait()
    await runner.cleanup()
    await proxy.close()


async def _answer(api: Api, proxy: Proxy, request: web.BaseRequest) -> web.StreamResponse:
    answer: web.StreamResponse
    path = request.raw_path.partition("?")[0]
    given = request.headers.getall("X-Request-Id", [])
    request_id = given[0] if len(given) == 1 and _FIT_ID.fullmatch(given[0]) else str(uuid.uuid4())
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    has_odd_length = request.version < HttpVersion11 and "Transfer-Encoding" in request.headers
    if has_odd_length or not _A_HOST.fullmatch(request.headers.get("Host", "")):
        answer = Refused(400, "invalid_request").answer()
        answer.force_close()
    elif not api.owns(path) and proxy.owns(path):
        answer = await proxy.answer(request, request_id)
    else:
        answer = await api.answer(request, path) if api.owns(path) else _nothing(request, path, proxy)
        if answer.status >= 400 and browsers.is_browser(request):
            answer = browsers.page(answer.status, answer.headers.get("Allow"))
    if not answer.prepared:
        answer.headers["X-Request-Id"] = request_id
    return answer


def _nothing(request: web.BaseRequest, path: str, proxy: Proxy) -> web.StreamResponse:
    if path == "/" and browsers.is_browser(request):
        return web.Response(status=302, headers={"Location": proxy.settings.base_path})
    return Refused(404, "not_found").answer()
