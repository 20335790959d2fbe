"""The kill matrix: which mutants prove something, and what is left unproved."""

from dataclasses import replace

import pytest

from contract_harness.ledger.clauses import UnknownClause, read_features
from contract_harness.mutation import kill_matrix, kill_matrix_page
from contract_harness.mutation.matrix import Fate, matrix
from contract_harness.mutation.plan import Width, trials_for
from contract_harness.mutation.registry import Mutant, UnknownMutant
from contract_harness.report.assemble import Gathering
from contract_harness.targets.loading import load
from contract_harness.verdicts import ExitCode, Verdict

LEDGER = read_features()
CLAUSE = "migration.apply-twice-changes-nothing"
OTHER = "migration.the-baseline-is-v17"
CANARY = Mutant("canary", "same-origin.three-surfaces-answer", "Does nothing.", canary=True)
AILING = "broken, ailing"


def mutant(name, breaks=CLAUSE):
    return Mutant(name, breaks, "Does otherwise.")


def tried(fates, *, clean="kept", canary="broken", ids=(CLAUSE,), width=Width.CLAUSE, also=()):
    """The matrix of a run in which the clause had *fates* at each mutant."""
    ledger = LEDGER
    mutants = [*(mutant(name) for name in fates), *([CANARY] if canary else [])]
    (share,) = trials_for(ledger, [(load("reference"), mutants)], ids, width=width)
    asked, everybody = share.clean, [share.clean, *share.tried]
    gathering = Gathering(
        ledger,
        asked={one.target.name: one.clauses for one in everybody},
        targets={one.target.name: one.target for one in everybody},
    )
    fates = {**fates, "canary": canary}
    for one in everybody:
        name = one.target.name
        for clause in one.clauses:
            fate = clean if one is asked else fates[name.partition("~")[2]]
            if clause.id not in (CLAUSE, CANARY.breaks):
                fate = "broken" if clause.id in also and one is not asked else "kept"
            for number in range(clause.runs):
                gathering.take(example(name, clause.id, number, fate))
    return matrix([share], gathering.result(workers=1), width)


def example(target, clause, number, fate):
    verdict, _, ailing = fate.partition(", ")
    return {
        "kind": "example",
        "target": target,
        "clause": clause,
        "example": f"{number}",
        "row": {},
        "place": 0,
        "worker": "",
        "verdict": verdict,
        "promised": "nothing changes",
        "observed": "a row more",
        "message": "it never booted",
        "ailment": "it crashed: it was ended by SIGSEGV" if ailing else "",
    }


@pytest.mark.parametrize(
    ("verdict", "fate", "code"),
    [
        ("broken", Fate.KILLED, ExitCode.KEPT),
        ("kept", Fate.SURVIVED, ExitCode.BROKEN),
        ("void", Fate.ERROR, ExitCode.VOID),
        ("not-applicable", Fate.ERROR, ExitCode.VOID),
        (AILING, Fate.ERROR, ExitCode.VOID),
    ],
)
def test_only_a_breach_by_a_gateway_that_stands_is_a_kill(verdict, fate, code):
    """A mutant that never boots, crashes or hangs proves nothing, and says why."""
    outcome = tried({"one": verdict})

    assert [fate] == [trial.fate for trial in outcome.trials if not trial.mutant.canary]
    assert code is outcome.exit_code


def test_a_crash_is_told_in_the_matrix():
    """Beside the breach it would otherwise pass for."""
    outcome = tried({"one": AILING})

    assert "it crashed: it was ended by SIGSEGV (promised nothing changes" in outcome.trials[0].because
    assert any("1 of the mutants proved nothing: one" in reason for reason in outcome.reasons_void)


@pytest.mark.parametrize(
    ("canary", "said"),
    [
        (None, "no mutant is the canary"),
        ("kept", "the canary canary was not killed by same-origin.three-surfaces-answer"),
        ("void", "the canary canary was not killed"),
        (AILING, "the canary canary was not killed"),
    ],
)
def test_a_canary_that_lives_voids_everything(canary, said):
    """A harness that does not notice it notices nothing, whatever else it says it noticed."""
    outcome = tried({"one": "broken"}, canary=canary)

    assert ExitCode.VOID is outcome.exit_code
    assert any(said in reason for reason in outcome.reasons_void)


def test_a_clause_without_a_killer_is_named():
    """Although no mutant survived."""
    outcome = tried({"one": "broken"}, ids=(CLAUSE, OTHER))

    assert [OTHER] == [clause.id for clause in outcome.unguarded]
    assert ExitCode.BROKEN is outcome.exit_code


def test_an_unclean_gateway_proves_nothing():
    """If the gateway itself breaks the clause, nobody knows what the mutant died of."""
    outcome = tried({"one": "broken"}, clean="broken")

    assert {CLAUSE, CANARY.breaks} == {clause.id for clause in outcome.unclean}
    assert ExitCode.VOID is outcome.exit_code


