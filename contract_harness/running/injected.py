"""
What a step puts in the place of a fixture, forgotten together with its scenario.

pytest-bdd registers it as a fixture of that scenario, which pytest keeps to the end of the run: every
installation, its commands and the files they wrote into would stay open, a thousand of them after a while.
"""

from __future__ import annotations

import gc

import pytest


def forget(item: pytest.Item) -> None:
    """Take out the fixtures that were registered for *item* while it ran."""
    # There is no public way; where another pytest keeps them elsewhere, they stay as they did.
    registered = getattr(item.session._fixturemanager, "_arg2node2fixturedefs", {})
    for by_node in registered.values():
        for definition in by_node.pop(item, ()):
            # A fixture of the whole run remembers the scenario that first asked for it, and this with it.
            definition.cached_result = None
            definition.func = _gone
    # An installation and its evidence know each other. What stays for the run is frozen, so this is a moment.
    gc.collect()


def _gone() -> None:
    """What nobody asks for any more."""
