"""The command line: what a mistake gets for an answer, and reading the contract without a gateway."""

import json
import socket

import pytest

from contract_harness.clauses import read_features
from contract_harness.cli import main
from contract_harness.cli.arguments import useful_workers


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
        (["verify", "--url", "gopher://x"], "is not an http:// URL"),
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
        ('[deviations."migration.nope"]\nreason = "x"', "names 'migration.nope', which is no clause"),
        (
            '[deviations."migration.the-baseline-is-v18"]\nreason = "x"',
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
        [],
    ],
)
def test_wrong_usage_is_argparse_usage(capsys, argv):
    """Exit code 2 and the usage line."""
    with pytest.raises(SystemExit) as ended:
        main(argv)

    assert 2 == ended.value.code
    assert "usage: gateway-contracts" in capsys.readouterr().err


def test_the_list_and_its_json_agree(capsys):
    """Both are the ledger."""
    assert 0 == main(["clauses"])
    text = capsys.readouterr().out
    assert 0 == main(["clauses", "--json"])
    listed = json.loads(capsys.readouterr().out)

    assert [clause.id for clause in read_features().clauses] == [one["id"] for one in listed]
    assert all(one["id"] in text and one["title"] in text for one in listed)


def test_a_clause_is_explained_whole(capsys):
    """Title, source, place and every step."""
    clause = read_features().clause("migration.the-baseline-is-v17")

    assert 0 == main(["explain", clause.id])
    said = capsys.readouterr().out

    for expected in (clause.title, clause.source, clause.place, *clause.examples[0].steps):
        assert expected in said
