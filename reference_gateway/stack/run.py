"""One run of a stack: choose, check, start, wait, end."""

from __future__ import annotations

import contextlib
import http.client
import os
import sys
from collections.abc import Callable
from pathlib import Path

from reference_gateway.stack import folder
from reference_gateway.stack.folder import database_of, served
from reference_gateway.stack.ports import Ports, any_free_port, free_ports
from reference_gateway.stack.postgres import LocalPostgres, is_ready, url_of
from reference_gateway.stack.processes import Interrupted, Log, ProcessManager
from reference_gateway.stack.shapes import (
    POSTGRES_URL,
    Chosen,
    Shape,
    choose,
    environment,
    how_to_call,
    how_to_sign_in,
)

_DEFAULT_CONFIG = Path("gateway.yaml")


def run_stack(shape: Shape, config: str | None, port: int | None, ui_port: int, data: Path) -> int:
    """Run a stack until Ctrl-C or SIGTERM; 0. What it keeps lies in *data*.

    Raises:
        NoFolder: *data* cannot be made.
        ConfigError, PortTaken, NoPostgres: it cannot run; nothing was started.
        ChildEnded, NeverReady: one of its processes failed; all have ended.
    """
    chosen = choose(shape, _given(config), os.environ)
    ports = free_ports(chosen, port, ui_port)
    postgres = LocalPostgres.locate(data) if chosen.needs_postgres else None
    folder.make(data)
    log = Log.to_stdout(os.environ)
    with (
        contextlib.suppress(Interrupted),
        served(chosen, ports, data) as path,
        ProcessManager(log) as children,
    ):
        _start(children, shape, ports, path, postgres, data)
        for line in _ready_lines(shape, chosen, ports, postgres, data):
            log.line("stack", line)
        children.wait()
    return 0


def _start(
    children: ProcessManager,
    shape: Shape,
    ports: Ports,
    config: Path,
    postgres: LocalPostgres | None,
    data: Path,
) -> None:
    env = environment(shape, os.environ, data)
    if postgres is not None:
        password, port = postgres.prepare(), any_free_port()
        server = postgres.start(children, port)
        children.wait_until(server, lambda: is_ready(password, port))
        env[POSTGRES_URL] = url_of(password, port)
    ui_origin = f"http://127.0.0.1:{ports.ui}"
    # Unbuffered, so that a line is seen when it is written.
    ui_env = {**os.environ, "ADMIN_GATEWAY_ORIGIN": ports.origin, "PYTHONUNBUFFERED": "1"}
    gateway_env = {**env, "ADMIN_UI_UPSTREAM": ui_origin, "PYTHONUNBUFFERED": "1"}
    ui = children.start(
        "admin-ui", [sys.executable, "-m", "reference_gateway.admin_ui", "--port", str(ports.ui)], env=ui_env
    )
    gateway = children.start(
        "gateway",
        [sys.executable, "-m", "reference_gateway", "--config", str(config), "serve"],
        env=gateway_env,
    )
    children.wait_until(ui, _answers("127.0.0.1", ports.ui, "/healthz"))
    children.wait_until(gateway, _answers(ports.local_host, ports.gateway, "/readyz"))


def _ready_lines(
    shape: Shape, chosen: Chosen, ports: Ports, postgres: LocalPostgres | None, data: Path
) -> list[str]:
    base_path = "/" + os.environ.get("ADMIN_UI_BASE_PATH", "/admin").strip().strip("/")
    if postgres is not None:
        database = f"PostgreSQL in {postgres.data}"
    elif chosen.config.database.backend == "postgres":
        database = "PostgreSQL at database.url"
    else:
        database = f"SQLite in {database_of(chosen, data)}"
    return [
        f"Ready      {ports.origin}  (config {chosen.path})",
        f"Admin UI   {ports.origin}{base_path}  (its own process: http://127.0.0.1:{ports.ui}{base_path})",
        f"Reference  {ports.origin}/docs",
        f"Database   {database}",
        f"Files      in {data}/; --data DIR keeps them elsewhere",
        *how_to_sign_in(chosen, f"{ports.origin}{base_path}"),
        *how_to_call(shape, chosen, os.environ, data),
        *folder.left_by_an_earlier_version(shape, chosen, data),
        "Stop       Ctrl-C",
    ]


def _given(config: str | None) -> Path | None:
    """The config the user named; the default name counts only when that file is there."""
    path = Path(config) if config else _DEFAULT_CONFIG
    return None if path == _DEFAULT_CONFIG and not path.exists() else path


def _answers(host: str, port: int, path: str) -> Callable[[], bool]:
    def asked() -> bool:
        connection = http.client.HTTPConnection(host, port, timeout=2)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", path)
            return connection.getresponse().status == 200
        return False

    return asked
