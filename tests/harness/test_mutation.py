"""The kill matrix: which mutants prove something, and what is left unproved."""

import json
import sys
from dataclasses import replace

import pytest

from contract_harness.clauses import UnknownClause, read_features
from contract_harness.errors import HarnessError
from contract_harness.mutation import Fate, Mutant, MutantsUnlisted, matrix, mutants_of, trials_for
from contract_harness.report.assemble import Gathering
from contract_harness.target_sections import Mutants
from contract_harness.targets import load
from contract_harness.verdicts import ExitCode

CLAUSE = "migration.apply-twice-changes-nothing"
OTHER = "migration.the-baseline-is-v17"


def mutant(name, breaks=CLAUSE):
    return Mutant(name, breaks, "Does otherwise.")


def tried(fates, *, clean="kept", ids=(CLAUSE,)):
    """The matrix of a run in which the clause had *fates* at each mutant."""
    ledger = read_features()
    mutants = [mutant(name) for name in fates]
    asked, trials = trials_for(ledger, load("reference"), mutants, ids)
    everybody = [asked, *trials]
    gathering = Gathering(
        ledger,
        asked={one.target.name: one.clauses for one in everybody},
        targets={one.target.name: one.target for one in everybody},
    )
    for one in everybody:
        name = one.target.name
        verdict = clean if one is asked else fates[name.partition("~")[2]]
        for clause in one.clauses:
            for number in range(clause.runs):
                gathering.take(
                    {
                        "kind": "example",
                        "target": name,
                        "clause": clause.id,
                        "example": f"{number}",
                        "row": {},
                        "worker": "",
                        "verdict": verdict,
                        "promised": "nothing changes",
                        "observed": "a row more",
                        "message": "it never booted",
                    }
                )
    return matrix(asked, mutants, gathering.result(workers=1))


@pytest.mark.parametrize(
    ("verdict", "fate", "code"),
    [
        ("broken", Fate.KILLED, ExitCode.KEPT),
        ("kept", Fate.SURVIVED, ExitCode.BROKEN),
        ("void", Fate.ERROR, ExitCode.VOID),
        ("not-applicable", Fate.ERROR, ExitCode.VOID),
    ],
)
def test_only_a_breach_is_a_kill(verdict, fate, code):
    """A mutant that never boots proves nothing, and says why."""
    outcome = tried({"one": verdict})

    assert [fate] == [trial.fate for trial in outcome.trials]
    assert code is outcome.exit_code


def test_a_clause_without_a_killer_is_named():
    """Although no mutant survived."""
    outcome = tried({"one": "broken"}, ids=(CLAUSE, OTHER))

    assert [OTHER] == [clause.id for clause in outcome.unguarded]
    assert ExitCode.BROKEN is outcome.exit_code


def test_an_unclean_gateway_proves_nothing():
    """If the gateway itself breaks the clause, nobody knows what the mutant died of."""
    outcome = tried({"one": "broken"}, clean="broken")

    assert [CLAUSE] == [clause.id for clause in outcome.unclean]
    assert ExitCode.VOID is outcome.exit_code


def test_no_mutant_at_all_proves_nothing():
    """Nothing executed is never success."""
    assert ExitCode.VOID is tried({}).exit_code


def test_a_run_that_was_cut_short_proves_nothing():
    """Its troubles are carried over."""
    outcome = replace(tried({"one": "broken"}), troubles=("interrupted",))

    assert ExitCode.VOID is outcome.exit_code
    assert ["interrupted"] == outcome.document()["troubles"]


def test_a_mutant_of_no_clause_is_refused():
    """Its maker is told the nearest id."""
    with pytest.raises(UnknownClause, match="did you mean"):
        trials_for(read_features(), load("reference"), [mutant("one", CLAUSE + "s")])


def listing(code):
    return replace(
        load("reference"), mutants=Mutants(gateway="true", list=f"{{python}} -c {json.dumps(code)}")
    )


def test_mutants_are_listed_by_the_target():
    """As JSON of name, breaks and sentence."""
    one = {"name": "a", "breaks": CLAUSE, "sentence": "B."}

    assert [Mutant("a", CLAUSE, "B.")] == mutants_of(listing(f"print('''{json.dumps([one])}''')"))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("print('no')", "not a JSON list"),
        ("print('[1]')", "not a JSON list"),
        ("raise SystemExit('boom')", "boom"),
    ],
)
def test_a_listing_that_fails_is_a_sentence(code, said):
    """With what the command said."""
    with pytest.raises(MutantsUnlisted, match=said):
        mutants_of(listing(code))


def test_a_target_without_mutants_says_how_to_have_them():
    """Rather than find nothing wrong."""
    with pytest.raises(HarnessError, match=r"add \[mutants\]"):
        mutants_of(replace(load("reference"), mutants=None))


def test_the_python_of_this_test_is_the_one_listed_with():
    """A target's `{python}` is the interpreter that runs the harness."""
    assert sys.executable == listing("pass").mutants_argv()[0]
