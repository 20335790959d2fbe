"""The artefact people install: built, installed elsewhere, run in an empty directory."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.acceptance.commands import run, said

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run("uv", "build", "--wheel", "--out-dir", str(folder), cwd=ROOT)
    assert 0 == done.returncode, said(done)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_contracts_features_and_migrations(wheel: Path) -> None:
    """Everything a verification needs is inside; our own tests are not."""
    names = zipfile.ZipFile(wheel).namelist()

    assert "contract_harness/contracts/targets/reference.toml" in names
    assert "contract_harness/contracts/openapi/public.yaml" in names
    assert "reference_gateway/migrations/postgres/V17__baseline.sql" in names
    assert any(name.startswith("contract_harness/features/same-origin/") for name in names)
    assert [] == [name for name in names if name.startswith(("tests/", "e2e/"))]


def test_an_installed_wheel_verifies_in_an_empty_directory(wheel: Path, tmp_path: Path) -> None:
    """Outside the clone, one profile is kept whole."""
    environment = tmp_path / "venv"
    for arguments in (
        ["venv", str(environment)],
        ["pip", "install", "--python", str(environment), str(wheel)],
    ):
        prepared = run("uv", *arguments, cwd=tmp_path)
        assert 0 == prepared.returncode, said(prepared)
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run(
        [str(environment / "bin" / "gateway-contracts"), "verify", "--profile", "migration"],
        cwd=empty,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert 0 == done.returncode, said(done)
    assert ["reports"] == [path.name for path in empty.iterdir()]
