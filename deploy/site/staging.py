"""Everything the generator is given: pages, pictures, style and configuration."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

from contract_harness.cli import parser as harness_parser
from contract_harness.errors import HarnessError
from contract_harness.ledger.clauses import read_features
from contract_harness.ledger.editions import read_editions
from contract_harness.mutation.registry import mutants_of
from contract_harness.targets.loading import load
from deploy.site import command_line, pages, pictured
from deploy.site.clauses import ClausePages
from deploy.site.navigation import Entry, navigation, unknown
from deploy.site.places import SiteError
from deploy.site.templating import environment
from reference_gateway.cli.parser import build_parser
from reference_gateway.wiring import Parts

_ASSETS = Path(__file__).resolve().parent / "assets"


def stage(root: Path, folder: Path) -> Path:
    """Write everything the repository at *root* has to say to *folder*, and return the configuration.

    Raises:
        SiteError: a link, a source or the navigation leads nowhere, or the mutants cannot be listed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    repository = _repository(root)
    texts = dict(_texts(pages.found(root, repository)))
    if gone := unknown(texts):
        raise SiteError(f"{gone[0]} is in the navigation and is no page: correct deploy/site/navigation.py.")
    for place, text in texts.items():
        _write(folder / "docs" / place, text)
    for picture in pictured.files(root / "docs"):
        _copy(picture, folder / "docs" / picture.relative_to(root / "docs"))
    shutil.copytree(_ASSETS, folder / "docs" / "assets")
    filled = environment().get_template("zensical.toml.j2")
    return _write(
        folder / "zensical.toml",
        filled.render(navigation=_inline(navigation(texts)), repository=repository.partition("/blob/")[0]),
    )


def _texts(found: pages.Pages) -> Iterator[tuple[str, str]]:
    """Each page: where it stands in the site, and its text."""
    for page, place in found.places.items():
        yield place, pictured.shown(found.moved(page), found.root / "docs")
    for parser in (harness_parser(), build_parser(Parts())):
        yield f"commands/{parser.prog}.md", command_line.page(parser)
    try:
        mutants = mutants_of(load("reference"))
        yield from ClausePages(read_features(), read_editions(), mutants, found).written()
    except HarnessError as error:
        raise SiteError(str(error)) from error


def _repository(root: Path) -> str:
    """The URL below which the files of the repository are read."""
    listed = tomllib.loads((root / "contracts" / "sources.toml").read_text("utf-8"))
    return str(listed["repository"])


def _inline(entry: Entry | list[Entry]) -> str:
    """The navigation as TOML."""
    if isinstance(entry, str):
        return json.dumps(entry, ensure_ascii=False)
    if isinstance(entry, list):
        return "[" + ", ".join(map(_inline, entry)) + "]"
    return "{" + ", ".join(f"{json.dumps(title)} = {_inline(below)}" for title, below in entry.items()) + "}"


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def _copy(file: Path, goal: Path) -> None:
    goal.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(file, goal)
