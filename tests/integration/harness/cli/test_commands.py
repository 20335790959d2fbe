"""The command line: what a mistake gets for an answer, and reading the contract without a gateway."""

import json
import socket

import pytest

from contract_harness import resources
from contract_harness.cli import main
from contract_harness.ledger.clauses import read_features
from contract_harness.mutation.registry import mutants_of
from contract_harness.running.request import useful_workers
from contract_harness.targets.loading import load


def refused(capsys, *argv):
    """The one sentence on stderr of a command that ends with exit code 2."""
    code = main(argv)
    said = capsys.readouterr().err

    assert 2 == code
    assert said.startswith("gateway-contracts: ")
    assert "Traceback" not in said
    return said.strip()


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """In a directory where nothing may appear that was not asked for."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        (["verify", "refrence"], "did you mean 'reference'"),
        (["verify", "nowhere.toml"], "nowhere.toml"),
        (["verify", "--profile", "same-orign"], "did you mean 'same-origin'"),
        (
            ["verify", "--clause", "migration.the-baseline-is-v18"],
            "did you mean 'migration.the-baseline-is-v17'",
        ),
        (["verify", "reference", "reference"], "given twice"),
        (["verify", "--url", "gopher://x"], "is not an http:// or https:// URL"),
        (["verify", "--command", "./nope"], "/nope is no file (start, "),
        (["verify", "oceans-v0.6", "--command", "no-such-program"], "no-such-program is not on PATH"),
        (["verify", "--ca", "nope.pem"], "--ca names"),
        (["verify", "--url", "https://x", "--ca", "nope.pem"], "which is no file: correct the path"),
        (["verify", "--url", "https://x", "--key", "/dev/null"], "--key"),
        (["verify", "--url", "http://127.0.0.1:9", "--header", "X"], "write NAME:VALUE"),
        (["verify", "--url", "http://127.0.0.1:9", "--header", "a b: c"], "is no name of a header"),
        (["verify", "--url", "http://127.0.0.1:9", "--header", "Host: c"], "belongs to each request"),
        (
            ["verify", "--url", "http://127.0.0.1:9", "--header", "X: env.NOT_SET_AT_ALL"],
            "export NOT_SET_AT_ALL",
        ),
        (["verify", "--header", "X: y"], "give its --url"),
        (
            ["verify", "--url", "https://127.0.0.1:9"],
            "no gateway answers at https://127.0.0.1:9 (nothing listens at port 9)",
        ),
        (["repeat", "migration.the-baseline-is-v18"], "did you mean 'migration.the-baseline-is-v17'"),
        (["repeat", "migration.the-baseline-is-v17", "refrence"], "did you mean 'reference'"),
        (["repeat", "migration.the-baseline-is-v17", "--command", "./nope"], "/nope is no file"),
        (["explain", "migration.the-baseline-is-v18"], "did you mean 'migration.the-baseline-is-v17'"),
        (["clauses", "--profile", "nope"], "choose from"),
        (["mutants", "--target", "refrence"], "did you mean 'reference'"),
        (["verify", "--profile", "migration", "--tier", "provisional"], "no clause matches"),
    ],
)
def test_a_mistake_is_one_sentence(capsys, elsewhere, argv, named):
    """It names the thing and the remedy, ends with 2, and nothing was written."""
    assert named in refused(capsys, *argv)
    assert [] == list(elsewhere.iterdir())


def test_a_password_in_a_url_is_refused_and_not_repeated(capsys):
    """It would stand in every report, and in the process list."""
    said = refused(capsys, "verify", "--url", "http://me:s3same@127.0.0.1:9")

    assert "has credentials in it" in said
    assert "s3same" not in said


def test_a_dead_url_is_found_before_the_run(capsys, elsewhere):
    """Nothing listens there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"

        assert f"no gateway answers at {url}" in refused(capsys, "verify", "--url", url)
    assert [] == list(elsewhere.iterdir())


def test_a_target_file_that_is_wrong_is_named(capsys, elsewhere):
    """With the key at fault."""
    (elsewhere / "mine.toml").write_text('driver = "teleport"\nabout = "x"\n', "utf-8")

    said = refused(capsys, "verify", "mine.toml")

    assert "mine.toml" in said
    assert "driver" in said


