"""In every report, each section that a clause cites is a link."""

import json
from dataclasses import replace

import pytest

from contract_harness.ledger.sources import links
from contract_harness.report import html_report, json_reader, json_report, junit, markdown
from contract_harness.report.source_text import linked
from tests.given.verifying.sample_run import sample_run

SIZE = 164
OURS = "https://github.com/gateway-contracts/gateway-contracts/blob/main/docs/sources/"
BODIES = f"{OURS}observed-gateway/proxy.md#6.4"
TOPOLOGY = f"{OURS}founding-page.md#runtime-topology"


@pytest.fixture(scope="module")
def run():
    return sample_run(SIZE)


def test_the_data_has_the_links_beside_the_source(run):
    """What was told before stays as it was."""
    clause = json_report.document(run)["targets"][0]["clauses"][0]

    assert "observed gateway, 6.4; founding page, Runtime Topology" == clause["source"]
    assert [
        {"document": "observed gateway", "section": "6.4", "url": BODIES},
        {"document": "founding page", "section": "Runtime Topology", "url": TOPOLOGY},
    ] == clause["sources"]


def test_a_report_of_before_sources_had_links_is_read(run, tmp_path):
    """It lacks them, and says everything else."""
    document = json_report.document(run)
    for clause in (clause for target in document["targets"] for clause in target["clauses"]):
        del clause["sources"]
    older = tmp_path / "report.json"
    older.write_text(json.dumps(document), "utf-8")

    clauses = [clause for _, clause in json_reader.read(older).clauses]

    assert [(clause.source, ()) for _, clause in run.clauses] == [
        (one.source, one.sources) for one in clauses
    ]


def test_a_link_on_the_page_is_the_section(run):
    """Once for each clause; the words around it stay words."""
    page = html_report.page(run)

    for section, url in (("6.4", BODIES), ("Runtime Topology", TOPOLOGY)):
        assert 2 * SIZE == page.count(f'<a href="{url}" rel="noreferrer">{section}</a>')


def test_a_link_in_the_summary_is_the_section(run):
    """Behind the sentence of a clause that was not kept."""
    page = markdown.page(run)

    assert f"; observed gateway, [6.4]({BODIES}); founding page" in page
    assert f", [Runtime Topology]({TOPOLOGY}))\n" in page


def test_a_failure_in_junit_says_where_to_read(run):
    """Below its source, one line each."""
    assert f"read: \n  {BODIES}\n  {TOPOLOGY}\n" in junit.document(run).decode()


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("RFC 9110, 5.3 and 7.6.1", ["RFC 9110, ", "*5.3", " and ", "*7.6.1", ""]),
        ("RFC 9112, 9.6; RFC 9110, 9", ["RFC 9112, ", "*9.6", "; RFC 9110, ", "*9", ""]),
        ("observed gateway, 1.1, where 1.1 ends", ["observed gateway, ", "*1.1", ", where 1.1 ends"]),
        ("from hearsay", ["from hearsay"]),
    ],
)
def test_only_sections_are_links(run, source, parts):
    """Not a number in the name of a document, and not what leads nowhere."""
    clause = replace(run.targets[0].clauses[0], source=source, sources=links(source))

    assert parts == [f"*{text}" if url else text for text, url in linked(clause)]
