"""What a process of the gateway under test may take of the machine."""

from __future__ import annotations

import contextlib
import resource

FILE_BYTES = 256 * 1024 * 1024
"""Of one file, output included: four times the largest body a clause sends."""


def bound_files(pid: int) -> None:
    """From now on process *pid*, and what it starts, can make no file larger than `FILE_BYTES`.

    A gateway that writes its log without end fills so much of the disk and no more; the kernel tells it with
    SIGXFSZ, which ends a program that does not know better.
    """
    with contextlib.suppress(OSError):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
