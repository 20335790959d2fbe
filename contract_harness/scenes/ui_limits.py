"""How long a gateway may wait for its admin UI, as an operator says it."""

from __future__ import annotations

from dataclasses import dataclass

from contract_harness.installations.installation import Installation


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The two documented limits. Source: observed gateway, 6.6 and 7.4."""

    connect_ms: int
    request_ms: int

    @property
    def name(self) -> str:
        """What a standing gateway with these limits is called."""
        return f"admin UI within {self.connect_ms}/{self.request_ms} ms"

    def configure(self, installation: Installation) -> None:
        """Have the gateways of *installation* keep these limits."""
        installation.env["ADMIN_UI_CONNECT_TIMEOUT_MS"] = str(self.connect_ms)
        installation.env["ADMIN_UI_REQUEST_TIMEOUT_MS"] = str(self.request_ms)
