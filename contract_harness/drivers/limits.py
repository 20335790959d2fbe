"""What a process of the gateway under test may take of the machine."""

from __future__ import annotations

import contextlib
import resource
import signal
import threading

FILE_BYTES = 256 * 1024 * 1024
"""Of one file, output included: four times the largest body a clause sends."""


def tell_by_errors() -> None:
    """From now on what is started without `restore_signals` is told of a limit on files by errors of `write`.

    Python itself ignores SIGXFSZ and SIGPIPE, and what is ignored stays so in another program. That is meant
    for the first, which would end a gateway where a full disk would not. The second is handled here, since a
    handler does not outlive exec: a program begins with a broken pipe's default, as it does from a shell.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN:
        signal.signal(signal.SIGPIPE, _go_on)


def _go_on(_number: int, _frame: object) -> None:
    """The write that broke the pipe fails with EPIPE."""


def bound_files(pid: int) -> None:
    """From now on process *pid*, and what it starts, can make no file larger than `FILE_BYTES`.

    A gateway that writes its log without end fills so much of the disk and no more: its writes fail.
    """
    with contextlib.suppress(OSError):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
