"""
Finding the definition of a step without asking pytest for every fixture there is.

pytest-bdd walks, at each step, all names of fixtures and all parents of the scenario, which took a third of
a worker's computing. The definitions of a run all come from plugins: they are visible everywhere and do not
change, so here they are gathered once, and a sentence is matched once.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from _pytest.fixtures import FixtureDef, FixtureManager
from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.parser import Step
from pytest_bdd.parsers import parse, string
from pytest_bdd.steps import StepNamePrefix, step_function_context_registry

if TYPE_CHECKING:
    from _pytest.nodes import Node

_Definitions = Sequence[FixtureDef[object]]
_Candidates = Sequence[tuple[str, FixtureDef[object]]]
"""Each with the words its sentences begin with, up to the first that varies."""

_REPLACED = "find_fixturedefs_for_step"


class StepLookup:
    """The step definitions of one session, and which of them match the sentences seen so far."""

    def __init__(self) -> None:
        self._candidates: _Candidates | None = None
        self._found: dict[tuple[str, str], _Definitions] = {}

    def install(self) -> None:
        """Have pytest-bdd ask here.

        Raises:
            AttributeError: this pytest-bdd looks definitions up in another way.
        """
        # Its package has a function of the module's name, so an import statement finds that instead.
        scenario = import_module("pytest_bdd.scenario")
        getattr(scenario, _REPLACED)
        setattr(scenario, _REPLACED, self.find)

    def find(self, step: Step, fixturemanager: FixtureManager, node: Node) -> _Definitions:
        """The definitions that match *step*, as pytest-bdd's own function finds them."""
        key = (step.type, step.name)
        if key not in self._found:
            if self._candidates is None:
                self._candidates = [(_beginning(one), one) for one in _gathered(fixturemanager, node)]
            lowered = step.name.lower()
            self._found[key] = [
                one
                for beginning, one in self._candidates
                # The cheap question first: a run asks it some hundred thousand times.
                if lowered.startswith(beginning) and _matches(one, step)
            ]
        return self._found[key]


def _gathered(manager: FixtureManager, node: Node) -> _Definitions:
    names = [name for name in get_fixture_names(manager) if name.startswith(StepNamePrefix.step_def.value)]
    return [one for name in names for one in getfixturedefs(manager, name, node) or ()]


def _beginning(definition: FixtureDef[object]) -> str:
    """The fixed words a matching sentence begins with, in lower case; empty where a pattern is another's."""
    parser = step_function_context_registry[definition.func].parser
    return str(parser.name).partition("{")[0].lower() if isinstance(parser, parse | string) else ""


def _matches(definition: FixtureDef[object], step: Step) -> bool:
    context = step_function_context_registry[definition.func]
    return context.type in (None, step.type) and bool(context.parser.is_matching(step.name))
