"""The order of the pages: what somebody new needs first, what only its makers need last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

Entry = str | dict[str, "Entry"] | list["Entry"]

_ORDER: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    (
        "Begin",
        (
            ("Why this shape", "index.md"),
            ("Judge your gateway in ten minutes", "judge-your-gateway.md"),
            ("Run the stack", "run-the-stack.md"),
            ("What it does not do", "what-it-does-not-do.md"),
            ("Where it runs", "support.md"),
            ("Everything on one page", "overview.md"),
        ),
    ),
    ("Promises", (("Every promise", "clauses/index.md"), ("By profile", "clauses/*/index.md"))),
    (
        "Judge",
        (
            ("The target file", "contracts/targets/index.md"),
            ("In CI", "continuous-integration.md"),
            ("Read a report", "reading-a-report.md"),
            ("gateway-contracts", "commands/gateway-contracts.md"),
        ),
    ),
    (
        "Operate",
        (
            ("reference-gateway", "commands/reference-gateway.md"),
            ("Behind a proxy", "behind-a-proxy.md"),
            ("Traces, metrics, logs", "observability.md"),
            ("Recovery from faults", "faults.md"),
            ("Runbooks", "runbooks/*.md"),
        ),
    ),
    (
        "Reference",
        (
            ("Glossary", "glossary.md"),
            ("Every sentence of the features", "features/vocabulary.md"),
            ("Sources", "sources/*.md"),
            ("The observed gateway", "sources/observed-gateway/*.md"),
        ),
    ),
    (
        "Contribute",
        (
            ("How to contribute", "contributing.md"),
            ("Write a clause", "writing-a-clause.md"),
            ("The language of the features", "features/index.md"),
            ("Release", "releasing.md"),
            ("Changelog", "changelog.md"),
            ("Decisions", "decisions.md"),
        ),
    ),
)
REST = "Contribute"
"""Where a page goes that is named nowhere."""


def navigation(places: Collection[str]) -> list[Entry]:
    """The tree of the pages at *places*; a page below a profile is reached from its profile."""
    left = {place for place in places if not _is_clause(place)}
    tree: list[Entry] = []
    for heading, wanted in _ORDER:
        entries: list[Entry] = []
        for title, place in wanted:
            here = _matching(place, left)
            left -= set(here)
            if "*" in place:
                entries.append({title: [*here]})
            else:
                entries += [{title: one} for one in here]
        if heading == REST:
            entries += sorted(left)
        tree.append({heading: entries})
    return tree


def unknown(places: Iterable[str]) -> list[str]:
    """What the navigation names and none of *places* is."""
    there = set(places)
    return [place for _, wanted in _ORDER for _, place in wanted if not _matching(place, there)]


def _is_clause(place: str) -> bool:
    return place.startswith("clauses/") and not place.endswith("/index.md")


def _matching(place: str, places: Collection[str]) -> list[str]:
    """The places of one entry, the page at the door of a folder first; `*` is one name."""
    before, star, after = place.partition("*")
    if not star:
        return [place] if place in places else []
    found = [
        one
        for one in places
        if one.startswith(before)
        and one.endswith(after)
        and "/" not in one[len(before) : len(one) - len(after)]
    ]
    return sorted(found, key=lambda one: (one != f"{before}index.md", one))
