"""The Dockerfiles: linted, and what they install tried in an environment made the same way."""

import json
import os
import re
import shutil
import subprocess
import sysconfig
import tomllib
from pathlib import Path

import pytest

from contract_harness.compose.images import read_image
from tests.given.tools import DEPLOY, ROOT, refuses, run
from tests.given.tracked import TRACKED

DOCKERFILES = sorted((DEPLOY / "images").rglob("Dockerfile"))
ALL = [*DOCKERFILES, DEPLOY / "harness" / "Dockerfile"]
IGNORED = [
    line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] not in {"", "#"}
]
TEST_TOOLS = {"playwright", "schemathesis", "hypothesis", "mypy", "xdist"}
HARNESS = {"pytest", "pytest_bdd", "gherkin", "rich", "jsonschema", "check_jsonschema", "dotenv", "hcl2"}
GATEWAY = {"argon2", "falcon", "waitress", "msgspec", "psycopg_pool"}
STORES = {"psycopg", "psycopg_pool", "apsw", "argon2", "grpc"}
UNWANTED = {"gateway": HARNESS, "admin-ui": HARNESS | STORES, "harness": GATEWAY | {"reference_gateway"}}
"""What each image has no use for, as it is imported."""
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


@pytest.mark.parametrize("dockerfile", ALL, ids=lambda path: path.parent.name)
def test_hadolint_has_nothing_to_say(dockerfile: Path) -> None:
    """Its rules and those of ShellCheck for the commands inside; warnings count."""
    assert "" == run("hadolint", "--failure-threshold", "info", dockerfile).strip()


def test_hadolint_would_say_something(tmp_path: Path) -> None:
    """An image that follows the latest of everything is refused."""
    file = tmp_path / "Dockerfile"
    file.write_text("FROM python:latest\nRUN pip install uv\n", "utf-8")

    assert "DL3007" in refuses("hadolint", "--failure-threshold", "info", file)


def test_the_matrix_names_the_dockerfiles_there_are() -> None:
    """What is built is what is described, with the Dockerfile that compose uses."""
    matrix = json.loads((DEPLOY / "images" / "platforms.json").read_text("utf-8"))

    assert {str(file.relative_to(ROOT)) for file in DOCKERFILES} == {
        one["dockerfile"] for one in matrix.values()
    }


def test_the_images_have_the_version_of_the_project() -> None:
    """The default of the build argument, of compose and of the example environment follow pyproject.toml."""
    assert {VERSION} == {read_image(file).labels["org.opencontainers.image.version"] for file in ALL}
    assert f"GATEWAY_VERSION:-{VERSION}}}" in (DEPLOY / "compose.yaml").read_text("utf-8")
    assert f"GATEWAY_VERSION={VERSION}" in (DEPLOY / ".env.example").read_text("utf-8")


def test_the_build_tool_has_the_version_of_the_lock_file() -> None:
    """The uv that builds an image reads the lock file that this uv wrote."""
    named = {found for file in ALL for found in re.findall(r"uv==([\d.]+)", file.read_text("utf-8"))}

    assert {run("uv", "--version").split()[1]} == named


def test_the_build_context_holds_what_a_build_needs_and_no_secret() -> None:
    """Everything is left out but what is named, and a filled-in environment is not."""
    assert "*" == IGNORED[0]
    assert "deploy/.env" == IGNORED[-1]
    assert {"pyproject.toml", "uv.lock", "LICENSE"} <= {line[1:] for line in IGNORED}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an engine is sent: what .dockerignore names, and nothing beside it."""
    folder = tmp_path_factory.mktemp("context")
    named = {line[1:] for line in IGNORED if line.startswith("!")}
    for path in TRACKED:
        place = path.relative_to(ROOT)
        if place.parts[0] in named:
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, folder / place)
    return folder


@pytest.fixture(scope="module", params=ALL, ids=lambda path: path.parent.name)
def built(
    request: pytest.FixtureRequest, context: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """A Dockerfile, and an environment made by the very `uv sync` that it runs."""
    dockerfile: Path = request.param
    joined = dockerfile.read_text("utf-8").replace("\\\n", " ")
    sync = re.search(r"RUN (uv sync .*)", joined)
    assert sync is not None
    environment = tmp_path_factory.mktemp(dockerfile.parent.name) / "environment"
    known = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(environment), "UV_COMPILE_BYTECODE": "0"}
    known.pop("VIRTUAL_ENV", None)
    run(*sync[1].split(), cwd=context, env=known)
    return dockerfile, environment


def test_what_an_image_installs_runs_its_program(built: tuple[Path, Path], tmp_path: Path) -> None:
    """Entry point and help, from the environment of the image alone, in an empty folder."""
    dockerfile, environment = built
    image = read_image(dockerfile)
    words = [str(environment / "bin" / image.entrypoint[0]), *image.entrypoint[1:], "--help"]
    done = subprocess.run(words, cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stderr
    assert done.stdout.lower().startswith("usage: ")


def test_an_image_holds_what_it_needs_only(built: tuple[Path, Path]) -> None:
    """No tool of the tests, no harness beside a gateway and no gateway beside it; a UI knows no database."""
    dockerfile, environment = built
    site = next((environment / "lib").glob("python3*/site-packages"))
    names = {path.name for path in site.iterdir()}

    assert set() == names & (TEST_TOOLS | UNWANTED[dockerfile.parent.name])


def test_what_is_unwanted_is_there_to_be_left_out() -> None:
    """In the environment of the tests; a name that nothing has would be missed nowhere."""
    names = {path.name for path in Path(sysconfig.get_path("platlib")).iterdir()}

    assert set() == (TEST_TOOLS | HARNESS | GATEWAY | STORES) - names
