"""Wrong about what it says that a start did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.start-tells-what-it-did")
def reports_what_was_asked_for(parts: Parts) -> Parts:
    """Reports what it was asked to do as if it had done it."""
    return replace(parts, startup=_ReportsThePlan)


class _ReportsThePlan(Startup):
    def report(self, done: Mapping[str, str]) -> None:
        plan = {"migrate": "applied all", "bootstrap": "made the admin", "seed": "wrote all"}
        super().report(dict(done) | plan)
