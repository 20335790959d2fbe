"""The supervisor is one thread: a signal that another one took would end it without its workers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

CONFIG = """
database: {{kind: libsql, path: {folder}/gateway.db}}
server:
  bind: "127.0.0.1:{port}"
  otel_endpoint: {collector}
providers:
  - id: far
    type: openai_compat
    base_url: http://127.0.0.1:9/v1
    pricing_provider_id: openai
models:
  - id: fast
    routes: [{{provider: far, upstream_model: m}}]
auth:
  bootstrap_admin: {{enabled: true, email: admin@local, password: literal.a-password-of-some-length}}
  seed_api_keys:
    - name: one
      value: env.GATEWAY_API_KEY
      allowed_models: [fast]
"""
WITHIN_S = 30.0


@pytest.fixture(
    params=["", "http://127.0.0.1:9"], ids=["without a collector", "with a collector that is away"]
)
def gateway(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Two workers that are ready, of a gateway that hashed a password and a key when it started."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    collector = request.param or "null"
    (tmp_path / "gateway.yaml").write_text(
        CONFIG.format(folder=tmp_path, port=port, collector=collector), "utf-8"
    )
    command = [sys.executable, "-m", "reference_gateway", "--config", str(tmp_path / "gateway.yaml"), "serve"]
    words, env = (
        [*command, "--workers", "2"],
        {**os.environ, "GATEWAY_API_KEY": "gwk_one.a-secret-of-some-length"},
    )
    with subprocess.Popen(
        words, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            _wait_for_both(process)
            yield process
        finally:
            process.kill()


def _wait_for_both(process: subprocess.Popen[str]) -> None:
    """Until two workers say that they answer."""
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if sum("gateway started" in one for one in said) == 2:
            return
    raise AssertionError("".join(said))


def test_a_supervisor_is_one_thread(gateway: subprocess.Popen[str]) -> None:
    """Whatever hashed, watched or told while it started has ended."""
    threads = [one.name for one in Path(f"/proc/{gateway.pid}/task").iterdir()]

    assert [str(gateway.pid)] == threads


def test_two_signals_at_once_leave_nobody(gateway: subprocess.Popen[str]) -> None:
    """The second comes while the first is being passed on."""
    workers = _children(gateway.pid)
    assert 2 == len(workers)

    gateway.send_signal(signal.SIGTERM)
    gateway.send_signal(signal.SIGINT)

    assert -signal.SIGINT == gateway.wait(WITHIN_S) or -signal.SIGTERM == gateway.returncode
    deadline = time.monotonic() + WITHIN_S
    while any(_runs(pid) for pid in workers):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _children(pid: int) -> list[int]:
    """The processes that *pid* has started and not seen end."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def _runs(pid: int) -> bool:
    """It has not ended, whether or not somebody has been told of its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
