"""How much memory a gateway takes at its worst moment, as the kernel counts it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contract_harness.errors import ContractBreach, NotObservable

_KIB_BYTES = 1024


@dataclass(frozen=True, slots=True)
class MemoryWatch:
    """The peak of a process group from one moment on. Linux only.

    Attributes:
        pids: the processes that are watched.
        before_bytes: resident memory of all of them when the watch began.
    """

    pids: tuple[int, ...]
    before_bytes: int

    @classmethod
    def begin(cls, pids: Sequence[int]) -> MemoryWatch:
        """Start watching; the kernel's record of earlier peaks is cleared.

        Raises:
            NotObservable: there is no /proc, or it is not ours to read.
        """
        for pid in pids:
            # Without the right to clear it the earlier peak stays, and growth is seen only beyond it.
            with contextlib.suppress(OSError):
                Path(f"/proc/{pid}/clear_refs").write_text("5")
        return cls(tuple(pids), sum(_kept(pid, "VmRSS") for pid in pids))

    def grown_bytes(self) -> int:
        """How far the peak since `begin` lies above where it began."""
        return sum(_kept(pid, "VmHWM") for pid in self.pids) - self.before_bytes

    def expect_growth_below(self, limit_bytes: int) -> None:
        """The peak stayed within *limit_bytes* of the beginning."""
        __tracebackhide__ = True
        grown = self.grown_bytes()
        if grown >= limit_bytes:
            raise ContractBreach(
                f"memory grows by less than {limit_bytes // _KIB_BYTES**2} MiB",
                f"by {grown / _KIB_BYTES**2:.1f} MiB",
            )


def _kept(pid: int, line: str) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        raise NotObservable("the gateway's memory cannot be read here; run on Linux beside it") from None
    found = [words.split()[1] for words in status.splitlines() if words.startswith(f"{line}:")]
    return int(found[0]) * _KIB_BYTES if found else 0
