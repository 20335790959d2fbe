"""A browser without scripts that signs in to a whole stack, through whatever stands in front of it."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import yaml

from tests.given.places import ROOT

COMMAND = (sys.executable, "-m", "reference_gateway", "dev-stack", "--port", "0", "--ui-port", "0")
READY_WITHIN_S = 120.0
PATIENCE_S = 30.0
_FORM = {"email": "admin@local", "password": "admin"}


class Stack:
    """Gateway and admin UI, as `dev-stack` starts them in a folder with a config."""

    def __init__(self, folder: Path, server: dict[str, Any]) -> None:
        config = yaml.safe_load((ROOT / "deploy" / "config" / "local.yaml").read_text("utf-8"))
        config["server"] |= server
        (folder / "gateway.yaml").write_text(yaml.safe_dump(config), "utf-8")
        self.lines: list[str] = []
        self._is_ready = threading.Event()
        self._process = subprocess.Popen(
            COMMAND,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    @property
    def output(self) -> str:
        """All that was said so far."""
        return "\n".join(self.lines)

    @property
    def port(self) -> int:
        """Where the gateway listens, as soon as it does."""
        assert self._is_ready.wait(READY_WITHIN_S), self.output
        found = re.search(r"Ready\s+http://[^\s:]+:(\d+)", self.output)
        assert found is not None, self.output
        return int(found[1])

    def stop(self) -> None:
        """Ctrl-C; whoever does not heed it is killed."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(PATIENCE_S)
        finally:
            self._process.kill()
            self._process.wait()
            self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as said:
            for line in said:
                self.lines.append(line.rstrip("\n"))
                if "Stop       Ctrl-C" in line:
                    self._is_ready.set()
        self._is_ready.set()


@contextmanager
def running(folder: Path, server: dict[str, Any]) -> Iterator[Stack]:
    """A stack with these lines under `server`."""
    stack = Stack(folder, server)
    try:
        yield stack
    finally:
        stack.stop()


class Browser:
    """Sees one origin; what it is connected to is *port* of this machine."""

    def __init__(self, port: int, origin: str) -> None:
        self._port = port
        self._origin = origin
        self.cookie = ""

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of one answer, with the cookie that was kept."""
        sent = {"Host": urlsplit(self._origin).netloc, "Cookie": self.cookie, **headers}
        if method == "POST":
            sent["Origin"] = self._origin
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, {name: value for name, value in sent.items() if value})
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def sign_in(self, prefix: str = "") -> tuple[int, str]:
        """Send the form that the page shows, to where the page says; status and where it leads."""
        status, _, page = self.ask("GET", f"{prefix}/admin/login")
        assert status == 200, page
        form = re.search(r'<form method="post" action="([^"]+)"', page)
        assert form is not None, page
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, headers, _ = self.ask("POST", form[1], urlencode(_FORM), **kind)
        self.cookie = headers.get("set-cookie", "").partition(";")[0]
        return status, headers.get("location", "")

    def is_signed_in(self, page: str) -> bool:
        """Whether the *page* is shown, and a change that it asks for is made."""
        status, _, text = self.ask("GET", page)
        if (status, "API Keys" in text) != (200, True):
            return False
        before = page.partition("/admin")[0]
        return self.ask("POST", f"{before}/api/v1/auth/logout")[0] == 200
