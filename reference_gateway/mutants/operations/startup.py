"""Wrong about what a start says that it did, and about whom it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from reference_gateway.mutants import mutant
from reference_gateway.providers.openai_compat import OpenAiCompat
from reference_gateway.wiring.startup import Startup

if TYPE_CHECKING:
    from reference_gateway.domain.models import Route
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.start-tells-what-it-did")
def reports_what_was_asked_for(parts: Parts) -> Parts:
    """Reports what it was asked to do as if it had done it."""
    return replace(parts, startup=_ReportsThePlan)


@mutant(breaks="operations.start-waits-for-no-network")
def fetches_prices_first(parts: Parts) -> Parts:
    """Fetches a list of prices from the network in the way of a call, however long that takes."""
    return replace(parts, openai_compat=_FetchesPrices)


class _FetchesPrices(OpenAiCompat):
    def complete(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        with suppress(OSError):
            urlopen("https://prices.invalid/models.json").close()
        return super().complete(route, body, request_id=request_id)


class _ReportsThePlan(Startup):
    def report(self, done: Mapping[str, str]) -> None:
        plan = {"migrate": "applied all", "bootstrap": "made the admin", "seed": "wrote all"}
        super().report(dict(done) | plan)