def test_no_mutant_at_all_proves_nothing():
    """Nothing executed is never success."""
    assert ExitCode.VOID is tried({}, canary=None).exit_code


def test_a_run_that_was_cut_short_proves_nothing():
    """Its troubles are carried over."""
    outcome = replace(tried({"one": "broken"}), troubles=("interrupted",))

    assert ExitCode.VOID is outcome.exit_code
    assert "interrupted" in outcome.reasons_void


def test_a_wide_matrix_shows_what_else_a_mutant_breaks():
    """Of the clauses beside its own; its fate is still decided by its own."""
    clause = LEDGER.clause(CLAUSE)
    neighbour = next(one.id for one in LEDGER.clauses if one.feature == clause.feature and one.id != CLAUSE)
    outcome = tried({"one": "kept"}, width=Width.FEATURE, also=(neighbour,))
    data = kill_matrix.document(outcome)

    assert (Fate.SURVIVED, (neighbour,)) == (outcome.trials[0].fate, outcome.trials[0].also)
    assert [neighbour] == data["mutants"][0]["also"]


def test_a_mutant_of_no_clause_is_refused():
    """Its maker is told the nearest id."""
    with pytest.raises(UnknownClause, match="did you mean"):
        trials_for(LEDGER, [(load("reference"), [mutant("one", CLAUSE + "s")])])


def test_one_mutant_can_be_asked_for():
    """Only it and the canary are tried; a name nobody has is told with the nearest."""
    mutants = [mutant("one"), mutant("two"), CANARY]
    sources = [(load("reference"), mutants)]
    (share,) = trials_for(LEDGER, sources, names=["two"])

    assert ["reference~two", "reference~canary"] == [one.target.name for one in share.tried]
    assert {CLAUSE, CANARY.breaks} == {clause.id for clause in share.question}
    with pytest.raises(UnknownMutant, match="did you mean 'two'"):
        trials_for(LEDGER, sources, names=["twoo"])


def test_each_clause_is_asked_where_it_is_claimed():
    """Of the first target that claims it; one canary is enough for all of them."""
    first = replace(load("reference"), claims=("same-origin", "migration"))
    second = load("reference-postgres")
    mutants = [mutant("one"), mutant("ships", "deployment.only-the-gateway-is-published"), CANARY]
    here, there = trials_for(LEDGER, [(first, mutants), (second, mutants)])

    assert ["reference~one", "reference~canary"] == [one.target.name for one in here.tried]
    assert ["reference-postgres~ships"] == [one.target.name for one in there.tried]
    assert {"same-origin", "migration"} == {clause.profile for clause in here.question}
    # Only PostgreSQL has schemas.
    assert ["migration.tables-live-in-public"] == [
        clause.id for clause in there.question if clause.profile in first.claims
    ]
    assert here.clean.clauses == here.question
    assert () == here.clean.probes == here.clean.unasked


def test_the_matrix_is_a_file_that_says_all(tmp_path):
    """It passes its schema, and its footer counts what stands before it."""
    outcome = tried({"one": "broken", "two": "kept"}, ids=(CLAUSE, OTHER))

    page = kill_matrix.write(outcome, tmp_path)
    data = kill_matrix.document(outcome)

    assert [] == list(kill_matrix.schema().iter_errors(data))
    assert {"killed": 2, "survived": 1, "error": 0} == data["footer"]["fates"]
    assert {"name": "canary", "fate": "killed"} == data["canary"]
    assert {CLAUSE: ["one"], OTHER: [], CANARY.breaks: ["canary"]} == {
        one["id"]: one["killed"] for one in data["clauses"]
    }
    del data["footer"]
    assert not kill_matrix.schema().is_valid(data)
    assert "No mutant was made for this clause." in page.read_text("utf-8")


def test_hostile_text_stays_text_in_the_matrix():
    """What a gateway answered is quoted on the page and nothing more."""
    outcome = tried({"one": "broken"})
    hostile = replace(outcome.trials[0], because="<script>alert(1)</script> \x1b[31m\u202e")
    page = kill_matrix_page.page(replace(outcome, trials=(hostile, *outcome.trials[1:])))

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert 1 == page.count("<script")
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "http:" not in page


def test_the_tone_of_the_page_is_that_of_the_outcome():
    """Green when proved, red when unguarded, violet when void."""
    tones = [
        kill_matrix_page.page(one).partition('class="headline ')[2].partition('"')[0]
        for one in (tried({"a": "broken"}), tried({"a": "kept"}), tried({"a": "void"}))
    ]

    assert [Verdict.KEPT.label, Verdict.BROKEN.label, Verdict.VOID.label] == tones
