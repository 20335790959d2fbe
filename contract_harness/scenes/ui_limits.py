"""How long a gateway may wait for its admin UI, as an operator says it."""

from __future__ import annotations

from dataclasses import dataclass

from contract_harness.errors import HarnessError
from contract_harness.installations.installation import Installation
from contract_harness.tables import Table, pairs

_NO_LIMIT = "60000 ms"
"""Longer than any example waits: what a limit is that a table does not give."""


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The two documented limits. Source: observed gateway, 6.6 and 7.4."""

    connect_ms: int
    request_ms: int

    @classmethod
    def of(cls, table: Table) -> TimeLimits:
        """Those of a table: `to connect` and `to answer`, each in ms; one that is left out is none.

        Raises:
            HarnessError: there is no such limit.
        """
        given = dict(pairs(table))
        limits = [given.pop(name, _NO_LIMIT) for name in ("to connect", "to answer")]
        if given:
            raise HarnessError(f"a feature speaks of a limit {', '.join(given)!r}: correct the feature.")
        return cls(*(int(limit.removesuffix(" ms")) for limit in limits))

    @property
    def name(self) -> str:
        """What a standing gateway with these limits is called."""
        return f"admin UI within {self.connect_ms}/{self.request_ms} ms"

    def configure(self, installation: Installation) -> None:
        """Have the gateways of *installation* keep these limits."""
        installation.env["ADMIN_UI_CONNECT_TIMEOUT_MS"] = str(self.connect_ms)
        installation.env["ADMIN_UI_REQUEST_TIMEOUT_MS"] = str(self.request_ms)
