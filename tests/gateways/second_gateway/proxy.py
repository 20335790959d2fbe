"""The way to the admin UI and back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes

import aiohttp
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from tests.gateways.second_gateway import browsers, websockets
from tests.gateways.second_gateway.api import Refused
from tests.gateways.second_gateway.settings import Settings

_OF_ONE_CONNECTION = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
_OURS_TO_SAY = {"x-forwarded-host", "x-forwarded-proto", "x-forwarded-origin", "x-forwarded-prefix"}
_NOT_FOR_VISITORS = {"forwarded", "x-forwarded-port"}
_BLOCK_BYTES = 64 * 1024
_UNREADABLE = re.compile("[\r\n\0]")
_UNAVAILABLE = {
    "error": {
        "type": "ui_unavailable",
        "code": "admin_ui_upstream_unavailable",
        "message": "Admin UI upstream is unavailable",
    }
}
_TROUBLE = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


class Proxy:
    """Answers for the admin UI with what the admin UI says."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        timeout = aiohttp.ClientTimeout(
            sock_read=settings.request_s, sock_connect=min(settings.connect_s, settings.request_s)
        )
        self._client = aiohttp.ClientSession(
            # A connection of its own for each request: nothing left on one can answer another.
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=timeout,
            auto_decompress=False,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            max_line_size=_BLOCK_BYTES,
            max_field_size=_BLOCK_BYTES,
        )

    def owns(self, path: str) -> bool:
        """The raw path is the base path or lies below it, however it is spelled."""
        base = self.settings.base_path
        return (path == base or path.startswith(f"{base}/")) and not climbs(path[len(base) :])

    async def answer(self, request: web.BaseRequest, request_id: str) -> web.StreamResponse:
        """The admin UI's answer, or the document that says it has none."""
        answer: web.StreamResponse | None = None
        if websockets.is_asked_for(request):
            return await self.open_websocket(request, request_id)
        try:
            async with AsyncExitStack() as exchange:
                asking = exchange.enter_async_context(
                    self._client.request(
                        request.method,
                        self.target(request.raw_path),
                        headers=self.request_headers(request, request_id),
                        data=_body(request) if request.can_read_body else None,
                        allow_redirects=False,
                    )
                )
                soon = asyncio.timeout(browsers.SOON_S if browsers.can_be_told(request) else None)
                try:
                    async with soon:
                        upstream = await asking
                except TimeoutError:
                    if soon.expired():
                        return browsers.page(503, waits=True)
                    raise
                headers = self.answer_headers(upstream.headers)
                headers["X-Request-Id"] = request_id
                answer = web.StreamResponse(status=upstream.status, reason=upstream.reason, headers=headers)
                await answer.prepare(request)
                async for block in upstream.content.iter_any():
                    await answer.write(block)
                await answer.write_eof()
                return answer
        except _TROUBLE:
            if answer is None or not answer.prepared:
                if browsers.is_browser(request):
                    return browsers.page(503)
                return web.json_response(_UNAVAILABLE, status=503)
            # Part of it is on its way already, so only a cut can tell that it is not whole.
            if request.transport is not None:
                request.transport.abort()
            return answer

    async def open_websocket(self, request: web.BaseRequest, request_id: str) -> web.StreamResponse:
        """A WebSocket, for a page of this origin."""
        if not websockets.is_from_here(request):
            return Refused(403, "origin_not_allowed").answer()
        headers = self.request_headers(request, request_id)
        try:
            return await websockets.tunnel(request, self._client, self.target(request.raw_path), headers)
        except _TROUBLE:
            return web.json_response(_UNAVAILABLE, status=503)

    def target(self, raw_path: str) -> URL:
        """Where the admin UI is asked: the visitor's own words behind its address."""
        upstream = URL(self.settings.upstream)
        # All of it as the path: a query that is empty would be lost.
        return URL.build(
            scheme=upstream.scheme,
            host=upstream.raw_host or "",
            port=upstream.port,
            path=upstream.raw_path.rstrip("/") + raw_path,
            encoded=True,
        )

    def request_headers(self, request: web.BaseRequest, request_id: str) -> CIMultiDict[str]:
        """What the admin UI is told."""
        ours = {"host", "expect", "x-request-id", *_OURS_TO_SAY, *_NOT_FOR_VISITORS}
        # In small letters: the library takes one name in two spellings for a correction.
        kept = CIMultiDict((name.lower(), value) for name, value in _passing(request.headers, but=ours))
        host, scheme = request.headers.get("Host", ""), "http"
        if any(ip_address(request.remote or "::") in network for network in self.settings.trusted):
            # The nearest proxy's words are the last; a standard header is read where no other is there.
            standard = dict(request.forwarded[-1]) if request.forwarded else {}
            host = request.headers.get("X-Forwarded-Host", standard.get("host", host))
            scheme = request.headers.get("X-Forwarded-Proto", standard.get("proto", scheme))
            port = request.headers.get("X-Forwarded-Port", "443")
            if port not in ("80", "443") and not re.search(r":\d+$", host):
                host = f"{host}:{port}"
            if prefix := request.headers.get("X-Forwarded-Prefix"):
                kept["X-Forwarded-Prefix"] = prefix
        kept["X-Forwarded-Host"], kept["X-Forwarded-Proto"] = host, scheme
        kept["X-Forwarded-Origin"] = f"{scheme}://{host}"
        kept["X-Request-Id"] = request_id
        return kept

    def answer_headers(self, headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
        """What the visitor is told.

        Raises:
            ValueError: a value could be read as two.
        """
        kept = CIMultiDict(_passing(headers, but={"x-request-id"}))
        if any(_UNREADABLE.search(value) for value in kept.values()):
            raise ValueError("a header that is not one line")
        return kept

    async def close(self) -> None:
        """Let every connection go."""
        await self._client.close()


def climbs(path: str) -> bool:
    """Its segments lead above where it begins, in whichever spelling a server may understand."""
    depth = 0
    for segment in re.split(rb"[/\\]", unquote_to_bytes(path)):
        name = segment.partition(b";")[0]
        depth += {b"..": -1, b".": 0, b"": 0}.get(name, 1)
        if depth < 0:
            return True
    return False


def _passing(headers: CIMultiDictProxy[str], *, but: set[str]) -> Iterable[tuple[str, str]]:
    named = {name.strip().lower() for value in headers.getall("Connection", []) for name in value.split(",")}
    stopped = _OF_ONE_CONNECTION | named | but
    for name, value in headers.items():
        # Some runtimes read an underscore in a name as a hyphen.
        if name.lower() not in stopped and name.lower().replace("_", "-") not in _OURS_TO_SAY:
            yield name, value


async def _body(request: web.BaseRequest) -> AsyncIterator[bytes]:
    async for block in request.content.iter_chunked(_BLOCK_BYTES):
        yield block
