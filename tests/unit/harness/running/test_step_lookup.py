"""Finding step definitions: the short way and pytest-bdd's own lead to the same ones."""

from importlib import import_module

import pytest
from pytest_bdd import given, parsers, step, when
from pytest_bdd.parser import Step

from contract_harness.running.step_lookup import StepLookup

SCENARIO = import_module("pytest_bdd.scenario")


@given("a door")
def a_door():
    """A sentence of one kind."""


@when(parsers.parse("{somebody} opens the door"))
@given(parsers.parse("{somebody} opens the door"))
def opens(somebody):
    """One of two kinds."""
    return somebody


@step(parsers.re("the door is (open|shut)"))
def door_is():
    """One of every kind."""


def said(kind, sentence):
    return Step(name=sentence, type=kind, indent=0, line_number=1, keyword=kind.title())


@pytest.mark.parametrize(
    ("kind", "sentence", "count"),
    [
        ("given", "a door", 1),
        ("when", "a door", 0),
        ("when", "a visitor opens the door", 1),
        ("given", "a visitor opens the door", 1),
        ("then", "a visitor opens the door", 0),
        ("then", "the door is shut", 1),
        ("then", "the door is ajar", 0),
    ],
)
def test_it_finds_what_pytest_bdd_finds(request, kind, sentence, count):
    """The kind of the step counts, and every parser is asked in its own way; twice gives the same."""
    lookup = StepLookup()
    manager, node = request._fixturemanager, request.node

    own = list(SCENARIO.find_fixturedefs_for_step(said(kind, sentence), manager, node))
    first = lookup.find(said(kind, sentence), manager, node)

    assert count == len(first)
    assert own == first == lookup.find(said(kind, sentence), manager, node)


def test_pytest_bdd_asks_here(monkeypatch):
    """Once installed; a pytest-bdd that looks definitions up in another way is a loud mistake."""
    monkeypatch.setattr(SCENARIO, "find_fixturedefs_for_step", SCENARIO.find_fixturedefs_for_step)
    lookup = StepLookup()

    lookup.install()

    assert lookup.find == SCENARIO.find_fixturedefs_for_step
    monkeypatch.delattr(SCENARIO, "find_fixturedefs_for_step")
    with pytest.raises(AttributeError):
        lookup.install()