def test_reports_that_cannot_be_written_are_said_before_the_run(capsys, elsewhere):
    """A file stands where the directory should be."""
    (elsewhere / "reports").write_text("", "utf-8")

    assert "--report-dir" in refused(capsys, "verify", "--clause", "migration.the-baseline-is-v17")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('claims = ["boostrap"]', "claims names 'boostrap', which is no profile: did you mean 'bootstrap'"),
        (
            '[deviations."migration.nope"]\nreason = "x"\nlink = "http://x.y"',
            "names 'migration.nope', which is no clause",
        ),
        (
            '[deviations."migration.the-baseline-is-v18"]\nreason = "x"\nlink = "http://x.y"',
            "did you mean 'migration.the-baseline-is-v17'",
        ),
    ],
)
def test_a_target_file_may_only_name_what_there_is(capsys, elsewhere, line, named):
    """A deviation of no clause would excuse nothing, a claim of no profile would ask nothing."""
    text = 'driver = "url"\nabout = "x"\nurl = "http://127.0.0.1:9"\n'
    (elsewhere / "mine.toml").write_text(text + line, "utf-8")

    said = refused(capsys, "verify", "mine.toml")

    assert "mine.toml" in said
    assert named in said


@pytest.mark.parametrize(
    ("given", "examples", "workers"), [(2, 3, 1), (2, 19, 1), (2, 20, 2), (4, 500, 4), (1, 500, 1)]
)
def test_few_examples_get_few_workers(given, examples, workers):
    """A worker that costs more than it carries is not started."""
    assert workers == useful_workers(given, examples)


@pytest.mark.parametrize(
    "argv",
    [
        ["verify", "--workers", "many"],
        ["verify", "--patience", "0"],
        ["verify", "--tier", "soft"],
        ["explain"],
    ],
)
def test_wrong_usage_is_one_sentence(capsys, argv):
    """With the command that shows how."""
    said = refused(capsys, *argv)

    assert 1 == len(said.splitlines())
    assert f"`gateway-contracts {argv[0]} --help`" in said


def test_the_list_and_its_json_agree(capsys):
    """Both are the ledger."""
    assert 0 == main(["clauses"])
    text = capsys.readouterr().out
    assert 0 == main(["clauses", "--json"])
    listed = json.loads(capsys.readouterr().out)

    assert [clause.id for clause in read_features().clauses] == [one["id"] for one in listed]
    assert all(one["id"] in text and one["title"] in text for one in listed)


def test_a_clause_is_explained_whole(capsys):
    """Title, source, place, tier, what it comes after, every step and row, and the mutants that break it."""
    ledger = read_features()
    clause = ledger.clause("migration.apply-twice-changes-nothing")
    mutants = [one for one in mutants_of(load("reference")) if one.breaks == clause.id]

    assert 0 == main(["explain", clause.id])
    said = capsys.readouterr().out

    facts = (clause.title, clause.source, clause.place, "core: a profile claim rests on it")
    after = [text for other in clause.after for text in (other, ledger.clause(other).title)]
    broken_by = [text for one in mutants for text in (one.name, one.sentence)]
    assert broken_by
    for expected in (*facts, *after, *clause.examples[0].steps, *broken_by):
        assert expected in said
    assert "\x1b" not in said


def test_what_a_clause_cites_can_be_opened(capsys):
    """A page of this installation by its file and line, somebody else's by its URL."""
    assert 0 == main(["explain", "same-origin.every-connection-header-counts"])
    said = capsys.readouterr().out

    page = resources.docs("sources", "observed-gateway", "proxy.md")
    line = page.read_text("utf-8").splitlines().index('<a id="6.3"></a>') + 1
    assert f"observed gateway, 6.3  {page}:{line}\n" in said
    assert "RFC 9110, 5.3          https://www.rfc-editor.org/rfc/rfc9110#section-5.3\n" in said


def test_the_rows_of_an_example_are_explained(capsys):
    """Aligned as a feature file has them."""
    assert 0 == main(["explain", "same-origin.statuses-pass"])

    shown = capsys.readouterr().out
    assert "      | status                          | method  |\n" in shown
    assert "      | OK                              | GET     |\n" in shown


def test_a_target_without_mutants_explains_none(capsys, elsewhere):
    """It says so, and does not name those of another gateway."""
    (elsewhere / "mine.toml").write_text('driver = "url"\nabout = "x"\nurl = "http://127.0.0.1:9"\n', "utf-8")

    assert 0 == main(["explain", "same-origin.statuses-pass", "--target", "mine.toml"])

    assert "No gateway that breaks it is known here." in capsys.readouterr().out


def test_the_list_is_narrowed_by_words_and_tier(capsys):
    """Every word must stand in the id, the promise or the source; no match is a mistake."""
    assert 0 == main(["clauses", "REDIRECT", "browser", "--tier", "hardened", "--json"])
    listed = json.loads(capsys.readouterr().out)

    assert listed
    assert {"hardened"} == {one["tier"] for one in listed}
    for one in listed:
        text = f"{one['id']} {one['title']} {one['source']}".lower()
        assert "redirect" in text
        assert "browser" in text
    assert "no clause matches" in refused(capsys, "clauses", "no-such-word")
