"""Visiting the admin UI over real sockets, as a browser without JavaScript would."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from waitress import create_server, wasyncore

from reference_gateway.admin_ui.app import create_app
from reference_gateway.admin_ui.settings import Settings
from tests.integration.gateway.admin_ui.fake_gateway_api import COOKIE

SIGNED_IN = {"cookie": COOKIE}
KEYS = "/api/v1/admin/api-keys"


@dataclass
class Answer:
    """One answer of the UI; redirects are not followed."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def location(self) -> str | None:
        return self.headers["location"]


@dataclass
class Ui:
    """The UI as a browser without JavaScript meets it."""

    port: int

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
        return self._ask(method, path, None, headers or {})

    def post(self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None) -> Answer:
        """Submit a form as one of the UI's own pages would."""
        own = {"origin": f"http://127.0.0.1:{self.port}", "content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), {**own, **(headers or {})})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, {name: value for name, value in headers.items() if value})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read().decode())
        finally:
            connection.close()


def serving(environ: dict[str, str]) -> Iterator[Ui]:
    """Serve the UI with these settings for as long as the generator lives."""
    sockets: dict[int, object] = {}
    app, stopped = create_app(Settings.read(environ)), threading.Event()
    options = {"threads": 4, "clear_untrusted_proxy_headers": False, "map": sockets}
    server = create_server(app, host="127.0.0.1", port=0, **options)

    def serve() -> None:
        while not stopped.is_set():
            wasyncore.loop(timeout=1, map=sockets, count=1)

    thread = threading.Thread(target=serve)
    thread.start()
    yield Ui(int(server.effective_port))
    stopped.set()
    server.pull_trigger()
    thread.join()
    server.task_dispatcher.shutdown()
    wasyncore.close_all(sockets)
