"""What is written about a run, in every format."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from contract_harness.report import (
    badge,
    html_report,
    json_reader,
    json_report,
    junit,
    markdown,
    terminal,
    writers,
)
from contract_harness.report.json_reader import UnreadableReport
from contract_harness.report.model import INTERRUPTED
from contract_harness.verdicts import ExitCode, Verdict
from tests.given.verifying.sample_run import HOSTILE, sample_run

SIZE = 164


@pytest.fixture(scope="module")
def run():
    return sample_run(SIZE)


@pytest.fixture(scope="module")
def written(run, tmp_path_factory):
    directory = tmp_path_factory.mktemp("reports")
    writers.write_all(run, directory)
    return directory


def test_a_report_says_all_there_is(run, written):
    """What is read back is what was written, and it is valid against the published schema."""
    data = json.loads((written / "report.json").read_text("utf-8"))

    assert [] == list(json_report.schema().iter_errors(data))
    assert json_report.document(run) == json_report.document(json_reader.read(written / "report.json"))


def test_the_report_schema_is_a_schema():
    """And refuses a report that lacks its footer."""
    schema = json_report.schema()
    Draft202012Validator.check_schema(schema.schema)

    document = json_report.document(sample_run(8))
    del document["footer"]

    assert not schema.is_valid(document)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.999])
def test_a_truncated_report_is_refused(written, tmp_path, share):
    """Wherever it was cut."""
    text = (written / "report.json").read_text("utf-8")
    cut = tmp_path / "report.json"
    cut.write_text(text[: int(len(text) * share)], "utf-8")

    with pytest.raises(UnreadableReport, match="not a whole report"):
        json_reader.read(cut)


def test_a_stitched_report_is_refused(written, tmp_path):
    """A clause taken out leaves valid JSON whose footer counts otherwise."""
    document = json.loads((written / "report.json").read_text("utf-8"))
    document["targets"][0]["clauses"].pop()
    file = tmp_path / "report.json"
    file.write_text(json.dumps(document), "utf-8")

    with pytest.raises(UnreadableReport, match="footer counts otherwise"):
        json_reader.read(file)


def test_no_report_is_said_in_one_sentence(tmp_path):
    """A missing file is named."""
    with pytest.raises(UnreadableReport, match=r"nowhere\.json"):
        json_reader.read(tmp_path / "nowhere.json")


def test_an_absent_claim_is_told_everywhere(run, written):
    """It fails the run, so every page says what is missing, and what else stands beside the clauses."""
    pages = [(written / name).read_text("utf-8") for name in ("report.html", "junit.xml", "summary.md")]
    log = Console(file=StringIO(), width=140)
    log.print(terminal.summary(run, None))

    assert all("own-admin-ui" in page for page in (*pages, log.file.getvalue()))
    for page in (pages[0], pages[2], log.file.getvalue()):
        assert "1 clause is not observable through this driver" in page
        assert "session" in page
        assert "2026.11" in page


def test_a_claim_that_is_absent_breaks_the_contract(run):
    """Also when every clause that was asked is kept."""
    target = run.targets[0]
    kept = tuple(clause for clause in target.clauses if clause.verdict is Verdict.KEPT)
    short = replace(run, targets=(replace(target, clauses=kept),))

    assert ExitCode.BROKEN is short.exit_code
    assert markdown.page(short).startswith("## ❌ The contract is broken")
    assert "The contract is broken" in html_report.page(short)


class Reader(HTMLParser):
    """What a browser would see: elements, the text of pages, and every address."""

    def __init__(self):
        super().__init__()
        self.scripts = 0
        self.ids = []
        self.links = []
        self.loaded = []
        self.handlers = []

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.handlers += [name for name in values if name.startswith("on")]
        addresses = [values[name] for name in ("src", "href", "action", "srcset") if name in values]
        (self.links if tag == "a" else self.loaded).extend(addresses)


def test_hostile_text_stays_text(written):
    """Markup from a gateway neither becomes markup nor ends what it stands in."""
    page = (written / "report.html").read_text("utf-8")
    reader = Reader()
    reader.feed(page)

    assert 2 == reader.scripts
    assert [] == reader.handlers
    assert "&lt;script&gt;alert(" in page
    assert "<script>alert" not in page
    assert not [character for character in HOSTILE if ord(character) < 32 and character in page]
    assert "\u202e" not in page


def test_the_page_asks_the_network_for_nothing(run, written):
    """Nothing is loaded, a link leads to a place on it or to a source, and its policy forbids the rest."""
    page = (written / "report.html").read_text("utf-8")
    reader = Reader()
    reader.feed(page)

    assert [] == reader.loaded
    sources = {link.url for _, clause in run.clauses for link in clause.sources}
    assert {"#"} == {address[0] for address in reader.links if address not in sources}
    assert "default-src &#39;none&#39;" in page
    assert "unsafe" not in page
    assert "@import" not in page
    assert "url(" not in page


def test_every_clause_has_its_own_place_on_the_page(run, written):
    """So that a link leads to it, whichever target it is of."""
    reader = Reader()
    reader.feed((written / "report.html").read_text("utf-8"))
    places = [one for one in reader.ids if "/" in one]

    assert sorted(f"{target.name}/{clause.id}" for target, clause in run.clauses) == sorted(places)


def test_a_target_named_by_its_url_can_be_linked_to():
    """Every link on the page leads to a place on it, none of which a browser would have to decode."""
    run = sample_run(SIZE)
    named = replace(run.targets[0], name="http://127.0.0.1:8080/a b")
    reader = Reader()
    reader.feed(html_report.page(replace(run, targets=(named, *run.targets[1:]))))
    places = {address.removeprefix("#") for address in reader.links if address.startswith("#")}

    assert any("8080" in one for one in places)
    assert places <= set(reader.ids)
    assert all(re.fullmatch(r"[\w./~-]+", one) for one in places)


def test_the_summary_keeps_hostile_text_in_its_fence(written):
    """A longer fence than any inside; tables keep their columns."""
    summary = (written / "summary.md").read_text("utf-8")
    rows = [line for line in summary.splitlines() if line.startswith("| ")]

    assert summary.startswith("## ⚠️ The run is void")
    assert {6} == {row.count(" | ") + row.endswith(" |") + row.startswith("| ") for row in rows[2:]}
    assert "\x1b" not in summary


def test_the_summary_lists_what_was_declared(run):
    """Each deviation with its verdict, reason, link, last day, and that it was only predicted."""
    clause = next(one for _, one in run.clauses if one.deviation)

    line = f"- {clause.verdict.label}: `{clause.id}`: issue 41: usage https://gateway.example/issues/41"
    assert f"{line}, until 2027-03-01, predicted" in markdown.page(run).splitlines()


def test_a_fence_is_longer_than_any_inside(run):
    """A breach that quotes Markdown cannot end its own block."""
    target = run.targets[0]
    clause = next(one for one in target.clauses if one.verdict is Verdict.BROKEN)
    example = replace(clause.examples[1], observed="```\n# owned", detail="", exchanges=(), steps=())
    odd = replace(target, clauses=(replace(clause, examples=(example,)),))

    lines = markdown.page(replace(run, targets=(odd,))).splitlines()

    fences = [line for line in lines if line.startswith("```") and line != "```"]
    assert ["````text", "````"] == fences[:2]


@pytest.mark.parametrize(
    ("keep", "message", "colour"),
    [
        ({Verdict.KEPT}, "kept", "brightgreen"),
        ({Verdict.KEPT, Verdict.BROKEN}, "kept", "red"),
        (set(), "void", "lightgrey"),
    ],
)
def test_the_badge_is_green_only_when_kept(run, keep, message, colour):
    """Red when broken, grey when nobody can tell."""
    target = run.targets[0]
    kept = replace(target, clauses=tuple(one for one in target.clauses if one.verdict in keep), probes=())

    shown = json.loads(badge.document(replace(run, targets=(kept,), narrowed=(), edition="")))

    assert (colour, True) == (shown["color"], shown["message"].endswith(message))


def test_a_claim_on_a_part_says_so_everywhere(run):
    """A narrowed run, and what an edition leaves unscored, in each file."""
    reserved = run.targets[0].reservations

    assert json.loads(badge.document(replace(run, targets=run.targets[1:])))["message"].endswith(
        "core kept, edition 2026.11, of a part"
    )
    for words in reserved:
        assert words.encode() in junit.document(run)
        assert words in html_report.page(run)
        assert words in markdown.page(run)
    assert list(reserved) == json_report.document(run)["targets"][0]["reservations"]


def test_sentences_are_folded_in_the_summary(run):
    """A page of a CI job does not scroll sideways for them; a command stays one line."""
    target = run.targets[0]
    clause = next(one for one in target.clauses if one.verdict is Verdict.BROKEN)
    example = replace(clause.examples[1], detail="one word after another " * 60)
    long = replace(target, clauses=(replace(clause, examples=(example,)),))
    lines = markdown.page(replace(run, targets=(long,))).splitlines()

    detail = [line for line in lines if "one word after another" in line]
    assert len(detail) > 10
    assert max(map(len, detail)) <= 110
    assert any(line.endswith(example.again) for line in lines)


def test_a_crash_beside_a_breach_is_told(run):
    """Whoever mends the gateway wants to know that first."""
    target = run.targets[0]
    clause = next(one for one in target.clauses if one.verdict is Verdict.BROKEN)
    example = replace(clause.examples[1], ailment="it crashed: it was ended by SIGSEGV")
    odd = replace(run, targets=(replace(target, clauses=(replace(clause, examples=(example,)),)),))

    told = (html_report.page(odd), markdown.page(odd), junit.document(odd).decode())

    assert all("it was ended by SIGSEGV" in one for one in told)


def test_an_interrupted_run_says_so_everywhere(run):
    """It is never taken for a whole one."""
    cut = replace(run, stopped=INTERRUPTED)

    assert ExitCode.INTERRUPTED is cut.exit_code
    assert "Interrupted" in html_report.page(cut)
    assert "Interrupted" in markdown.page(cut)
    assert 130 == json_report.document(cut)["exit_code"]


def test_troubles_reach_every_report(run):
    """What went wrong outside any example is an error in JUnit and stands at the top elsewhere."""
    troubled = replace(run, troubles=("the run ended by itself\x00 <b>",))

    assert ExitCode.VOID is troubled.exit_code
    assert b"the run ended by itself" in junit.document(troubled)
    assert "the run ended by itself" in html_report.page(troubled)
    assert "the run ended by itself" in markdown.page(troubled)


def test_a_directory_that_cannot_be_written_is_found_before_the_run(tmp_path):
    """A file in its place is named, with the remedy."""
    (tmp_path / "reports").write_text("", "utf-8")

    with pytest.raises(writers.UnwritableReports, match="--report-dir"):
        writers.prepare(tmp_path / "reports")
