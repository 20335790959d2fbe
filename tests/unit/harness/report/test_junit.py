"""junit.xml, read by junitparser and by hand."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from contract_harness.ledger.clauses import Tier, read_features
from contract_harness.report import junit
from contract_harness.verdicts import Verdict
from tests.given.places import ROOT
from tests.given.verifying.sample_run import sample_run


@pytest.fixture(scope="module")
def run():
    return sample_run(164)


@pytest.fixture(scope="module")
def written(run, tmp_path_factory):
    file = tmp_path_factory.mktemp("reports") / "junit.xml"
    file.write_bytes(junit.document(run))
    return file


def test_junit_counts_what_failed(run, written):
    """Real nodes, and every counter agrees with them."""
    root = ET.parse(written).getroot()
    cases = root.findall(".//testcase")
    broken = [
        example
        for _, clause in run.clauses
        for example in clause.examples
        if example.verdict is Verdict.BROKEN is clause.verdict and clause.counts
    ]
    stale = [clause for _, clause in run.clauses if clause.verdict is Verdict.STALE]
    absent = [probe for target in run.targets for probe in target.missing]

    assert (
        len(broken) + len(stale) + len(absent) == len(root.findall(".//failure")) == int(root.get("failures"))
    )
    assert 1 == len(root.findall(".//error")) == int(root.get("errors"))
    assert len(root.findall(".//skipped")) == int(root.get("skipped")) > 0
    assert len(cases) == int(root.get("tests"))
    assert int(root.get("tests")) == sum(int(suite.get("tests")) for suite in root)


def test_junitparser_counts_the_same(run, written):
    """It agrees on tests, failures, errors and skips, suite by suite, and recounts them itself."""
    whole = JUnitXml.fromfile(str(written))
    said = (whole.tests, whole.failures, whole.errors, whole.skipped)
    nodes = [node for suite in whole for case in suite for node in case.result]
    counted = [sum(isinstance(node, kind) for node in nodes) for kind in (Failure, Error, Skipped)]
    whole.update_statistics()

    assert said == (whole.tests, whole.failures, whole.errors, whole.skipped)
    assert list(said[1:]) == counted
    broken = sum(
        example.verdict is Verdict.BROKEN is clause.verdict and clause.counts
        for _, clause in run.clauses
        for example in clause.examples
    )
    stale = sum(clause.verdict is Verdict.STALE for _, clause in run.clauses)
    assert broken + stale + sum(len(target.missing) for target in run.targets) == said[1]


def test_a_junit_failure_holds_the_evidence(written):
    """The exchange with its timings, the end of the log, and the mutant of the clause."""
    text = ET.parse(written).getroot().find(".//failure").text

    for expected in (
        "head after 10 ms, whole after 12 ms",
        "cookie: ogw_session=$SESSION",
        "path=/admin/29",
        "mutant:",
    ):
        assert expected in text


def test_a_junit_failure_tells_the_story(written):
    """Promised and observed in the message; clause, source and curl in the text."""
    failure = ET.parse(written).getroot().find(".//failure")

    assert failure.get("message").startswith(
        "promised 400 or 404, and the admin UI is not asked, observed 200 OK"
    )
    assert "again: curl -isg --path-as-is" in failure.text
    assert "source: observed gateway, 6.4" in failure.text


def test_a_blocked_breach_is_skipped_in_junit(written):
    """It counts neither way, and says what it comes after."""
    root = ET.parse(written).getroot()

    assert any("blocked: comes after" in node.get("message") for node in root.findall(".//skipped"))


def test_a_breach_that_costs_nothing_is_skipped_in_junit(run, written):
    """Or a job would be red whose exit code is 0; it says what was broken, and why it is not scored."""
    (free,) = (clause for _, clause in run.clauses if clause.fails_freely)
    cases = ET.parse(written).getroot().iterfind(f".//testcase[@classname='reference.{free.id}']")
    said = [node.get("message") for case in cases for node in case]

    assert [
        "broken, and not scored (provisional: new in this edition): "
        f"promised {free.decisive.promised}, observed {free.decisive.observed}"
    ] == said


def test_a_case_says_where_in_the_repository_it_is_written(run):
    """A path that a CI service can link: each feature file of the contract is found by it."""
    target = run.targets[0]
    promised = read_features().clauses
    clauses = tuple(replace(target.clauses[0], id=one.id, place=one.place) for one in promised)
    root = ET.fromstring(junit.document(replace(run, targets=(replace(target, clauses=clauses),))))
    written = {case.get("file") for case in root.iter("testcase") if case.get("file")}

    assert {f"features/{one.feature}" for one in promised} == written
    assert [] == [file for file in written if not (ROOT / file).is_file()]


@pytest.mark.parametrize("given", ["scenarios/mine.feature", "{here}/scenarios/mine.feature"])
def test_a_file_of_the_callers_is_told_from_where_they_are(run, monkeypatch, tmp_path, given):
    """However the folder of the extra features was named."""
    monkeypatch.chdir(tmp_path)
    target = run.targets[0]
    extra = replace(target.clauses[0], tier=Tier.EXTRA, place=f"{given.format(here=tmp_path)}:7")
    root = ET.fromstring(junit.document(replace(run, targets=(replace(target, clauses=(extra,)),))))

    assert {"scenarios/mine.feature"} == {
        case.get("file") for case in root.iter("testcase") if case.get("file")
    }
