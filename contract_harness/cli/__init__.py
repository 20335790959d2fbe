"""
gateway-contracts: the commands.

Exit codes: 0 kept, 1 broken or stale, 2 usage (one sentence on stderr that names the thing and the remedy),
3 void, 130 interrupted. No user's mistake ends in a traceback.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from contract_harness.cli.program import parser
from contract_harness.errors import HarnessError

__all__ = ["main", "parser"]

_USAGE = 2
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    code = 0
    try:
        with _stoppable():
            arguments = parser().parse_args(argv)
            code = arguments.run(arguments)
        # What is still buffered fails here, where it can be told, and not while Python exits.
        sys.stdout.flush()
    except HarnessError as error:
        print(f"gateway-contracts: {error}", file=sys.stderr)
        return _USAGE
    except KeyboardInterrupt:
        print("gateway-contracts: interrupted", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has seen enough.
        _silence_stdout()
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        _silence_stdout()
        print(
            f"gateway-contracts: nothing more can be written ({error.strerror}): make room.", file=sys.stderr
        )
        return _USAGE
    return code


def _silence_stdout() -> None:
    """Python flushes once more at exit, and would complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGINT and SIGTERM both raise KeyboardInterrupt, also where a shell in the background ignores one."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
