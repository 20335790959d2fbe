"""The neighbours of docs/behind-a-proxy.md: the real programs, configured as the page shows."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from contract_harness.drivers.ports import free_port
from contract_harness.programs import debian
from tests.given.places import ROOT

PAGE = (ROOT / "docs" / "behind-a-proxy.md").read_text("utf-8")
UP_WITHIN_S = 20.0
SHRUNK = "1500ms"
_TRIES = 5
_SECONDS = re.compile(r"\b(?:50|75)s\b")

_AROUND_NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr;
events {{}}
http {{
  access_log off; {limits}
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/shown.conf;
}}
"""


@dataclass(frozen=True)
class Neighbour:
    """One column of the page's table.

    Attributes:
        name: its heading; `direct` has none.
        program: what is started; empty where nothing is.
        server: the lines of the gateway's own config.
    """

    name: str
    program: str = ""
    shown: str = ""
    server: str = "{}"

    @property
    def settings(self) -> dict[str, Any]:
        """What the gateway's config says under `server`."""
        return dict((yaml.safe_load(self.server) or {}).get("server", {}))

    def origin(self, port: int) -> str:
        """The address in the browser: the one that is configured, else this machine's."""
        return str(self.settings.get("public_base_url", f"http://127.0.0.1:{port}"))


def neighbours() -> dict[str, Neighbour]:
    """Every column of the page, by its name."""
    found = {"direct": Neighbour("direct")}
    for title, text in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL):
        blocks = dict(re.findall(r"^```(nginx|haproxy|yaml)\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
        server = blocks.pop("yaml", "{}")
        for program, shown in blocks.items():
            found[title] = Neighbour(title, program, shown, server)
    return found


def rows() -> dict[str, dict[str, str]]:
    """The cells of the page's table, by row and column."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|")]
    head, _, *body = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return {first: dict(zip(head[1:], cells, strict=True)) for first, *cells in body}


@contextmanager
def in_front_of(gateway: int, neighbour: Neighbour, *, is_shrunk: bool = False) -> Iterator[int]:
    """The port at which the *gateway*'s port is reached, through the neighbour."""
    if not neighbour.program:
        yield gateway
        return
    program = str(debian.find(neighbour.program))
    folder = Path(tempfile.mkdtemp(prefix="neighbour-"))
    process = None
    try:
        process, port = _started(program, neighbour, gateway, folder, is_shrunk=is_shrunk)
        yield port
    finally:
        if process is not None:
            process.kill()
            process.wait(UP_WITHIN_S)
        shutil.rmtree(folder, ignore_errors=True)


def _started(
    program: str, neighbour: Neighbour, gateway: int, folder: Path, *, is_shrunk: bool
) -> tuple[subprocess.Popen[bytes], int]:
    """At a port of its own; at another one when somebody took it meanwhile."""
    for _ in range(_TRIES):
        port = free_port()
        words = _written(program, neighbour, gateway, port, folder, is_shrunk=is_shrunk)
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        if _listens(process, port):
            return process, port
        process.kill()
        process.wait(UP_WITHIN_S)
    raise AssertionError((folder / "said").read_text("utf-8", "replace")[-2000:])


def _written(
    program: str, neighbour: Neighbour, gateway: int, port: int, folder: Path, *, is_shrunk: bool
) -> list[str]:
    """The command, once its files are there: the page's, with the ports of this test."""
    shown = neighbour.shown.replace("127.0.0.1:8080", f"127.0.0.1:{gateway}")
    shown = re.sub(r"(listen |bind :)8000", rf"\g<1>{port}", shown)
    if is_shrunk:
        shown = _SECONDS.sub(SHRUNK, shown)
    (folder / "shown.conf").write_text(shown, "utf-8")
    if neighbour.program == "haproxy":
        return [program, "-db", "-f", str(folder / "shown.conf")]
    limits = f"proxy_read_timeout {SHRUNK}; proxy_send_timeout {SHRUNK};" if is_shrunk else ""
    (folder / "nginx.conf").write_text(_AROUND_NGINX.format(folder=folder, limits=limits), "utf-8")
    return [program, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + UP_WITHIN_S
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return process.poll() is None
        time.sleep(0.02)
    return False
