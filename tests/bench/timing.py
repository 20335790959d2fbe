"""How long a command takes, and how long a server takes to answer."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

READY_WITHIN_S = 20.0


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def command_s(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, expect: int = 0) -> float:
    """Wall seconds of a whole process.

    Raises:
        RuntimeError: it ended with another exit code; its words are in the message.
    """
    started = time.perf_counter()
    done = subprocess.run(
        argv, env={**os.environ, **env}, cwd=cwd, capture_output=True, text=True, check=False
    )
    elapsed = time.perf_counter() - started
    if done.returncode != expect:
        raise RuntimeError(
            f"{argv} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return elapsed


def ready_s(argv: Sequence[str], *, port: int, env: Mapping[str, str], cwd: Path) -> float:
    """Wall seconds from exec to the first 200 of /readyz; the server is stopped afterwards."""
    return life_s(argv, port=port, env=env, cwd=cwd)[0]


def life_s(
    argv: Sequence[str],
    *,
    port: int,
    env: Mapping[str, str],
    cwd: Path,
    meanwhile: Callable[[], object] = lambda: None,
) -> tuple[float, float]:
    """Wall seconds from exec to the first 200 of /readyz, and from SIGTERM to the end.

    Args:
        meanwhile: called in between; returns when the server may be stopped.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        argv, env={**os.environ, **env}, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - started > READY_WITHIN_S:
                raise RuntimeError(f"{argv} never became ready (exit code {process.poll()})")
            time.sleep(0.002)
        became_ready_s = time.perf_counter() - started
        meanwhile()
    finally:
        stopped = time.perf_counter()
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    return became_ready_s, time.perf_counter() - stopped


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False
