"""A real breach, from a real gateway that is wrong on purpose, told alike in every report and seen again."""

import json
import os
import re
import subprocess
import sys

import pytest

from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.pool import Pool
from contract_harness.mutation.registry import mutants_of
from contract_harness.patience import Patience
from contract_harness.programs import debian
from contract_harness.report import json_reader
from contract_harness.report.failure_text import duration
from contract_harness.targets.loading import load
from contract_harness.verdicts import Verdict
from tests.given.places import ROOT

MUTANT = "same_origin.sessions.shows_scripts_the_cookie"
PAGE = ROOT / "docs" / "reading-a-report.md"
_PASSING = re.compile(r":\d{4,5}\b|[\d.]+ m?s\b|\d+ bytes")
FILES = ["stdout", "report.html", "report.json", "junit.xml", "summary.md"]


@pytest.fixture(scope="module")
def mutant():
    """The mutant as its maker describes it."""
    return next(one for one in mutants_of(load("reference")) if one.name == MUTANT)


@pytest.fixture(scope="module")
def pool(mutant):
    """A room of the mutant."""
    pool = Pool(mutant.of(load("reference")), Patience.from_environment())
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def reports(pool, mutant, tmp_path_factory):
    """The reports of its one clause, and what was printed; it goes on running."""
    installation = pool.new_installation(Evidence())
    installation.real_admin_ui()
    base_url = installation.serve().base_url
    folder = tmp_path_factory.mktemp("reports")
    words = [sys.executable, "-m", "contract_harness", "verify", "--url", base_url, "--clause", mutant.breaks]
    done = subprocess.run(
        [*words, "--report-dir", str(folder)],
        env={**os.environ, "GATEWAY_CONTRACTS_ADMIN_PASSWORD": pool.credentials.admin_password},
        stdout=subprocess.PIPE,
        check=False,
    )
    (folder / "stdout").write_bytes(done.stdout)
    assert 1 == done.returncode
    yield folder
    installation.close()


@pytest.fixture(scope="module")
def example(reports):
    """The example that broke."""
    return json_reader.read(reports / "report.json").targets[0].clauses[0].decisive


def shown(folder, name):
    """The text of a report, as somebody reads it."""
    text = (folder / name).read_text("utf-8")
    for written, meant in {
        "&lt;": "<",
        "&gt;": ">",
        "&#34;": '"',
        "&#39;": "'",
        "&quot;": '"',
        "&amp;": "&",
    }.items():
        text = text.replace(written, meant)
    text = (
        json.dumps(json.loads(text), ensure_ascii=False).replace('\\"', '"')
        if name.endswith("json")
        else text
    )
    return re.sub(r"\\([\\`*_<>|\[\]])", r"\1", text) if name.endswith("md") else text


@pytest.mark.parametrize("name", FILES)
def test_every_report_tells_the_same_breach(reports, example, mutant, name):
    """Promised, observed, the exchange, how to repeat it, and the mutant that shows the clause can fail."""
    told = shown(reports, name)

    exchange = example.exchanges[-1]
    expected = [mutant.breaks, example.promised, example.observed, example.again, mutant.sentence]
    expected += [exchange["url"], f"{exchange['status']} {exchange['reason']}", "$SESSION"]
    times = (exchange["head_s"], exchange["elapsed_s"])
    expected += [str(at) if name == "report.json" else f"after {duration(at)}" for at in times]
    if name == "report.json":
        expected.remove(f"{exchange['status']} {exchange['reason']}")
    assert [] == [text for text in expected if text not in told]


def test_the_page_about_reports_shows_a_real_one(reports):
    """Every line of its sample that is whole is a line of this run, addresses and times apart."""
    sample = PAGE.read_text("utf-8").partition("```text\n")[2].partition("```")[0]
    printed = {_PASSING.sub("", line) for line in (reports / "stdout").read_text("utf-8").splitlines()}
    whole = [
        _PASSING.sub("", line) for line in sample.splitlines() if "…" not in line and "mutant" not in line
    ]

    assert len(whole) > 8
    assert [] == [line for line in whole if line not in printed]


def test_the_page_about_reports_knows_every_verdict():
    """And says what to do about it."""
    page = PAGE.read_text("utf-8")

    assert [] == [one.label for one in Verdict if f"| {one.label} |" not in page]


@pytest.mark.parametrize("name", FILES)
def test_no_report_tells_the_password(reports, pool, name):
    """Though the clause signs in with it."""
    assert pool.credentials.admin_password not in (reports / name).read_text("utf-8")


def test_the_command_shows_the_breach_again(pool, example):
    """Typed into a shell in which the secrets are set, at the gateway that still runs: the same answer."""
    environ = {
        "PATH": f"{debian.find('curl').parent}:{os.environ['PATH']}",
        "ADMIN_PASSWORD": pool.credentials.admin_password,
    }
    answer = subprocess.run(
        ["sh", "-c", example.again], env=environ, capture_output=True, text=True, timeout=30, check=True
    ).stdout
    head, _, body = answer.partition("\n\n")
    names = [line.partition(":")[0].lower() for line in head.splitlines()[1:]]

    exchange = example.exchanges[-1]
    assert f"HTTP/1.1 {exchange['status']} {exchange['reason']}" == head.splitlines()[0]
    assert [name.lower() for name, _ in exchange["response_headers"]] == names
    assert json.loads(exchange["response_body"]).keys() == json.loads(body).keys()
    assert "set-cookie" in names
    assert "httponly" not in head.lower()
