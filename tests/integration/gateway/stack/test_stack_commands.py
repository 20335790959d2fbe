"""`dev-stack` and `prod-stack` for real: started, visited, stopped, and refused when they cannot run."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

COMMAND = [sys.executable, "-m", "reference_gateway"]
GIVEN = ("GATEWAY_", "ADMIN_", "POSTGRES_URL", "PORT")
READY_WITHIN_S = 60


@pytest.fixture
def folder() -> Iterator[Path]:
    """A working directory that the database's unprivileged user may pass through."""
    with tempfile.TemporaryDirectory(prefix="stack-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


def environment(**changes: str) -> dict[str, str]:
    """This process's own, without what would steer a stack."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(GIVEN)}
    return {**kept, **changes}


class RunningStack:
    """A stack as a user at a terminal sees it."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.lines: list[str] = []
        self._is_ready = threading.Event()
        self.process = subprocess.Popen(
            [*COMMAND, *arguments, "--port", "0", "--ui-port", "0"],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        assert self._is_ready.wait(READY_WITHIN_S), self.output

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    @property
    def origin(self) -> str:
        found = re.search(r"Ready\s+(http://\S+)", self.output)
        assert found is not None, self.output
        return found[1]

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(number)
        exit_code = self.process.wait(30)
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        return exit_code

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if "Stop       Ctrl-C" in line:
                self._is_ready.set()
        self._is_ready.set()


def ask(origin: str, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any, Any]:
    """One request: status, headers, body."""
    connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=10)
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def sign_in(origin: str) -> Any:
    """Sign in as the banner says; the session."""
    credentials = {"email": "admin@local", "password": "admin"}
    kind = {"content-type": "application/json"}
    status, _, body = ask(origin, "POST", "/api/v1/auth/login/password", credentials, **kind)
    assert status == 200
    return json.loads(body)["data"]


def test_dev_stack(folder: Path) -> None:
    """Sign in as it says, call with the key it says, see the UI behind the gateway; Ctrl-C leaves nothing."""
    stack = RunningStack(folder, "dev-stack")
    try:
        assert sign_in(stack.origin)["must_change_password"] is False
        status, _, page = ask(stack.origin, "GET", "/admin/login")
        assert (status, b"Admin sign in" in page) == (200, True)
        found = re.search(r"API key\s+(\S+)", stack.output)
        assert found is not None
        status, _, body = ask(stack.origin, "GET", "/v1/models", authorization=f"Bearer {found[1]}")
        assert (status, [model["id"] for model in json.loads(body)["data"]]) == (200, ["fast", "reasoning"])
    finally:
        exit_code = stack.stop()

    assert exit_code == 0, stack.output
    assert ["dev-stack", "gateway.db"] == sorted(
        path.name for path in (folder / ".gateway").glob("[!.]*") if not path.name.startswith("gateway.db-")
    )
    assert [folder / ".gateway"] == list(folder.iterdir())
    assert "*\n" == (folder / ".gateway" / ".gitignore").read_text("ascii")
    assert {line[:10] for line in stack.lines} == {"gateway  |", "admin-ui |", "stack    |"}
    assert "\x1b" not in stack.output
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", urlsplit(stack.origin).port or 0)) != 0


def test_prod_stack_keeps_its_database(folder: Path) -> None:
    """PostgreSQL of its own, rotation owed; after a restart the same admin owes it still."""
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        stack = RunningStack(folder, "prod-stack", "--data", "elsewhere")
        try:
            assert sign_in(stack.origin)["must_change_password"] is True
        finally:
            exit_code = stack.stop(signal_number)
        assert exit_code == 0, stack.output
        assert "database system is shut down" in stack.lines[-1]
    password = (folder / "elsewhere/postgres/password").read_text("ascii").strip()
    assert password
    assert password not in stack.output


def test_a_dying_child_ends_the_stack(folder: Path) -> None:
    """A gateway that cannot boot: its own words, then a sentence naming it, exit 1."""
    config = "auth: {bootstrap_admin: {password: env.NOT_SET_ANYWHERE}}\n"
    (folder / "gateway.yaml").write_text(config, "utf-8")
    stack = RunningStack(folder, "dev-stack")
    exit_code = stack.process.wait(30)
    stack.stop()

    assert exit_code == 1
    assert "gateway  | Error: " in stack.output
    assert "NOT_SET_ANYWHERE" in stack.output
    assert "Error: the gateway process ended with exit code 1" in stack.output


def test_a_taken_port_stops_it_before_anything_starts(folder: Path) -> None:
    """One sentence, exit 1, and no database was made."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [*COMMAND, "dev-stack", "--port", str(port), "--ui-port", "0"]
        ended = subprocess.run(
            command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=30, check=False
        )

    assert ended.returncode == 1
    assert ended.stderr == (
        f"Error: port {port} on 127.0.0.1 is taken, and the gateway needs it; choose another with --port\n"
    )
    assert list(folder.iterdir()) == []
