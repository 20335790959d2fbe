"""
Python that has imported already: a process from which commands of a target are forked.

Run as a program by the target's own interpreter, without this package: its standard input is a socket, on
which the first message names the modules to import and each further one asks for a command. A command is
forked twice, so that it becomes a child of whoever adopts orphans: the harness (`drivers/forking.py`). In
every other respect it begins as `python -m MODULE WORDS…` begins, with its own session, environment, folder,
output and `sys.path`; and it ends as that ends, but for one thing: when nothing went wrong, its memory is
left to the operating system, for to take an interpreter down piece by piece is to copy all of it first.
"""

from __future__ import annotations

import atexit
import gc
import importlib.util
import json
import os
import runpy
import socket
import sys
import threading
from typing import NoReturn

MESSAGE_BYTES = 1 << 17
"""The longest message: the environment and the words of one command."""


def main() -> str:
    """Serve requests; returns, in the process of a command, the module that it runs."""
    channel = socket.socket(fileno=0)
    # The folder of this file is no place to import from.
    del sys.path[0]
    said: dict[str, object] = {}
    for module in json.loads(channel.recv(MESSAGE_BYTES)):
        try:
            importlib.import_module(module)
        except Exception as error:  # noqa: BLE001 - whatever a module does while it is imported
            said = {"module": module, "error": f"{type(error).__name__}: {error}"}
            break
    if not said and threading.active_count() > 1:
        said = {"error": "the modules started a thread, which no fork can copy"}
    channel.send(json.dumps(said).encode())
    # What is here now lives as long as every command: no collector needs to look at it, and so to copy it.
    gc.collect()
    gc.freeze()
    while True:
        request, files, _, _ = socket.recv_fds(channel, MESSAGE_BYTES, 3)
        if not request:
            os._exit(0)
        middle = os.fork()
        if middle:
            os.waitpid(middle, 0)
            for file in files:
                os.close(file)
            # Only now has the command the parent that may wait for it.
            channel.send(json.dumps({"adopted": True}).encode())
        elif os.fork():
            os._exit(0)
        else:
            return _become(json.loads(request), files, channel)


def _become(command: dict[str, object], files: list[int], channel: socket.socket) -> str:
    """Turn this process into the command, as far as the operating system can tell; gives its module."""
    environment, words, folder = command["env"], command["words"], str(command["cwd"])
    assert isinstance(environment, dict)
    assert isinstance(words, list)
    answer = os.dup(channel.detach())
    try:
        os.setsid()
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        os.chdir(folder)
    except OSError as error:
        os.write(answer, json.dumps({"error": error.strerror}).encode())
        os._exit(127)
    os.environ.clear()
    os.environ.update(environment)
    sys.path.insert(0, folder)
    sys.argv = ["-m", *words[1:]]
    # Only now: whoever hears of this process may signal its group at once.
    os.write(answer, json.dumps({"pid": os.getpid()}).encode())
    os.close(answer)
    return str(words[0])


def _end(code: int) -> NoReturn:
    """End as an interpreter ends: its threads first, then what was registered, then what was written."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        # The interpreter has its own words and exit code for what could not be written.
        sys.exit(code)
    os._exit(code & 0xFF)


if __name__ == "__main__":
    chosen = main()
    if importlib.util.find_spec(chosen) is None:
        sys.exit(f"{sys.executable}: No module named {chosen}")
    code = 0
    try:
        runpy.run_module(chosen, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if not (end.code is None or isinstance(end.code, int)):
            raise
        code = end.code or 0
    _end(code)
