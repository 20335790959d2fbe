"""What a target's list of mutants may say, and what becomes of the target."""

import json
import shlex
import sys
from dataclasses import replace

import pytest

from contract_harness.errors import HarnessError
from contract_harness.ledger.clauses import read_features
from contract_harness.mutation.registry import (
    Mutant,
    MutantRefused,
    MutantsUnlisted,
    mutants_of,
    sentences_for,
)
from contract_harness.targets.loading import load, url_target
from contract_harness.targets.sections import Mutants

CLAUSE = "migration.apply-twice-changes-nothing"
ONE = {"name": "a", "breaks": CLAUSE, "sentence": "B."}


def listing(code, gateway="run {mutant}"):
    return replace(
        load("reference"), mutants=Mutants(list=f"{{python}} -c {shlex.quote(code)}", gateway=gateway)
    )


def listed(*mutants, gateway="run {mutant}"):
    # Filled in when the mutant is run, not in the command that lists it.
    text = json.dumps(mutants).replace("{python}", r"\u007bpython}")
    return listing(f"print({json.dumps(text)})", gateway)


def test_mutants_are_listed_by_the_target():
    """As JSON of name, breaks and sentence."""
    assert [Mutant("a", CLAUSE, "B.")] == mutants_of(listed(ONE))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("print('no')", "printed no JSON"),
        ("print('[1]')", "not of type 'object'"),
        ("print('{}')", "not of type 'array'"),
        ("print('')", "printed no JSON"),
        ("print('['*100000)", "printed no JSON"),
        ("import os; os.write(1, b'\\xff\\xfe')", "printed no JSON"),
        ("raise SystemExit('boom')", "boom"),
        ('print(\'[{"name": "a"}]\')', "'breaks' is a required property"),
    ],
)
def test_a_listing_that_fails_is_a_sentence(code, said):
    """With what the command said."""
    with pytest.raises(MutantsUnlisted, match=said) as caught:
        mutants_of(listing(code))
    assert "correct [mutants] list" in str(caught.value)


@pytest.mark.parametrize(
    ("mutants", "said"),
    [
        ([ONE, ONE], "it lists 'a' 2 times"),
        ([{**ONE, "canary": True}, {**ONE, "name": "b", "canary": True}], "marks 2 canaries"),
        ([{**ONE, "name": "a b"}], "does not match"),
        ([{**ONE, "env": {}}], "non-empty"),
        ([{**ONE, "wrap": ""}], "wrap"),
        ([{**ONE, "color": "red"}], "color"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(mutants, said):
    """Before anything runs."""
    with pytest.raises(MutantsUnlisted, match=said):
        mutants_of(listed(*mutants))


def test_a_target_without_mutants_says_how_to_have_them():
    """Rather than find nothing wrong."""
    with pytest.raises(HarnessError, match=r"add \[mutants\]"):
        mutants_of(replace(load("reference"), mutants=None))


def test_the_python_of_this_test_is_the_one_listed_with():
    """A target's `{python}` is the interpreter that runs the harness."""
    assert sys.executable == listing("pass").mutants_argv()[0]


def test_a_mutant_may_be_a_wrapped_command():
    """Its words stand before the gateway's own, which is otherwise the real one."""
    (one,) = mutants_of(listed({**ONE, "wrap": "{python} -I wrong.py"}, gateway=""))
    argv = one.of(load("reference")).argv("serve", config="c")

    assert [sys.executable, "-I", "wrong.py", sys.executable, "-m", "reference_gateway"] == argv[:6]


def test_a_mutant_may_be_another_environment():
    """Of every command; what the target sets besides stays."""
    target = replace(load("reference"), env={"A": "1", "B": "2"})
    changed = Mutant("a", CLAUSE, "B.", env={"A": "x"}).of(target)

    assert ({"A": "x", "B": "2"}, target.gateway) == (changed.env, changed.gateway)


@pytest.mark.parametrize(
    ("change", "why"),
    [({}, r"\[mutants\] gateway is not set"), ({"env": {"A": "1"}}, "its environment is the gateway's own")],
)
def test_a_mutant_that_changes_nothing_is_refused_by_name(change, why):
    """It would be the real gateway, which no clause can notice."""
    target = replace(listed({**ONE, **change}, gateway=""), env={"A": "1"})

    with pytest.raises(MutantRefused, match=f"the mutant 'a' .* changes nothing .*{why}"):
        mutants_of(target)


def test_every_clause_has_a_mutant():
    """A promise without one may be a promise nobody would miss: the build fails."""
    guarded = {one.breaks for one in mutants_of(load("reference"))}

    assert [] == [clause.id for clause in read_features().clauses if clause.id not in guarded]


def test_the_reference_gateway_has_a_canary():
    """Without one every matrix is void."""
    assert 1 == sum(one.canary for one in mutants_of(load("reference")))


def test_a_clause_is_told_with_what_breaks_it():
    """For a gateway that brings no mutants, by those of the reference gateway; for a list that fails, not."""
    told = sentences_for(url_target("http://127.0.0.1:9"))

    assert told[CLAUSE]
    assert {CLAUSE: ("B.", "C.")} == sentences_for(listed(ONE, {**ONE, "name": "c", "sentence": "C."}))
    assert {} == sentences_for(listing("raise SystemExit(1)"))
