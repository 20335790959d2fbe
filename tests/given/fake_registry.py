"""A container registry on loopback: the part of the distribution API that a digest is asked of."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

INDEX = "application/vnd.oci.image.index.v1+json"


@dataclass
class Registry:
    """What it holds, and how it behaves.

    Attributes:
        tags: the index of each `repository:tag`.
        wants_token: like a public hub, it refuses who comes without one, and says where to get it.
        lies: it names another digest than its bytes have.
        asked: the scope of each token, and the `Accept` of each manifest.
    """

    tags: dict[str, bytes]
    wants_token: bool = True
    lies: bool = False
    url: str = ""
    asked: list[str] = field(default_factory=list)

    def digest(self, name: str) -> str:
        """Of the index behind `repository:tag`."""
        return f"sha256:{hashlib.sha256(self.tags[name]).hexdigest()}"


def index(*platforms: str) -> bytes:
    """An index of an image with these platforms."""
    manifests = [{"platform": {"os": "linux", "architecture": one}} for one in platforms]
    return json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests}).encode()


@contextmanager
def registry(tags: dict[str, bytes]) -> Iterator[Registry]:
    """One that serves until the end."""
    held = Registry(tags)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, held)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(request: BaseHTTPRequestHandler, held: Registry) -> None:
    parts = urlsplit(request.path)
    if parts.path == "/token":
        held.asked.append(parse_qs(parts.query)["scope"][0])
        _send(request, 200, b'{"token": "granted"}')
        return
    repository, _, tag = parts.path.removeprefix("/v2/").partition("/manifests/")
    if held.wants_token and request.headers.get("Authorization") != "Bearer granted":
        challenge = f'Bearer realm="{held.url}/token",service="fake",scope="repository:{repository}:pull"'
        _send(request, 401, b"{}", {"WWW-Authenticate": challenge})
        return
    body = held.tags.get(f"{repository}:{tag}")
    if body is None:
        _send(request, 404, b'{"errors": [{"code": "MANIFEST_UNKNOWN"}]}')
        return
    held.asked.append(request.headers["Accept"])
    named = "sha256:" + "0" * 64 if held.lies else held.digest(f"{repository}:{tag}")
    _send(request, 200, body, {"Content-Type": INDEX, "Docker-Content-Digest": named})


def _send(
    request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None
) -> None:
    request.send_response(status)
    for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)
