"""Two reports: what became of each clause, and whether anything got worse."""

import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from contract_harness import resources
from contract_harness.cli import main
from contract_harness.report import json_report
from contract_harness.report.comparison import Kind, NothingInCommon, Pace, compare
from contract_harness.report.model import ExampleResult, Presence, Probe
from contract_harness.verdicts import ExitCode, Verdict
from tests.given.verifying.sample_run import sample_run

V = Verdict
RUN = sample_run(164)
SMALL = sample_run(6)
"""For what is written and read: the schema is checked clause by clause, and one shows as much as many."""
TARGET = RUN.targets[1]
KEPT = replace(TARGET.clauses[0], verdict=V.KEPT, examples=(ExampleResult("one", V.KEPT, 1.0),))


def clause(verdict, name="tea.is-hot", took_s=1.0, **change):
    return replace(
        KEPT, id=name, verdict=verdict, examples=(ExampleResult("one", verdict, took_s),), **change
    )


def run_of(*clauses, **change):
    targets = (replace(TARGET, clauses=clauses, probes=(), reservations=()),)
    return replace(RUN, targets=targets, narrowed=(), edition="", **change)


def became(before, after, *, renames=None, pace=None):
    outcome = compare(run_of(*before), run_of(*after), renames=renames or {}, pace=pace or Pace())
    return [(one.kind, one.clause) for one in outcome.changes], outcome.exit_code


@pytest.mark.parametrize(
    ("was", "now", "kind", "code"),
    [
        (V.KEPT, V.KEPT, None, ExitCode.KEPT),
        (V.BROKEN, V.BROKEN, None, ExitCode.KEPT),
        (V.KEPT, V.BROKEN, Kind.REGRESSED, ExitCode.BROKEN),
        (V.DEVIATION, V.BROKEN, Kind.REGRESSED, ExitCode.BROKEN),
        (V.NOT_RUN, V.BROKEN, Kind.REGRESSED, ExitCode.BROKEN),
        (V.KEPT, V.DEVIATION, Kind.REGRESSED, ExitCode.BROKEN),
        (V.KEPT, V.BLOCKED, Kind.REGRESSED, ExitCode.BROKEN),
        (V.BROKEN, V.KEPT, Kind.FIXED, ExitCode.KEPT),
        (V.STALE, V.KEPT, Kind.FIXED, ExitCode.KEPT),
        (V.VOID, V.KEPT, Kind.FIXED, ExitCode.KEPT),
        (V.UNSUPPORTED, V.KEPT, Kind.NEW, ExitCode.KEPT),
        (V.DEVIATION, V.STALE, Kind.STALE, ExitCode.BROKEN),
        (V.BROKEN, V.DEVIATION, Kind.EXCUSED, ExitCode.KEPT),
        (V.KEPT, V.VOID, Kind.UNJUDGED, ExitCode.BROKEN),
        (V.BROKEN, V.NOT_RUN, Kind.UNJUDGED, ExitCode.BROKEN),
        (V.KEPT, V.NOT_APPLICABLE, Kind.UNJUDGED, ExitCode.BROKEN),
        (V.NOT_RUN, V.UNSUPPORTED, None, ExitCode.KEPT),
    ],
)
def test_what_became_of_a_clause(was, now, kind, code):
    """And whether that is worse; what vanishes from judgement is."""
    changes, exit_code = became([clause(was)], [clause(now)])

    assert [kind] * (kind is not None) == [one for one, _ in changes]
    assert code is exit_code


def test_what_is_not_scored_makes_nothing_worse():
    """It is told all the same."""
    changes, code = became([clause(V.KEPT)], [clause(V.BROKEN, scored=False)])

    assert ([(Kind.REGRESSED, "tea.is-hot")], ExitCode.KEPT) == (changes, code)


@pytest.mark.parametrize(("verdict", "code"), [(V.KEPT, 0), (V.BROKEN, 1), (V.UNSUPPORTED, 0), (V.VOID, 1)])
def test_a_clause_that_is_new_is_worse_only_when_it_fails(verdict, code):
    """It had no chance to be kept before."""
    assert ([(Kind.NEW, "tea.is-hot")], code) == became([], [clause(verdict)])


