"""Extra features: run with the contract's, labelled as outside it, and unable to change it."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from contract_harness.cli import main
from contract_harness.errors import HarnessError
from contract_harness.extras import read_extras
from contract_harness.ledger.clauses import Ledger, read_features
from tests.given.places import ROOT

EXAMPLE = ROOT / "docs" / "examples" / "extra-features"
OURS = "same-origin.unknown-routes-are-not-found"
EXTRAS = ["my-gateway.revoked-keys-stay-listed", "my-gateway.health-is-plain"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In an empty directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def extras(elsewhere: Path) -> Path:
    """A copy of the example, to be changed."""
    return Path(shutil.copytree(EXAMPLE, elsewhere / "mine", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """The contract's."""
    return read_features()


def verified(*argv: str) -> tuple[int, dict[str, dict[str, object]]]:
    """Exit code and the clauses of the report, by id."""
    code = main(["verify", "--extra-features", "mine", *argv])
    report = json.loads(Path("reports/report.json").read_text("utf-8"))
    return code, {one["id"]: one for one in report["targets"][0]["clauses"]}


def test_the_example_runs_beside_the_contract(extras: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the same fixtures and steps, and its own; every report says that it is outside."""
    asked = [word for clause in (OURS, *EXTRAS) for word in ("--clause", clause)]
    code, clauses = verified(*asked)
    said = capsys.readouterr().out

    assert 0 == code, said
    assert [("core", True), ("extra", False), ("extra", False)] == [
        (clauses[one]["tier"], clauses[one]["scored"]) for one in (OURS, *EXTRAS)
    ]
    assert {"kept"} == {clauses[one]["verdict"] for one in (OURS, *EXTRAS)}
    assert "2/2 kept, outside the contract" in said
    assert "2/2 kept, outside the contract" in Path("reports/summary.md").read_text("utf-8")
    assert "1/1 core kept" in Path("reports/badge.json").read_text("utf-8")
    suites = {suite.get("name") for suite in ET.parse("reports/junit.xml").getroot()}
    assert {"reference same-origin", "reference my-gateway (outside the contract)"} <= suites
    page = Path("reports/report.html").read_text("utf-8")
    assert 'data-tier="extra"' in page
    assert "outside the contract" in page
    assert [] == list(extras.rglob("__pycache__"))


def test_a_thread_of_a_step_module_is_there_in_every_example(extras: Path) -> None:
    """No fork would copy it: then one process runs everything, however many workers were asked for."""
    module = extras / "steps" / "health.py"
    thread = "THREAD = threading.Thread(target=threading.Event().wait, daemon=True)\nTHREAD.start()\n"
    text = f"{module.read_text('utf-8')}\nimport threading\n{thread}"
    module.write_text(text.replace("    assert (", "    assert THREAD.is_alive()\n    assert ("), "utf-8")
    many = ("same-origin.raw-path-is-forwarded", "same-origin.raw-query-is-forwarded", EXTRAS[1])
    code, clauses = verified("--workers", "2", *(word for one in many for word in ("--clause", one)))

    assert 20 <= sum(len(clause["examples"]) for clause in clauses.values())
    assert (0, "kept") == (code, clauses[EXTRAS[1]]["verdict"])


def test_a_broken_extra_fails_the_run_and_no_score(extras: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its `assert` is a breach, told with what was asserted; the contract is not called broken."""
    steps = extras / "steps" / "health.py"
    steps.write_text(steps.read_text("utf-8").replace("(200, [])", "(201, [])"), "utf-8")
    code, clauses = verified("--clause", OURS, "--clause", EXTRAS[1])
    said = capsys.readouterr().out

    assert 1 == code
    assert ("kept", "broken") == (clauses[OURS]["verdict"], clauses[EXTRAS[1]]["verdict"])
    assert "promised A 200 without a cookie." in said
    assert "assert (201, []) ==" in said
    for shown in (
        said,
        *(Path(f"reports/{file}").read_text("utf-8") for file in ("summary.md", "report.html")),
    ):
        assert "an extra scenario is broken" in shown
        assert "The contract is broken" not in shown
    assert "1/1 core kept" in Path("reports/badge.json").read_text("utf-8")


def test_filters_reach_extras(extras: Path) -> None:
    """By their profile, which is the first half of their ids, and by their tier."""
    code, by_profile = verified("--profile", "my-gateway")
    assert (0, set(EXTRAS)) == (code, {one for one in by_profile if by_profile[one]["verdict"] == "kept"})

    code, by_tier = verified("--tier", "extra")
    assert (0, set(EXTRAS)) == (code, set(by_tier))


def test_they_are_listed_with_the_contract(extras: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`clauses` checks them as a run would, without running anything."""
    assert 0 == main(["clauses", "--extra-features", "mine", "--profile", "my-gateway"])
    assert all(one in capsys.readouterr().out for one in EXTRAS[:1])


RULE = "Feature: F\n  @a.b\n  Rule: R\n    Example: E\n      When somebody asks for /healthz\n"
OUTLINE = (
    RULE.replace("Example: E", "Scenario Outline: E").replace("somebody asks", "<who> asks")
    + "      Examples:\n        | who |\n        | somebody |\n        | a ghost |\n"
)
STEP = "from pytest_bdd import given, when, then, parsers\nimport pytest\n"

BAD = {
    # what is written, and words of the sentence
    "unknown step": (
        {"x.feature": RULE + "      Then the moon is full\n"},
        "x.feature:6: no step is called 'the moon is full'",
    ),
    "near step": (
        {"x.feature": RULE + "      Then the answer sets no cookies\n"},
        "did you mean 'the answer sets no cookie'",
    ),
    "unknown step of one row": (
        {"x.feature": OUTLINE},
        "no step is called 'a ghost asks for /healthz'",
    ),
    "duplicate name": (
        {"x.feature": RULE + "    Example: E\n      When somebody asks for /healthz\n"},
        "the example name 'E' is already used",
    ),
    "duplicate name in another file": (
        {"x.feature": RULE, "y.feature": RULE.replace("a.b", "a.c")},
        "y.feature:4: the example name 'E' is already used",
    ),
    "id of the contract": (
        {"x.feature": RULE.replace("a.b", OURS)},
        f"x.feature:3: the id {OURS} is a clause of the contract",
    ),
    "profile of the contract": (
        {"x.feature": RULE.replace("a.b", "migration.mine")},
        "migration is a profile of the contract",
    ),
    "id twice": (
        {"x.feature": RULE, "y.feature": RULE.replace("Example: E", "Example: G")},
        "is used 2 times",
    ),
    "no id": ({"x.feature": RULE.replace("  @a.b\n", "")}, "lacks a tag like @my-gateway.words"),
    "no rule": (
        {"x.feature": "Feature: F\n  Scenario: S\n    When x\n"},
        "lacks a tag like @my-gateway.words",
    ),
    "a tier": ({"x.feature": RULE.replace("@a.b", "@a.b @core")}, "the tier @core is the contract's"),
    "no example": ({"x.feature": "Feature: F\n  @a.b\n  Rule: R\n"}, "has no example that runs"),
    "no Gherkin": ({"x.feature": "Feature: F\n  @a.b\n  What: R\n"}, "cannot be read as Gherkin"),
    "after nothing": ({"x.feature": RULE.replace("@a.b", "@a.b @after:a.z")}, "comes after a.z"),
    "a module that raises": (
        {"steps/x.py": "\n1 / 0\n"},
        "x.py:2: the step module cannot be imported (ZeroDivisionError",
    ),
    "a module that is no Python": (
        {"steps/x.py": "\n\ndef\n"},
        "x.py:3: the step module cannot be imported (SyntaxError",
    ),
    "a sentence of the contract": (
        {"steps/x.py": STEP + "@then('the sign-in is accepted')\ndef x():\n    pass\n"},
        "a step of it also matches 'the sign-in is accepted', a sentence of the contract",
    ),
    "every sentence": (
        {"steps/x.py": STEP + "@given(parsers.re('.*'))\ndef x():\n    pass\n"},
        "a sentence of the contract",
    ),
    "a fixture of the harness": (
        {"steps/x.py": STEP + "@pytest.fixture\ndef gateway():\n    return 1\n"},
        "the fixture 'gateway' is the harness's own",
    ),
    "a fixture that reaches everybody": (
        {"steps/x.py": STEP + "@pytest.fixture(autouse=True)\ndef mine():\n    return 1\n"},
        "is autouse",
    ),
    "a hook": ({"steps/x.py": "def pytest_runtest_setup():\n    pass\n"}, "is a hook of pytest"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_run_is_one_sentence(name: str, extras: Path, ledger: Ledger) -> None:
    """With place and reason, before anything is started."""
    files, words = BAD[name]
    for file, text in files.items():
        (extras / file).write_text(text, "utf-8")

    with pytest.raises(HarnessError) as caught:
        read_extras(Path("mine"), ledger)

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["unknown step", "duplicate name"])
def test_bad_extras_are_a_wrong_call(
    name: str, extras: Path, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and nothing is written."""
    files, words = BAD[name]
    for file, text in files.items():
        (extras / file).write_text(text, "utf-8")
    code = main(["verify", "--extra-features", "mine", "--tier", "extra"])
    said = capsys.readouterr().err.strip()

    assert (2, 1) == (code, len(said.splitlines())), said
    assert words in said
    assert ["mine"] == [path.name for path in elsewhere.iterdir()]


@pytest.mark.parametrize(
    ("folder", "words"), [("nowhere", "is no folder"), ("empty", "holds no .feature file")]
)
def test_a_folder_without_features_is_told(
    folder: str, words: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asking for nothing is never taken for asking."""
    (elsewhere / "empty").mkdir()

    assert 2 == main(["verify", "--extra-features", folder])
    assert words in capsys.readouterr().err
