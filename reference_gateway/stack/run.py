"""One run of a stack: choose, check, start, wait, end."""

from __future__ import annotations

import contextlib
import http.client
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

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


def run_stack(shape: Shape, config: str | None, port: int | None, ui_port: int) -> int:
    """Run a stack until Ctrl-C or SIGTERM; 0.

    Raises:
        ConfigError, PortTaken, NoPostgres: it cannot run; nothing was started.
        ChildEnded, NeverReady: one of its processes failed; all have ended.
    """
    chosen = choose(shape, _given(config), os.environ)
    ports = free_ports(chosen, port, ui_port)
    postgres = LocalPostgres.locate() if chosen.needs_postgres else None
    log = Log.to_stdout(os.environ)
    with (
        contextlib.suppress(Interrupted),
        _config_file(chosen, ports) as path,
        ProcessManager(log) as children,
    ):
        _start(children, shape, ports, path, postgres)
        for line in _ready_lines(shape, chosen, ports, postgres):
            log.line("stack", line)
        children.wait()
    return 0


def _start(
    children: ProcessManager, shape: Shape, ports: Ports, config: Path, postgres: LocalPostgres | None
) -> None:
    env = environment(shape, os.environ)
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


def _ready_lines(shape: Shape, chosen: Chosen, ports: Ports, postgres: LocalPostgres | None) -> list[str]:
    base_path = "/" + os.environ.get("ADMIN_UI_BASE_PATH", "/admin").strip().strip("/")
    if postgres is not None:
        database = f"PostgreSQL in {postgres.data}"
    elif chosen.config.database.backend == "postgres":
        database = "PostgreSQL at database.url"
    else:
        database = f"SQLite in {chosen.config.database.path}"
    return [
        f"Ready      {ports.origin}  (config {chosen.path})",
        f"Admin UI   {ports.origin}{base_path}  (its own process: http://127.0.0.1:{ports.ui}{base_path})",
        f"Database   {database}",
        *how_to_sign_in(chosen, f"{ports.origin}{base_path}"),
        *how_to_call(shape, chosen, os.environ),
        "Stop       Ctrl-C",
    ]


def _given(config: str | None) -> Path | None:
    """The config the user named; the default name counts only when that file is there."""
    path = Path(config) if config else _DEFAULT_CONFIG
    return None if path == _DEFAULT_CONFIG and not path.exists() else path


@contextmanager
def _config_file(chosen: Chosen, ports: Ports) -> Iterator[Path]:
    """The config to serve: the user's own file, or a copy that differs in the port alone.

    The gateway takes its address from its config only, so another port means another file. The copy may hold
    secrets: it is readable by its owner only, and gone when the stack stops.
    """
    if ports.gateway == chosen.config.server.port:
        yield chosen.path
        return
    import yaml  # only a stack on another port pays for it

    document = yaml.safe_load(chosen.path.read_text("utf-8")) or {}
    host = f"[{ports.host}]" if ":" in ports.host else ports.host
    document["server"] = {**(document.get("server") or {}), "bind": f"{host}:{ports.gateway}"}
    with tempfile.TemporaryDirectory(prefix="reference-gateway-") as folder:
        path = Path(folder) / "gateway.yaml"
        path.touch(0o600)
        path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
        yield path


def _answers(host: str, port: int, path: str) -> Callable[[], bool]:
    def asked() -> bool:
        connection = http.client.HTTPConnection(host, port, timeout=2)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", path)
            return connection.getresponse().status == 200
        return False

    return asked
