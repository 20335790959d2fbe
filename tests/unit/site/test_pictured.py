"""Pictures in pages: what is shown in light has a dark twin, and a drawing takes the page's colours."""

import re
from pathlib import Path

from deploy.site.pictured import files, shown
from tests.given.places import ROOT

DOCS = ROOT / "docs"
MOST_KB = 300


def test_a_picture_brings_its_dark_twin() -> None:
    """The theme shows one of them."""
    text = shown("![The report](../pictures/report-light.webp)", DOCS)

    assert [
        "../pictures/report-light.webp#only-light",
        "../pictures/report-dark.webp#only-dark",
    ] == re.findall(r"!\[The report\]\((\S+)\)", text)


def test_a_drawing_becomes_a_part_of_the_page() -> None:
    """With its title and description for whoever cannot see it."""
    text = shown("![The shape](pictures/shape.svg)", DOCS)

    assert text.startswith("<div>\n<svg ")
    assert re.search(r"<title .*>\S.*</title>", text)
    assert re.search(r"<desc .*>\S.*</desc>", text)
    assert not re.search(r"\n\s*\n", text)


def test_a_drawing_that_is_elsewhere_stays_a_picture(tmp_path: Path) -> None:
    """It is somebody else's."""
    assert "![It](https://example.com/a.svg)" == shown("![It](https://example.com/a.svg)", tmp_path)


def test_every_light_picture_has_a_dark_one_and_all_are_small() -> None:
    """Whoever clones the repository carries them."""
    pictures = list(files(DOCS))
    light = [file for file in pictures if file.stem.endswith("-light")]

    assert len(light) >= 3
    assert [] == [
        file.name for file in light if not file.with_stem(file.stem.replace("-light", "-dark")).exists()
    ]
    assert MOST_KB > sum(file.stat().st_size for file in pictures) / 1024
