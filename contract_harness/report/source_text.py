"""The source of a clause as text in which each section it cites is a link."""

from __future__ import annotations

from collections.abc import Iterator

from contract_harness.report.model import ClauseResult


def linked(clause: ClauseResult) -> Iterator[tuple[str, str]]:
    """The source in parts, each with its URL, empty between sections. Joined they are the source."""
    rest, before = clause.source, ""
    for link in clause.sources:
        # Behind its document, for a number may stand in a document's name as well.
        name = f"{link.document}, " if link.document != before else ""
        start = rest.find(link.section, rest.find(name) + len(name))
        if start >= 0:
            yield rest[:start], ""
            yield link.section, link.url
            rest = rest[start + len(link.section) :]
        before = link.document
    yield rest, ""
