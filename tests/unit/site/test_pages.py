"""Pages of the repository in the site: where they stand, and where their links lead from there."""

from pathlib import Path

import pytest

from deploy.site.pages import Pages, found
from deploy.site.places import SiteError
from tests.given.places import ROOT
from tests.given.tracked import TRACKED

URL = "https://example.test/blob/main/"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small repository."""
    for name in (
        "README.md",
        "SECURITY_OF_ALL.md",
        "docs/README.md",
        "docs/runbooks/README.md",
        "docs/runbooks/upgrade.md",
        "docs/pictures/shape.svg",
        "features/README.md",
        "features/migration/apply.feature",
        "contracts/refusals.yaml",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# {name}\n", "utf-8")
    return tmp_path


def moved(tree: Path, page: str, text: str) -> str:
    """What becomes of *text* on *page*."""
    (tree / page).write_text(text, "utf-8")
    return found(tree, URL).moved(page)


def test_a_page_stands_where_one_looks_for_it(tree: Path) -> None:
    """`docs/` is the root, a README the door of its folder."""
    assert {
        "README.md": "overview.md",
        "SECURITY_OF_ALL.md": "security-of-all.md",
        "docs/README.md": "index.md",
        "docs/runbooks/README.md": "runbooks/index.md",
        "docs/runbooks/upgrade.md": "runbooks/upgrade.md",
        "features/README.md": "features/index.md",
    } == found(tree, URL).places


@pytest.mark.parametrize(
    ("page", "link", "leads_to"),
    [
        ("docs/runbooks/upgrade.md", "README.md#needs", "index.md#needs"),
        ("docs/runbooks/upgrade.md", "../../README.md", "../overview.md"),
        ("README.md", "docs/runbooks", "runbooks/index.md"),
        ("docs/README.md", "../features/README.md", "features/index.md"),
        ("docs/README.md", "pictures/shape.svg", "pictures/shape.svg"),
        ("docs/runbooks/upgrade.md", "../../features/migration", "../clauses/migration/index.md"),
        ("README.md", "contracts/refusals.yaml", f"{URL}contracts/refusals.yaml"),
        ("README.md", "features/migration/apply.feature", f"{URL}features/migration/apply.feature"),
        ("README.md", "https://example.com/a.md", "https://example.com/a.md"),
        ("README.md", "#here", "#here"),
    ],
)
def test_a_link_leads_where_it_led(tree: Path, page: str, link: str, leads_to: str) -> None:
    """To the page in the site, to the page made of a folder of features, else to the repository."""
    assert f"See [it]({leads_to}).\n" == moved(tree, page, f"See [it]({link}).\n")


def test_the_features_have_a_page_of_their_own(tree: Path) -> None:
    """Without a README in it, the folder stands for every promise."""
    (tree / "features" / "README.md").unlink()

    assert "[it](clauses/index.md)" == moved(tree, "docs/README.md", "[it](../features)")


def test_code_is_left_alone(tree: Path) -> None:
    """What looks like a link in a block of code is none."""
    text = "```md\n[it](nowhere.md)\n```\n\n[it](docs/README.md)\n"

    assert text.replace("docs/README.md", "index.md") == moved(tree, "README.md", text)


def test_a_link_to_nowhere_is_refused(tree: Path) -> None:
    """By its page and its goal."""
    with pytest.raises(SiteError, match=r"docs/README\.md links to gone\.md"):
        moved(tree, "docs/README.md", "[it](gone.md)")


def test_every_page_of_this_repository_is_in_the_site() -> None:
    """Save those of the templates of GitHub, which are no pages."""
    pages: Pages = found(ROOT, URL)
    there = {path.relative_to(ROOT).as_posix() for path in TRACKED if path.suffix == ".md"}

    assert {name for name in there if not name.startswith(".")} == set(pages.places)
    assert len(set(pages.places.values())) == len(pages.places)
