"""The artefact people install: built, installed elsewhere, run in an empty directory."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.given.commands import run, said
from tests.given.places import ROOT


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
    assert "contract_harness/contracts/targets/oceans-v0.6.toml" in names
    assert "contract_harness/contracts/targets/examples/other-format/settings.toml.j2" in names
    assert "contract_harness/contracts/openapi/public.yaml" in names
    assert "reference_gateway/migrations/postgres/V17__baseline.sql" in names
    assert any(name.startswith("contract_harness/features/same-origin/") for name in names)
    assert "contract_harness/contracts/sources.toml" in names
    assert "contract_harness/docs/sources/observed-gateway/proxy.md" in names
    assert [] == [name for name in names if name.startswith(("tests/", "e2e/"))]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel and what it depends on, nothing of the clone."""
    environment = tmp_path_factory.mktemp("installed") / "venv"
    for arguments in (
        ["venv", str(environment)],
        ["pip", "install", "--python", str(environment), str(wheel)],
    ):
        prepared = run("uv", *arguments, cwd=environment.parent)
        assert 0 == prepared.returncode, said(prepared)
    return environment / "bin" / "gateway-contracts"


def asked(installed: Path, empty: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The installed command, outside the clone, with an environment that names none of it."""
    patience = {name: value for name, value in os.environ.items() if name == "GATEWAY_CONTRACTS_PATIENCE"}
    return subprocess.run(
        [str(installed), *words],
        cwd=empty,
        env={"PATH": "/usr/bin:/bin", "HOME": str(empty.parent), **patience},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


CLAUSES = [
    "same-origin.three-surfaces-answer",
    "migration.pre-baseline-history-is-refused",
    "bootstrap.seeded-users-are-invited",
]


def test_an_installed_wheel_takes_a_gateway_from_nothing_to_a_verdict(
    installed: Path, tmp_path: Path
) -> None:
    """init, doctor, verify, in an empty directory: a target, a clean bill, three profiles' promises kept."""
    empty = tmp_path / "empty"
    empty.mkdir()
    made = asked(installed, empty, "init", "--gateway", "{python} -m reference_gateway")
    fit = asked(installed, empty, "doctor", "my-gateway.toml")
    narrowed = [word for clause in CLAUSES for word in ("--clause", clause)]
    kept = asked(installed, empty, "verify", "my-gateway.toml", *narrowed)

    assert [0, 0, 0] == [made.returncode, fit.returncode, kept.returncode], said(fit) + said(kept)
    assert "Fit for a run." in fit.stdout
    assert "3 kept" in kept.stdout
    assert {"my-gateway.toml", "reports"} == {path.name for path in empty.iterdir()}
    page = Path(made.stdout.strip().splitlines()[-1].partition("explained in ")[2])
    assert page.is_relative_to(installed.parents[1])
    assert page.read_text("utf-8").startswith("# Verify your gateway")


def test_an_installed_wheel_opens_what_a_clause_cites(installed: Path, tmp_path: Path) -> None:
    """`explain` names a page of the installation, and the line of the section."""
    done = asked(installed, tmp_path, "explain", "same-origin.every-connection-header-counts")

    assert 0 == done.returncode, said(done)
    (place,) = [line.split()[-1] for line in done.stdout.splitlines() if "observed gateway, 6.3  " in line]
    page, _, line = place.rpartition(":")
    assert Path(page).is_relative_to(installed.parents[1])
    assert '<a id="6.3"></a>' == Path(page).read_text("utf-8").splitlines()[int(line) - 1]


def test_an_installed_wheel_runs_scenarios_of_its_own(installed: Path, tmp_path: Path) -> None:
    """Against a packaged target, with the example that the repository shows."""
    empty = tmp_path / "empty"
    shutil.copytree(ROOT / "docs" / "examples" / "extra-features", empty / "mine")
    done = asked(installed, empty, "verify", "--extra-features", "mine", "--tier", "extra")

    assert 0 == done.returncode, said(done)
    assert "2/2 kept, outside the contract" in done.stdout
