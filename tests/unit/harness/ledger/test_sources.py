"""A source is taken apart into sections, and each leads somewhere."""

import pytest

from contract_harness.ledger.sources import Link, UnsoundSource, anchor_of, citations, links

OURS = "https://github.com/gateway-contracts/gateway-contracts/blob/main/docs/sources/"


def sections(source):
    return [(one.link.document, one.link.section) for one in citations(source)]


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        ("observed gateway, 9.5", [("observed gateway", "9.5")]),
        ("observed gateway, 9.5 and 9.6", [("observed gateway", "9.5"), ("observed gateway", "9.6")]),
        (
            "observed gateway, 1.4, 8.3 and 16 (5)",
            [("observed gateway", one) for one in ("1.4", "8.3", "16 (5)")],
        ),
        (
            "founding page, Database and Migration Notes; RFC 9110, 5.3",
            [("founding page", "Database and Migration Notes"), ("RFC 9110", "5.3")],
        ),
        ('what people trip over, "database is locked"', [("what people trip over", '"database is locked"')]),
        ("observed gateway, 7.1, where only a start tells", [("observed gateway", "7.1")]),
    ],
)
def test_every_section_is_a_citation(source, cited):
    """Numbers, points of a list and titles; several of them, of several documents."""
    assert cited == sections(source)


def test_a_note_belongs_to_the_sections_before_it():
    """It may hold commas, and nothing in it is resolved."""
    first, second, other = citations("observed gateway, 7.2 and 7.3, where this, and that; RFC 9112, 9.6")

    assert ("this, and that", "this, and that", "") == (first.note, second.note, other.note)


def test_a_section_of_ours_is_a_line_of_a_page():
    """The URL is for whoever reads a report elsewhere; the file opens here, at the line of the anchor."""
    (one,) = citations("observed gateway, 16 (14)")

    assert Link("observed gateway", "16 (14)", f"{OURS}observed-gateway/defects.md#16.14") == one.link
    assert '<a id="16.14"></a>' in one.file.read_text("utf-8").splitlines()[one.line - 1]
    assert f"{one.file}:{one.line}" == one.place


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("RFC 9112, 6.3", "https://www.rfc-editor.org/rfc/rfc9112#section-6.3"),
        ("OTLP specification, OTLP/HTTP", "https://opentelemetry.io/docs/specs/otlp/#otlphttp"),
    ],
)
def test_a_section_of_others_is_a_url(source, url):
    """By a template or by a table; nothing of it lies here."""
    (one,) = citations(source)

    assert (url, None, url) == (one.link.url, one.file, one.place)


@pytest.mark.parametrize(
    ("source", "problem", "remedy"),
    [
        ("hearsay, 3", "cites 'hearsay', which is no document of contracts/sources.toml", "add it there"),
        ("because it is right", "cites 'because it is right', which is no document", "cite one of those"),
        ("observed gateway", "cites observed gateway without a section", "<document>, <section>"),
        ("observed gateway, where it is said", "without a section", "<document>, <section>"),
        (
            "observed gateway, 9.99",
            "cites observed gateway, 9.99, which leads nowhere",
            'docs/sources/observed-gateway/first-start.md below `<a id="9.99"></a>`',
        ),
        ("observed gateway, 99.1", "99.1, which leads nowhere", "add the section to contracts/sources.toml"),
        ("observed gateway, 9.5 and 9.99", "9.99, which leads nowhere", "first-start.md"),
        ("founding page, Hopes", "founding page, Hopes, which leads nowhere", '<a id="hopes"></a>'),
        ("RFC 9112, the one about lengths", "leads nowhere", "by its number"),
        ("OTLP specification, pigeons", "leads nowhere", "add the section to contracts/sources.toml"),
        ("observed gateway, 9.5; hearsay, 3", "cites 'hearsay'", "add it there"),
        ("observed gateway, 9.5, which is so", "which is so, which leads nowhere", "contracts/sources.toml"),
    ],
)
def test_a_source_that_leads_nowhere_says_what_to_do(source, problem, remedy):
    """An unknown document, no section, an unknown section: one sentence each, with its remedy."""
    with pytest.raises(UnsoundSource) as refused:
        citations(source)

    assert problem in refused.value.problem
    assert remedy in refused.value.remedy
    assert () == links(source)


@pytest.mark.parametrize(
    ("section", "anchor"),
    [
        ("9.5", "9.5"),
        ("16", "16"),
        ("16 (5)", "16.5"),
        ("GHCR compose deployment", "ghcr-compose-deployment"),
        ('"database is locked"', "database-is-locked"),
    ],
)
def test_an_anchor_is_as_simple_as_its_citation(section, anchor):
    """Who reads a citation can guess it."""
    assert anchor == anchor_of(section)
