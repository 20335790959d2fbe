"""The artefacts people install: built, installed elsewhere, run in an empty directory."""

import email
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from deploy.release.places import version_of
from tests.given.commands import run, said
from tests.given.places import ROOT

VERSION = version_of(ROOT)
METADATA = {
    "gateway-contracts": f"gateway_contracts-{VERSION}.dist-info",
    "reference-gateway": f"reference_gateway-{VERSION}.dist-info",
}
"""The folder of what each wheel says about itself."""


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheels of this tree by distribution, each built from its source distribution as an index would."""
    folder = tmp_path_factory.mktemp("wheels")
    done = run("uv", "build", "--all-packages", "--out-dir", str(folder), cwd=ROOT)
    assert 0 == done.returncode, said(done)
    return {file.name.partition("-")[0].replace("_", "-"): file for file in folder.glob("*.whl")}


def test_the_judge_carries_contracts_and_features_and_no_gateway(wheels: dict[str, Path]) -> None:
    """Everything a verification needs is inside; our own tests and the reference gateway are not."""
    names = zipfile.ZipFile(wheels["gateway-contracts"]).namelist()

    assert "contract_harness/contracts/targets/reference.toml" in names
    assert "contract_harness/contracts/targets/oceans-v0.6.toml" in names
    assert "contract_harness/contracts/targets/examples/other-format/settings.toml.j2" in names
    assert "contract_harness/contracts/openapi/public.yaml" in names
    assert any(name.startswith("contract_harness/features/same-origin/") for name in names)
    assert "contract_harness/contracts/sources.toml" in names
    assert "contract_harness/docs/sources/observed-gateway/proxy.md" in names
    assert {"contract_harness", METADATA["gateway-contracts"]} == {name.split("/")[0] for name in names}


def test_the_gateway_carries_its_migrations_shapes_and_mutants(wheels: dict[str, Path]) -> None:
    """Under its own name, and nothing of what builds it."""
    names = zipfile.ZipFile(wheels["reference-gateway"]).namelist()

    assert "reference_gateway/migrations/postgres/V17__baseline.sql" in names
    assert "reference_gateway/shapes/local.yaml" in names
    assert "reference_gateway/mutants/migration/apply.py" in names
    assert "reference_gateway/admin_ui/templates/sign_in.html" in names
    assert {"reference_gateway", METADATA["reference-gateway"]} == {name.split("/")[0] for name in names}
    assert [] == [
        name
        for name in names
        if name.endswith(("hatch_build.py", "pyproject.toml", "PKG-INFO", ".gitignore"))
    ]


@pytest.mark.parametrize("name", METADATA)
def test_a_page_of_the_index_says_what_it_should(name: str, wheels: dict[str, Path]) -> None:
    """Licence, authors, addresses, and a description whose links lead somewhere from there."""
    with zipfile.ZipFile(wheels[name]) as wheel:
        told = email.message_from_bytes(wheel.read(f"{METADATA[name]}/METADATA"))
        licence = wheel.read(f"{METADATA[name]}/licenses/LICENSE")
    links = re.findall(r"\]\(([^)]+)\)", told.get_payload())

    assert ("Apache-2.0", "text/markdown") == (told["License-Expression"], told["Description-Content-Type"])
    assert b"Apache License" in licence
    assert told["Author"]
    assert {"Source", "Issues", "Changelog"} == {one.partition(",")[0] for one in told.get_all("Project-URL")}
    assert len(links) > 3
    assert [] == [link for link in links if not link.startswith("https://")]
    assert f"/blob/v{VERSION}/" in told.get_payload()


def test_the_installed_judge_brings_nothing_of_a_gateway(judge: Path) -> None:
    """Neither password hashing nor a web server nor mutants."""
    (site,) = (judge.parents[1] / "lib").glob("python3*/site-packages")

    assert {"contract_harness"} == {
        path.name
        for path in site.iterdir()
        if path.name in {"contract_harness", "reference_gateway", "argon2", "waitress", "falcon", "msgspec"}
    }


@pytest.mark.parametrize(
    "words", [["verify"], ["verify", "reference-postgres"], ["mutants"], ["mutants", "--target", "reference"]]
)
def test_without_the_reference_gateway_it_says_what_to_type(
    judge: Path, tmp_path: Path, words: list[str]
) -> None:
    """One sentence, before anything is run or written."""
    done = asked(judge, tmp_path, *words)

    assert 2 == done.returncode, said(done)
    assert 1 == len(done.stderr.splitlines())
    assert 'which is not installed: type `pip install "gateway-contracts[reference]"`' in done.stderr
    assert [] == list(tmp_path.iterdir())


def test_the_judge_alone_explains_and_examines(judge: Path, tmp_path: Path) -> None:
    """What needs no gateway does not ask for one; what does, names the command."""
    explained = asked(judge, tmp_path, "explain", "migration.the-baseline-is-v17")
    examined = asked(judge, tmp_path, "doctor")

    assert [0, 1] == [explained.returncode, examined.returncode], said(explained) + said(examined)
    for done in (explained, examined):
        assert 'type `pip install "gateway-contracts[reference]"`' in " ".join(done.stdout.split())
        assert "" == done.stderr


@pytest.fixture(scope="module")
def judge(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the judge and what it depends on, nothing of the clone."""
    return environment(tmp_path_factory.mktemp("judge"), wheels["gateway-contracts"])


@pytest.fixture(scope="module")
def installed(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment with the extra `reference`, as an index with these wheels gives it."""
    wheel = wheels["gateway-contracts"]
    return environment(
        tmp_path_factory.mktemp("installed"), f"{wheel}[reference]", "--find-links", wheel.parent
    )


def environment(folder: Path, *what: str | Path) -> Path:
    """`gateway-contracts` in a new environment with *what*."""
    place = folder / "venv"
    for words in (["venv", place], ["pip", "install", "--python", place, *what]):
        prepared = run("uv", *map(str, words), cwd=folder)
        assert 0 == prepared.returncode, said(prepared)
    return place / "bin" / "gateway-contracts"


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
