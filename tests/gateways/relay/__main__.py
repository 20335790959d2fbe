"""
A gateway that relays calls of OpenAI and is nothing else: one file of settings, one key, no database.

`python -m tests.gateways.relay settings.json`
"""

from __future__ import annotations

import http.client
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_PATHS = {"/v1/chat/completions": "/chat/completions", "/v1/embeddings": "/embeddings"}


class Relay(BaseHTTPRequestHandler):
    """One call."""

    protocol_version = "HTTP/1.1"
    settings: dict[str, Any]

    def do_GET(self) -> None:
        """The models, or that it serves."""
        if self.path == "/health":
            self._say(200, {"status": "fine"})
        elif self._is_let_in():
            listed = [
                {"id": one, "object": "model", "created": 0, "owned_by": "relay"} for one in self._granted
            ]
            self._say(200, {"object": "list", "data": listed})

    def do_POST(self) -> None:
        """A call for the provider."""
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if not self._is_let_in():
            return
        document = json.loads(body)
        model = document["model"]
        if model not in self._granted:
            self._refuse(404, "there is no such model")
            return
        asked = {**document, "model": self.settings["models"][model]}
        self._relay(_PATHS[self.path], json.dumps(asked).encode(), model)

    def _relay(self, path: str, body: bytes, model: str) -> None:
        there = urlsplit(self.settings["provider"])
        provider = http.client.HTTPConnection(there.netloc, timeout=60)
        headers = {"authorization": f"Bearer {self.settings['token']}", "content-type": "application/json"}
        provider.request("POST", there.path + path, body, headers)
        answer = provider.getresponse()
        if answer.status >= 400:
            self._refuse(answer.status, "the provider refuses")
        elif "event-stream" in (answer.getheader("content-type") or ""):
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("connection", "close")
            self.end_headers()
            while piece := answer.read1(65536):
                self.wfile.write(piece)
            self.close_connection = True
        else:
            self._say(200, {**json.loads(answer.read()), "model": model})
        provider.close()

    @property
    def _granted(self) -> list[str]:
        return list(self.settings["granted"])

    def _is_let_in(self) -> bool:
        if self.headers.get("authorization") == f"Bearer {self.settings['key']}":
            return True
        self._refuse(401, "there is no such key")
        return False

    def _refuse(self, status: int, words: str) -> None:
        self._say(status, {"error": {"message": words, "type": "relay_error", "param": None, "code": None}})

    def _say(self, status: int, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(path: str) -> None:
    """Serve until told to stop."""
    Relay.settings = json.loads(Path(path).read_text("utf-8"))
    host, _, port = Relay.settings["bind"].rpartition(":")
    ThreadingHTTPServer((host, int(port)), Relay).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
