"""Gateways that answer well and behave badly as processes: `bad_processes.py CONFIG COMMAND FAULT`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tests.gateways.zoo.tiny_gateway import TinyGateway, not_found

LATE_S = 0.4


def forks_into_the_background() -> None:
    """Leaves its parent, its session and its output behind, as daemons do."""
    if os.fork():
        os._exit(0)
    os.setsid()
    if os.fork():
        os._exit(0)
    os.chdir("/")
    TinyGateway().serve()


def leaves_a_daemon_behind() -> None:
    """Serves in the foreground, and has started something that leaves the group."""
    subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(600)"], start_new_session=True)
    TinyGateway().serve()


def ignores_sigterm() -> None:
    """Has to be killed."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    TinyGateway().serve()


def exits_0_at_once() -> None:
    """All is well, and nobody is there."""


def crashes_after_the_first_answer() -> None:
    """Is ready once, and gone."""

    def crash(_connection: socket.socket) -> None:
        os._exit(139)

    TinyGateway(crash).serve()


def freezes() -> None:
    """Is ready, and stops: the kernel still accepts for it."""

    def freeze(_connection: socket.socket) -> None:
        os.kill(os.getpid(), signal.SIGSTOP)

    TinyGateway(freeze).serve()


def fills_stdout() -> None:
    """Writes as fast as it can, for ever."""

    def write() -> None:
        block = b"level=info msg=busy\n" * 50_000
        while True:
            os.write(1, block)

    threading.Thread(target=write, daemon=True).start()
    TinyGateway().serve()


def prints_binary() -> None:
    """Its log is no text."""
    os.write(1, bytes(range(256)) * 64)
    os.write(2, b"\x1b[2J\x1b]0;owned\x07\xff\xfe]]><script>alert(1)</script>\n")
    TinyGateway().serve()


def deletes_its_folder() -> None:
    """Removes where it runs, which is also where its config is and its home, with every answer."""
    TinyGateway(_after(_delete)).serve()


def replaces_what_it_finds() -> None:
    """Puts a directory, a pipe or a link in the place of each file in its folder."""
    TinyGateway(_after(_replace)).serve()


def _after(harm: Callable[[], None]) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        harm()
        not_found(connection)

    return answer


def _delete() -> None:
    if _is_the_harness_own():
        shutil.rmtree(os.environ["HOME"], ignore_errors=True)


def _is_the_harness_own() -> bool:
    """Whether the home was made for this run: somebody's own is left alone."""
    return "/gateway-contracts-" in os.environ["HOME"]


def _replace() -> None:
    found = Path(os.environ["HOME"]).iterdir() if _is_the_harness_own() else ()
    files = [file for file in found if file.is_file()]
    for number, file in enumerate(sorted(files)):
        file.unlink()
        make = (os.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero"))[number % 3]
        make(file)


def listens_late() -> None:
    """Takes its time before it listens."""
    threading.Event().wait(LATE_S)
    TinyGateway().serve()


def listens_on_another_port() -> None:
    """Listens where nobody asked it to."""
    gateway = TinyGateway()
    with socket.socket() as probe:
        probe.bind((gateway.host, 0))
        gateway.port = probe.getsockname()[1]
    gateway.serve()


if __name__ == "__main__":
    globals()[sys.argv[3]]()