def test_a_clause_that_is_gone_is_told():
    """It may have been retired; the editions know."""
    assert ([(Kind.GONE, "tea.is-hot")], ExitCode.KEPT) == became([clause(V.KEPT)], [])


def test_a_renamed_clause_is_the_same_clause():
    """What became of it is told under its new name, unless the old one is still there."""
    renames = {"tea.is-hot": "tea.is-warm"}
    new = clause(V.BROKEN, "tea.is-warm")

    changes, _ = became([clause(V.KEPT)], [new], renames=renames)
    both, _ = became([clause(V.KEPT)], [clause(V.KEPT), new], renames=renames)

    assert [(Kind.REGRESSED, "tea.is-warm"), (Kind.RENAMED, "tea.is-warm")] == changes
    assert [(Kind.NEW, "tea.is-warm")] == both


@pytest.mark.parametrize(
    ("was_s", "now_s", "is_slower"),
    [
        (1.0, 1.6, True),
        (1.0, 1.4, False),
        (0.1, 0.5, False),
        (10.0, 10.9, False),
        (0.0, 1.0, True),
        (2.0, 1.0, False),
    ],
)
def test_slower_is_by_the_factor_and_by_the_floor(was_s, now_s, is_slower):
    """And fails nothing by itself."""
    changes, code = became([clause(V.KEPT, took_s=was_s)], [clause(V.KEPT, took_s=now_s)])

    assert ([(Kind.SLOWER, "tea.is-hot")] * is_slower, ExitCode.KEPT) == (changes, code)


def test_a_claim_that_became_absent_is_a_regression():
    """Although no clause of it changed."""
    probe = Probe("tea", "feature", True, Presence.ABSENT, "nobody pours")
    after = run_of(clause(V.KEPT))
    after = replace(after, targets=(replace(after.targets[0], probes=(probe,)),))
    outcome = compare(run_of(clause(V.KEPT)), after, renames={}, pace=Pace())

    assert [(Kind.REGRESSED, "tea", "claimed: nobody pours")] == [
        (one.kind, one.clause, one.said) for one in outcome.changes
    ]
    assert () == compare(after, after, renames={}, pace=Pace()).changes


def test_targets_are_compared_by_name():
    """One that vanished is judged no more; two reports of one target each need no name in common."""
    two, one = RUN, replace(RUN, targets=RUN.targets[:1])
    renamed = replace(one, targets=(replace(one.targets[0], name="other"),))

    vanished = compare(two, one, renames={}, pace=Pace())

    assert [(Kind.UNJUDGED, "reference-postgres")] == [(c.kind, c.target) for c in vanished.changes]
    assert ExitCode.BROKEN is vanished.exit_code
    assert () == compare(one, renamed, renames={}, pace=Pace()).changes
    assert any("later report only" in said for said in compare(one, two, renames={}, pace=Pace()).remarks)
    with pytest.raises(NothingInCommon, match="no target in common"):
        compare(two, renamed, renames={}, pace=Pace())


def test_what_the_reports_are_is_remarked():
    """Void, narrowed, edited, scored otherwise: a reader would be misled without it."""
    after = replace(
        run_of(clause(V.KEPT), digest="cd" * 32),
        narrowed=("only tier core",),
        edition="2026.11",
        troubles=("x",),
    )
    remarks = compare(run_of(clause(V.KEPT)), after, renames={}, pace=Pace()).remarks

    assert 4 == len(remarks)
    assert {"void", "only tier core", "edited", "2026.11"} == {
        word
        for word in ("void", "only tier core", "edited", "2026.11")
        if any(word in one for one in remarks)
    }


@pytest.fixture
def files(tmp_path):
    """Writes two reports; gives their paths."""

    def write(before, after):
        paths = [tmp_path / "a.json", tmp_path / "b.json"]
        for path, run in zip(paths, (before, after), strict=True):
            json_report.write(run, path)
        return [str(path) for path in paths]

    return write


