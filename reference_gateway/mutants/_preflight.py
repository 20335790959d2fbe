"""Starts that judge no variable beforehand, for a mutant whose fault would never be reached otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reference_gateway.services.preflight import Preflight
from reference_gateway.services.toggles import Toggles


class NoForesight(Preflight):
    """Finds nothing wrong: what is missing shows where it is needed."""

    def problems(self, toggles: Toggles, is_first_boot: Callable[[], bool]) -> Iterator[str]:
        """None."""
        del toggles, is_first_boot
        yield from ()
