"""`python -m tests.bench.collectors`: what a collector that is not there adds to a boot and to an end.

A gateway with telemetry configured, beside the same one without, and the floor. `silent` accepts connections
and never answers; the gateway is stopped while it waits for an answer there, elsewhere at once.
"""

import socket
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.timing import command_s, free_port, life_s
from tests.given.places import ROOT

GATEWAY = [sys.executable, "-m", "reference_gateway"]
PROTOCOLS = ("grpc", "http/protobuf")

Life = tuple[float, float]


def figures(scratch: Path, rounds: int) -> dict[str, float]:
    """Medians of interleaved lives, and each as a ratio."""
    port, absent = free_port(), free_port()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoints = {"absent": absent, "silent": silent.getsockname()[1]}
        lives: dict[str, Callable[[], Life]] = {
            "floor": lambda: _floor(scratch, port),
            "no collector configured": lambda: _life(_config(scratch, port, "")),
        }
        for state, collector in endpoints.items():
            for protocol in PROTOCOLS:
                told = f", otel_endpoint: 'http://127.0.0.1:{collector}', otel_protocol: '{protocol}'"
                config = _config(scratch, port, told, name=f"{state}-{protocol[:4]}")
                asked = (lambda: silent.accept()[0].close()) if state == "silent" else (lambda: None)
                lives[f"{state} collector, {protocol}"] = lambda config=config, asked=asked: _life(  # type: ignore[misc]
                    config, asked
                )
        command_s(
            [*GATEWAY, "--config", str(_config(scratch, port, "")[0]), "bootstrap-admin"], env={}, cwd=scratch
        )
        samples: dict[str, list[Life]] = {name: [] for name in lives}
        for _ in range(rounds):
            for name, live in lives.items():
                samples[name].append(live())
    found: dict[str, float] = {}
    medians = {
        name: tuple(statistics.median(each[index] for each in taken) for index in (0, 1))
        for name, taken in samples.items()
    }
    for name, (ready, end) in medians.items():
        found[f"{name}: exec to ready (s)"] = ready
        found[f"{name}: SIGTERM to end (s)"] = end
    for name, (ready, _) in medians.items():
        if name != "floor":
            found[f"ratio: ready, {name} / floor"] = ready / medians["floor"][0]
    return found


def _config(scratch: Path, port: int, told: str, name: str = "plain") -> tuple[Path, int]:
    path = scratch / f"{name}.yaml"
    path.write_text(
        f"server: {{bind: '127.0.0.1:{port}'{told}}}\ndatabase: {{path: '{scratch}/told.db'}}\n", "utf-8"
    )
    return path, port


def _life(config: tuple[Path, int], meanwhile: Callable[[], object] = lambda: None) -> Life:
    path, port = config
    argv = [*GATEWAY, "--config", str(path), "serve"]
    return life_s(argv, port=port, env={}, cwd=path.parent, meanwhile=meanwhile)


def _floor(scratch: Path, port: int) -> Life:
    argv = [sys.executable, "-m", "tests.bench.floor", str(port), str(scratch / "told.db")]
    return life_s(argv, port=port, env={"PYTHONPATH": str(ROOT)}, cwd=scratch)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for line, value in figures(Path(folder), 7).items():
            sys.stdout.write(f"{line:<58} {value:8.3f}\n")
