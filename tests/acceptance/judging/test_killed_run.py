"""A run that is killed without a word leaves nothing, and the next one is judged as if it had never been."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from contract_harness.databases.postgres_server import URL_VARIABLE, postgres_server
from contract_harness.patience import eventually
from tests.gateways.zoo.keeper import Animal, left_behind, processes_of, visit, visiting

ENDS_WITHIN_S = 15.0
HANGING = Animal("bad_answers", ("never_answers",), database="postgres")
STREAMING = Animal("bad_answers", ("endless_stream",), database="postgres")
WITH_A_DAEMON = Animal("bad_processes", ("leaves_a_daemon_behind",), database="postgres")
KEPT = "--clause=same-origin.unknown-routes-are-not-found"
MANY = (KEPT, "--clause=same-origin.raw-path-is-forwarded")
"""Enough examples for two workers."""


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    """A real server, which outlives the run."""
    with postgres_server() as server:
        yield server.url


def databases(url: str) -> list[str]:
    """The names of all databases of the server."""
    with psycopg.connect(url) as connection:
        return [name for (name,) in connection.execute("SELECT datname FROM pg_database ORDER BY 1")]


def both_have_started(folder: Path) -> bool:
    """Both gateways have noted the port they listen at."""
    ports = folder / "ports"
    return ports.exists() and len(ports.read_text("ascii").split()) >= 2


@pytest.mark.parametrize("victim", ["the command", "its whole group"])
def test_a_killed_run_leaves_nothing(server_url: str, tmp_path: Path, victim: str) -> None:
    """SIGKILL for the command, or for all of the terminal's group: gateways, daemons, workers, ports and
    files end by themselves, and the next run finds a clean server and leaves a clean server."""
    before = databases(server_url)
    env = {URL_VARIABLE: server_url}
    killed = tmp_path / "killed"
    with visiting([HANGING, WITH_A_DAEMON], killed, *MANY, workers=2, env=env) as process:
        eventually(lambda: both_have_started(killed), within_s=60, what="both gateways listening")
        running = len(processes_of(f"ZOO_RUN={killed}"))
        if victim == "the command":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    eventually(lambda: not left_behind(killed), within_s=ENDS_WITHIN_S, what="the end of what was left")
    after = visit([WITH_A_DAEMON], tmp_path / "next", KEPT, workers=1, env=env)

    # The command, the run and its two workers, two gateways, a daemon: all were there when it was killed.
    assert running >= 7
    assert (0, ()) == (after.exit_code, after.left), after.said
    assert before == databases(server_url)


def worker_of(running: dict[int, str]) -> int:
    """One of the workers, which are forked from the process with the same command line."""
    run = [pid for pid, command in running.items() if "-m pytest" in command]
    return next(pid for pid in run if parent_of(pid) in run)


def parent_of(pid: int) -> int:
    """The process that started *pid*."""
    return int(Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[1])


def gateways(folder: Path) -> set[int]:
    """The processes of the zoo's own programs in this run."""
    running = processes_of(f"ZOO_RUN={folder}")
    return {pid for pid, command in running.items() if "tests.gateways.zoo" in command}


def test_a_killed_worker_leaves_nothing(server_url: str, tmp_path: Path) -> None:
    """Its gateway goes with it while the run goes on, and an interrupt then ends the rest."""
    folder = tmp_path / "killed"
    env = {URL_VARIABLE: server_url}
    with visiting([HANGING, STREAMING], folder, *MANY, workers=2, env=env) as process:
        eventually(lambda: both_have_started(folder), within_s=60, what="both gateways listening")
        before, running = gateways(folder), processes_of(f"ZOO_RUN={folder}")
        os.kill(worker_of(running), signal.SIGKILL)
        eventually(lambda: before - gateways(folder), within_s=ENDS_WITHIN_S, what="the end of its gateway")
        process.send_signal(signal.SIGINT)
        exit_code = process.wait(60)

    assert (2, 130) == (len(before), exit_code)
    assert [] == left_behind(folder)
