"""Certificates of one's own making, and servers that end TLS in front of a plain one."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import trustme

from contract_harness.drivers.ports import free_port

_PIECE_BYTES = 1 << 16
_UP_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files in PEM: an authority, a server's certificate that it signed for loopback, and a client's."""

    ca: Path
    server: Path
    client: Path
    client_key: Path

    @classmethod
    def made_in(cls, folder: Path, *names: str) -> Certificates:
        """New ones; the server's is for these names, or for localhost and 127.0.0.1."""
        authority = trustme.CA()
        server = authority.issue_cert(*(names or ("localhost", "127.0.0.1")))
        client = authority.issue_cert("harness.example")
        made = cls(*(folder / f"{name}.pem" for name in ("ca", "server", "client", "client-key")))
        authority.cert_pem.write_to_path(made.ca)
        server.private_key_and_cert_chain_pem.write_to_path(made.server)
        client.cert_chain_pems[0].write_to_path(made.client)
        client.private_key_pem.write_to_path(made.client_key)
        return made


Terminator = Callable[[str, Certificates, Path], AbstractContextManager[str]]
"""Ends TLS in front of an `http://` URL, with a folder to write to; gives the `https://` URL."""


@contextmanager
def pipe(url: str, certificates: Certificates, *, asks_for_client: bool = False) -> Iterator[str]:
    """Hands on every byte, whatever it says."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.server)
    if asks_for_client:
        context.load_verify_locations(certificates.ca)
        context.verify_mode = ssl.CERT_REQUIRED
    host, _, port = url.removeprefix("http://").rpartition(":")
    loop = asyncio.new_event_loop()

    async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection(host, int(port))
        except OSError:
            # Nobody is behind it any more.
            writer.transport.abort()
            return
        try:
            await asyncio.gather(_copy(reader, inner_writer), _copy(inner_reader, writer))
        finally:
            inner_writer.transport.abort()
            writer.transport.abort()

    # All of it in the other thread: in this one a browser's driver may have a loop of its own.
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    starting = asyncio.start_server(hand_on, "127.0.0.1", 0, ssl=context)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result()
    try:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(_PIECE_BYTES):
            writer.write(piece)
            await writer.drain()
    writer.close()


async def _ended(server: asyncio.Server) -> None:
    server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def nginx() -> str | None:
    """The program, where a machine has it."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


_NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {server}; ssl_certificate_key {server};
    location / {{
      proxy_pass {url}; proxy_http_version 1.1; proxy_buffering off; proxy_request_buffering off;
      proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto https;
    }}
  }}
}}
"""


@contextmanager
def in_nginx(url: str, certificates: Certificates, folder: Path) -> Iterator[str]:
    """The usual server in front; it reads requests itself, and writes its own."""
    program = nginx()
    assert program is not None
    port, file = free_port(), folder / "nginx.conf"
    file.write_text(_NGINX.format(folder=folder, port=port, server=certificates.server, url=url), "utf-8")
    with (folder / "nginx.out").open("wb") as said:
        process = subprocess.Popen([program, "-p", str(folder), "-c", str(file)], stdout=said, stderr=said)
    try:
        _wait_for(port)
        yield f"https://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(_UP_WITHIN_S)


def _wait_for(port: int) -> None:
    deadline = monotonic() + _UP_WITHIN_S
    while monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        sleep(0.02)
    raise AssertionError(f"nothing listens at {port}")
