"""
What a step puts in the place of a fixture, forgotten together with its scenario.

pytest-bdd registers it as a fixture of that scenario, which pytest keeps to the end of the run: every
installation, its commands and the files they wrote into would stay open, a thousand of them after a while.

Finding what only knows each other takes longer the more examples have run, since pytest keeps something of
each: it is looked for as often as that costs little of the run.
"""

from __future__ import annotations

import gc
import time

import pytest

_LOOKS = 1 / 50
"""So much of the run is spent on looking, at most."""


class _Collector:
    """Runs the garbage collector now and then."""

    def __init__(self) -> None:
        self._next = 0.0

    def run(self) -> None:
        """Unless it ran a moment ago, by what that took."""
        began = time.monotonic()
        if began < self._next:
            return
        gc.collect()
        ended = time.monotonic()
        self._next = ended + (ended - began) / _LOOKS


_COLLECTOR = _Collector()


def forget(item: pytest.Item) -> None:
    """Take out the fixtures that were registered for *item* while it ran."""
    # There is no public way; where another pytest keeps them elsewhere, they stay as they did.
    registered = getattr(item.session._fixturemanager, "_arg2node2fixturedefs", {})
    for by_node in registered.values():
        for definition in by_node.pop(item, ()):
            # A fixture of the whole run remembers the scenario that first asked for it, and this with it.
            definition.cached_result = None
            definition.func = _gone
    # An installation and its evidence know each other.
    _COLLECTOR.run()


def _gone() -> None:
    """What nobody asks for any more."""
