"""The source distribution: whoever has only that can do what the README says."""

import re
import tarfile
from pathlib import Path

import pytest

from deploy.release.places import version_of
from tests.given.commands import run, said
from tests.given.places import ROOT
from tests.given.tracked import names

FIRST, SECOND = re.findall(
    r"^python3 -m venv .* \.venv/bin/uv (run .*)$", (ROOT / "README.md").read_text("utf-8"), re.M
)
"""What the two commands of the README give to uv."""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of this tree, unpacked: no clone, and no environment."""
    folder = tmp_path_factory.mktemp("source")
    done = run("uv", "build", "--sdist", "--out-dir", str(folder), cwd=ROOT)
    assert 0 == done.returncode, said(done)
    stem = f"gateway_contracts-{version_of(ROOT)}"
    with tarfile.open(folder / f"{stem}.tar.gz") as packed:
        # Debian's Python 3.11.2 knows no filters yet.
        packed.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return folder / stem


def test_it_holds_every_file_of_the_tree(unpacked: Path) -> None:
    """Lock file, workflows and tests among them; only what the build says of itself comes on top."""
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}

    assert {"PKG-INFO"} == held ^ set(names(ROOT))
    assert {"uv.lock", ".github/workflows/ci.yml", "LICENSE", "reference_gateway/pyproject.toml"} < held


def test_its_first_command_judges_the_gateway_it_holds(unpacked: Path, tmp_path: Path) -> None:
    """By the lock file, in an environment of its own; narrowed to one promise."""
    env = {"UV_PROJECT_ENVIRONMENT": str(tmp_path / "venv"), "VIRTUAL_ENV": "", "UV_COMPILE_BYTECODE": "0"}
    words = [
        *FIRST.split(),
        "--clause",
        "migration.the-baseline-is-v17",
        "--report-dir",
        str(tmp_path / "reports"),
    ]
    done = run("uv", *words, cwd=unpacked, env=env)

    assert 0 == done.returncode, said(done)
    assert "1 kept" in done.stdout


def test_its_second_command_needs_no_clone(unpacked: Path) -> None:
    """The files are found without one; a house test stands for the whole."""
    assert "run --locked pytest" == SECOND

    done = run(
        "pytest", "-q", "-n0", "-p", "no:cacheprovider", "tests/unit/house/test_layout.py", cwd=unpacked
    )

    assert 0 == done.returncode, said(done)
    assert sorted(names(ROOT)) == sorted(set(names(unpacked)) - {"PKG-INFO"})