def test_the_command_tells_what_became_worse(files, capsys):
    """In words, with the observation, and as JSON of its schema."""
    words = files(run_of(clause(V.KEPT)), run_of(clause(V.BROKEN, reason="it is \x1b[31mcold")))
    schema = json.loads(resources.contracts("schemas", "diff.schema.json").read_text("utf-8"))

    assert 1 == main(["diff", *words])
    said = capsys.readouterr().out
    assert 1 == main(["diff", "--json", *words])
    data = json.loads(capsys.readouterr().out)

    assert "regressed  1" in said
    assert "something got worse" in said
    assert "\x1b[31mcold" not in said
    assert [] == list(Draft202012Validator(schema).iter_errors(data))
    assert [("tea.is-hot", "kept", "broken", True)] == [
        (one["clause"], one["was"], one["now"], one["worse"]) for one in data["regressed"]
    ]


def test_a_report_is_as_good_as_itself(files, capsys):
    """Also a large one with every verdict in it."""
    assert 0 == main(["diff", *files(SMALL, SMALL)])
    assert "nothing got worse" in capsys.readouterr().out


def test_what_a_narrowed_run_did_not_ask_is_counted_and_not_listed(files, capsys):
    """Unless it fails: a clause that is new and broken is named."""
    names = [f"tea.cup-{number}" for number in range(20)]
    narrowed = replace(run_of(clause(V.KEPT, names[0])), narrowed=("only clause tea.cup-0",))
    whole = run_of(*(clause(V.KEPT, name) for name in names[:-1]), clause(V.BROKEN, names[-1]))
    before, after = files(narrowed, whole)

    assert 1 == main(["diff", before, after])
    said = capsys.readouterr().out
    assert "new  19\n  1 broken, 18 kept, which the narrowed run did not ask\n" in said
    assert ["tea.cup-19"] == [name for name in names if f"  {name}  " in said]

    assert 0 == main(["diff", after, before])
    assert "gone  19\n  1 broken, 18 kept, which the narrowed run did not ask\n" in capsys.readouterr().out


def test_slower_fails_when_asked_to(files, capsys):
    """With the thresholds that were given."""
    words = files(run_of(clause(V.KEPT)), run_of(clause(V.KEPT, took_s=1.2)))

    assert 0 == main(["diff", "--fail-on-slower", *words])
    assert 1 == main(["diff", "--fail-on-slower", "--slower", "1.1", "--floor", "0.1", *words])
    assert "1.00 s → 1.20 s" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "it ends or breaks at line 1"),
        ("[]", "it is something else"),
        ('{"format": 1}', "it is something else"),
        (
            '{"format": 2, "targets": []}',
            "is a report of format 2, and this harness reads up to format 1: upgrade",
        ),
        ('{"format": true, "targets": []}', "it is something else"),
        ('{"format": 1, "targets": []}', "'harness' is a required property"),
        ('{"format": 1, "targets": NaN}', "no JSON that a harness writes"),
        ("[" * 100_000, "no JSON that a harness writes"),
        ("\udcff", "it is not UTF-8 text"),
    ],
)
def test_what_is_no_report_is_one_sentence(tmp_path, capsys, text, told):
    """Exit code 2, whichever of the two it is."""
    file = tmp_path / "odd.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    good = tmp_path / "good.json"
    json_report.write(SMALL, good)

    for words in ([file, good], [good, file]):
        assert 2 == main(["diff", *map(str, words)])
        said = capsys.readouterr().err
        assert told in said
        assert 1 == len(said.splitlines())


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_truncated_report_is_one_sentence(tmp_path, capsys, share):
    """Wherever it was cut."""
    good = tmp_path / "good.json"
    json_report.write(SMALL, good)
    text = good.read_text("utf-8")
    cut = tmp_path / "cut.json"
    cut.write_text(text[: int(len(text) * share)], "utf-8")

    assert 2 == main(["diff", str(good), str(cut)])
    assert "cut.json is not a whole report" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_a_missing_report_is_one_sentence(tmp_path, capsys, name):
    """A folder is none either."""
    assert 2 == main(["diff", str(tmp_path / name), str(tmp_path / name)])
    assert "give the path of a report.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--slower", "1"], ["--slower", "x"], ["--floor", "-1"], ["--floor", "nan"], []]
)
def test_wrong_usage_is_one_sentence(capsys, words):
    """Exit code 2 and the command that shows how."""
    assert 2 == main(["diff", *words])

    said = capsys.readouterr().err
    assert 1 == len(said.splitlines())
    assert "`gateway-contracts diff --help`" in said
