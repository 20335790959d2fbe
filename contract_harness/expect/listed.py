"""What `migrate` prints: the backend, then one line for each migration of the gateway's registry.

Logs may share standard output with it, so lines are looked for and the rest is left alone.
Source: observed gateway, 7.2 and 7.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.installations.installation import Outcome

_BACKEND = re.compile(r"^backend: (\S+)$", re.MULTILINE)
_LINE = re.compile(r"^v(\d+) (\S+) \[(applied|pending)\]$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a listing."""

    version: int
    name: str
    state: str

    @property
    def label(self) -> str:
        """Without the state: `v17 baseline`."""
        return f"v{self.version} {self.name}"


def listing(outcome: Outcome) -> list[Listed]:
    """The migrations listed, in the order printed; empty when there are none."""
    return [Listed(int(version), name, state) for version, name, state in _LINE.findall(outcome.stdout)]


def expect_listing(outcome: Outcome, *, backend: str, state: str) -> None:
    """The backend is named first, then every migration, ascending, each in this state."""
    __tracebackhide__ = True
    found = listing(outcome)
    if not found:
        raise ContractBreach(
            "the migrations are listed", "there is no line like `v17 baseline […]`", outcome.shown
        )
    _expect_backend(outcome, backend)
    others = [f"{line.label} [{line.state}]" for line in found if line.state != state]
    if others:
        raise ContractBreach(f"every migration is listed as {state}", ", ".join(others), outcome.shown)
    versions = [line.version for line in found]
    if versions != sorted(set(versions)):
        raise ContractBreach("versions ascend and appear once", f"they are {plain(versions)}", outcome.shown)


def _expect_backend(outcome: Outcome, backend: str) -> None:
    __tracebackhide__ = True
    named = _BACKEND.search(outcome.stdout)
    if named is None or named[1] != backend:
        observed = named[0] if named else "no backend is named"
        raise ContractBreach(f"the listing says `backend: {backend}`", observed, outcome.shown)
    if named.start() > next(_LINE.finditer(outcome.stdout)).start():
        raise ContractBreach("the backend comes before the migrations", "it comes after", outcome.shown)
