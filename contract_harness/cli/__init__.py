"""
gateway-contracts: the commands.

Exit codes: 0 kept, 1 broken or stale, 2 usage (one sentence on stderr that names the thing and the remedy),
3 void, 130 interrupted. No user's mistake ends in a traceback.
"""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from contract_harness.cli import diff, doctor, editions, explain, init, listing, mutants, verify
from contract_harness.errors import HarnessError
from contract_harness.verdicts import ExitCode


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = parser().parse_args(argv)
    code: int = ExitCode.KEPT
    try:
        with _stoppable():
            code = arguments.run(arguments)
        # What is still buffered fails here, where it can be told, and not while Python exits.
        sys.stdout.flush()
    except HarnessError as error:
        print(f"gateway-contracts: {error}", file=sys.stderr)
        return ExitCode.USAGE
    except KeyboardInterrupt:
        print("gateway-contracts: interrupted", file=sys.stderr)
        return ExitCode.INTERRUPTED
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
        return ExitCode.USAGE
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


def parser() -> argparse.ArgumentParser:
    """The command line, with every command's flags."""
    parser = argparse.ArgumentParser(
        prog="gateway-contracts",
        description="Prove whether a same-origin LLM gateway keeps its contracts.",
        epilog="exit codes: 0 kept, 1 broken or stale, 2 usage, 3 void (the harness could not tell)",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    verify.add_to(commands)
    init.add_to(commands)
    doctor.add_to(commands)
    listing.add_to(commands)
    explain.add_to(commands)
    mutants.add_to(commands)
    diff.add_to(commands)
    editions.add_to(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when asked: reading a package's metadata is slow."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print(f"{parser.prog} {version('gateway-contracts')}")
        parser.exit(0)
