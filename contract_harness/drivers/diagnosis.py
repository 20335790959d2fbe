"""
What was wrong with a process itself, beside what it answered: it crashed, or it hung.

A gateway that falls over breaks whatever clause is being asked. A report says so beside the breach, and a
mutant that only falls over proves nothing about the clause it was made for.
"""

from __future__ import annotations

import re
import signal
import time

from contract_harness.drivers.process import Child
from contract_harness.drivers.readiness import status_of
from contract_harness.errors import TargetNeverReady
from contract_harness.patience import POLL_S

_LAST_WORDS_CHARS = 4000
_UNHANDLED = re.compile(
    r"^(?:Traceback \(most recent call last\):"  # Python
    r"|thread '.*' (?:\(\d+\) )?panicked at "  # Rust
    r"|panic: |fatal error: "  # Go
    r"|Exception in thread "  # Java
    r"|Unhandled exception"  # .NET
    r"|Uncaught |node:internal/)",  # Node
    re.MULTILINE,
)


def of_child(child: Child) -> str:
    """Why *child* ended as it should not have, in words; empty when it did not."""
    if child.overdue:
        return f"it hung: it {child.overdue}"
    code = child.exit_code
    if code is None or child.was_signalled:
        return ""
    if code < 0:
        return f"it crashed: it was ended by {_name_of(-code)}"
    if code > 0 and _UNHANDLED.search(child.stderr[-_LAST_WORDS_CHARS:]):
        return f"it crashed: it ended with code {code} on an unhandled error"
    return f"it crashed: it ended by itself, with code {code}, after it was ready" if child.was_ready else ""


def of_start(error: TargetNeverReady) -> str:
    """The same of a start that failed; empty when the gateway refused to start in its own words."""
    if error.exit_code is None:
        return "it hung: it was not ready in time"
    if error.exit_code < 0:
        return f"it crashed: it was ended by {_name_of(-error.exit_code)}"
    is_crash = _UNHANDLED.search(error.log_tail[-_LAST_WORDS_CHARS:])
    return f"it crashed: it ended with code {error.exit_code} on an unhandled error" if is_crash else ""


def of_silence(address: tuple[str, int], path: str, *, within_s: float) -> str:
    """Whether nothing answers at *path* any more, asked until something does; empty when it does."""
    deadline = time.monotonic() + within_s
    while status_of(address, path, within_s=max(0.1, deadline - time.monotonic())) is None:
        if time.monotonic() > deadline:
            return f"it hung: it does not answer {path} any more"
        time.sleep(POLL_S)
    return ""


def _name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
