"""A server in a process of its own, where a limit of the system holds for nobody else."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving_in_a_process(program: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The port of what *program* serves, whose first line of output is its address, and its process.

    `{root!r}` in it is the folder that the gateway is imported from.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", program.format(root=str(Path.cwd()))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline().rpartition(":")[2]), process
    finally:
        process.kill()
        process.communicate()
