"""The navigation: every page is in it once, and what it names is there."""

from collections.abc import Iterator

from deploy.site.navigation import REST, Entry, navigation, unknown
from deploy.site.pages import found
from tests.given.places import ROOT

PAGES = [
    *found(ROOT, "").places.values(),
    "clauses/index.md",
    "clauses/migration/index.md",
    "commands/gateway-contracts.md",
    "commands/reference-gateway.md",
]


def leaves(tree: Entry | list[Entry]) -> Iterator[str]:
    """Every page below."""
    if isinstance(tree, str):
        yield tree
    else:
        for below in tree if isinstance(tree, list) else tree.values():
            yield from leaves(below)


def test_every_page_is_in_it_once() -> None:
    """Wherever nobody has placed it, it is among those for contributors."""
    assert sorted([*PAGES, "new.md"]) == sorted(leaves(navigation([*PAGES, "new.md"])))
    assert "new.md" in leaves(next(one[REST] for one in navigation(["new.md"]) if REST in one))


def test_a_clause_is_reached_from_its_profile() -> None:
    """Hundreds of entries would hide the rest."""
    assert [] == list(leaves(navigation(["clauses/migration/the-baseline-is-v17.md"])))


def test_what_it_names_is_there() -> None:
    """A page that has gone leaves the navigation as well."""
    assert [] == unknown(PAGES)
    assert ["glossary.md"] == unknown(page for page in PAGES if page != "glossary.md")


def test_the_door_of_a_folder_comes_first() -> None:
    """Then its pages by name."""
    runbooks = [page for page in leaves(navigation(PAGES)) if page.startswith("runbooks/")]

    assert ["runbooks/index.md", *sorted(runbooks[1:])] == runbooks
    assert 9 == len(runbooks)
