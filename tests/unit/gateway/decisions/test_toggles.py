"""Which startup steps run: flags beat variables, variables beat the default."""

import pytest

from reference_gateway.services.toggles import VARIABLES, ToggleInvalid, Toggles

ALL = {"run_migrations": True, "bootstrap_admin": True, "seed_config": True}


def steps(said=None, env=None):
    """Each toggle by its name."""
    toggles = Toggles.resolve(said or {}, env or {})
    return {name: getattr(toggles, name) for name in VARIABLES}


def test_everything_runs_unless_told_otherwise():
    """Without a word."""
    assert steps() == ALL


@pytest.mark.parametrize("name", VARIABLES)
def test_each_toggle_is_its_own(name):
    """Off by flag or by variable, alone; a flag beats the variable either way."""
    variable = VARIABLES[name]

    assert {**ALL, name: False} == steps({name: [False]})
    assert {**ALL, name: False} == steps({}, {variable: "false"})
    assert steps({}, {variable: "true"}) == ALL
    assert steps({name: [True]}, {variable: "false"}) == ALL
    assert {**ALL, name: False} == steps({name: [False, False]}, {variable: "true"})


def test_a_flag_that_contradicts_itself_is_refused():
    """By the name it is typed with."""
    with pytest.raises(ToggleInvalid) as refused:
        steps({"run_migrations": [True, False]})

    assert "conflicting flags: --run-migrations is both `true` and `false`; give it once" == str(
        refused.value
    )


@pytest.mark.parametrize("text", ["yes", "", "TRUE", "1"])
def test_a_variable_is_true_or_false_even_when_a_flag_beats_it(text):
    """It is named, and so is what it may be."""
    with pytest.raises(ToggleInvalid, match=r"GATEWAY_SEED_CONFIG.*true.*false"):
        steps({"seed_config": [True]}, {"GATEWAY_SEED_CONFIG": text})
