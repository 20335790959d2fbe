"""Every task of mise.toml, run by mise in a fresh clone: what it says, and that a wrong one is noticed."""

import os
import re
import signal
import subprocess
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
import yaml

from contract_harness.databases.postgres_server import postgres_server
from contract_harness.drivers.ports import free_port
from tests.given.clones import ROOT, fresh_clone
from tests.given.mise import find_mise

TASKS = tomllib.loads((ROOT / "mise.toml").read_text("utf-8"))["tasks"]
LONGEST_S = 300.0
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


@dataclass(frozen=True)
class Run:
    """How a task is run here.

    Attributes:
        arguments: narrow it, so that it ends soon.
        says: a pattern of what it prints.
        needs_postgres: it is given POSTGRES_URL and a key.
    """

    says: str
    arguments: list[str] = field(default_factory=list)
    needs_postgres: bool = False


RUNS = {
    "fmt": Run(says="All checks passed!"),
    "gateway-migrate": Run(says=r"v17 baseline \[applied\]"),
    "gateway-bootstrap-admin": Run(says="reference-gateway .* bootstrap-admin"),
    "gateway-seed-config": Run(says="reference-gateway .* seed-config"),
    "gateway-seed-local-demo": Run(says="Local demo data is ready"),
    "gateway-reset-local-demo": Run(says="Local demo data is ready"),
    "gateway-migrate-prod": Run(says=r"v17 baseline \[applied\]", needs_postgres=True),
    "gateway-bootstrap-admin-prod": Run(says="bootstrap-admin", needs_postgres=True),
    "gateway-seed-config-prod": Run(says="seed-config", needs_postgres=True),
    "site": Run(says=r"\d{3} pages in site/"),
    "vocabulary": Run(says="vocabulary.md: written"),
    "release-version": Run(says="release version", arguments=[VERSION]),
    "release-notes": Run(says="### Added clauses"),
    "release-matrix": Run(says=r'{"image": \["gateway", "admin-ui"\]}'),
    "release-image": Run(says="docker buildx build", arguments=["gateway", "--dry-run"]),
    "release-dry-run": Run(says=f"would push  v{VERSION}"),
    "release-publish": Run(says="gh release create", arguments=["--dry-run"]),
}
UNRELEASED = rf"CHANGELOG\.md says that {re.escape(VERSION)} is unreleased"
REFUSED = {"release-check": UNRELEASED, "release": UNRELEASED}
"""What a task refuses in a clone of a tree that is not released yet."""
SERVED = {
    "dev-stack": (["--port", "0", "--ui-port", "0"], r"Sign in +(http\S+)"),
    "prod-stack": (["--port", "0", "--ui-port", "0"], r"Sign in +(http\S+)"),
    "gateway-serve": ([], ""),
    "gateway-serve-prod": ([], ""),
}
"""Tasks that stay until they are stopped, with what tells their address; without it, it is the config's."""
SHOWN = {
    "setup": "uv sync --locked",
    "check": "ruff format --check",
    "lint": "ruff check",
    "types": "mypy",
    "imports": "lint-imports",
    "unit-test": "pytest -q tests/unit",
    "integration-test": "pytest tests/integration",
    "acceptance-test": "pytest tests/acceptance e2e",
    "test": "pytest",
    "e2e-test": "pytest e2e",
    "docs": "test_documents.py",
    "deploy-check": "tests/integration/deploy",
    "verify": "gateway-contracts verify reference reference-postgres",
    "mutants": "gateway-contracts mutants",
    "release-wheel": "deploy.release wheel",
    "renew-images": "deploy.release renew-images",
    "release-sbom": "deploy.release sbom",
    "bench": "python -m tests.bench",
    "faults": "python -m tests.faults",
    "site-serve": "deploy.site serve",
    "site-pictures": "deploy.site pictures",
    "bare-machine": "python -m tests.bare",
    "freeze": "editions freeze --again",
    "mutation": "uv run --locked --group muta",
}
"""Tasks whose work is done elsewhere, and would only be done twice here.

CI begins with `setup`; what `check` and the tests stand for is run beside this test. `verify` and `mutants`
are the main job, the files of a release and the digests of `renew-images` are made by tests of their own,
and `faults` has one. `bench`, `mutation` and `bare-machine` work for minutes. `freeze` writes into the tree
whose environment is borrowed. `site-serve` is the generator's own server, and `site-pictures` judges a
gateway once more.
"""


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """A fresh clone, which the tasks may fill, and a database server of another user may enter."""
    with tempfile.TemporaryDirectory(prefix="clone-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        fresh_clone(folder)
        changelog = folder / "CHANGELOG.md"
        text = changelog.read_text("utf-8")
        dated = re.compile(rf"^## {re.escape(VERSION)}, .*$", re.MULTILINE)
        changelog.write_text(dated.sub(f"## {VERSION}, unreleased", text), "utf-8")
        yield folder


@pytest.fixture(scope="module")
def environment(clone: Path) -> dict[str, str]:
    """This process's own, without what would steer a gateway, and with a clone that mise may trust."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GATEWAY_", "POSTGRES_", "MISE_"))
    }
    return {**kept, "MISE_TRUSTED_CONFIG_PATHS": str(clone), "MISE_OFFLINE": "1", "COLUMNS": "200"}


@pytest.fixture(scope="module")
def postgres(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment with a database of its own and a key."""
    with postgres_server() as server:
        yield {**environment, "POSTGRES_URL": server.url, "GATEWAY_API_KEY": "gwk_tasks.secret-0f3a"}


def mise(clone: Path, environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """mise in the clone; both streams are in `stdout`."""
    return subprocess.run(
        [str(find_mise()), *arguments],
        cwd=clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )


def test_every_task_is_run_here() -> None:
    """A task nobody runs is wrong within a month: add a new one to one of the tables above."""
    assert sorted(TASKS) == sorted({**RUNS, **REFUSED, **SERVED, **SHOWN})


def test_mise_lists_every_task_with_its_description(clone: Path, environment: dict[str, str]) -> None:
    """Without asking the network."""
    listed = mise(clone, environment, "tasks").stdout

    assert [] == [name for name, task in TASKS.items() if task["description"] not in listed]


@pytest.mark.parametrize("name", RUNS)
def test_a_task_does_what_it_says(
    name: str, clone: Path, environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    """It ends well and says what it did."""
    run = RUNS[name]
    known = request.getfixturevalue("postgres") if run.needs_postgres else environment
    done = mise(clone, known, "run", name, *run.arguments)

    assert 0 == done.returncode, done.stdout[-4000:]
    assert re.search(run.says, done.stdout), done.stdout[-4000:]


@pytest.mark.parametrize("name", REFUSED)
def test_a_task_refuses_and_says_why(name: str, clone: Path, environment: dict[str, str]) -> None:
    """With an exit code that stops a workflow."""
    done = mise(clone, environment, "run", name)

    assert 0 != done.returncode
    assert re.search(REFUSED[name], done.stdout), done.stdout[-4000:]


@pytest.mark.parametrize("name", SHOWN)
def test_a_task_that_runs_elsewhere_would_run_this(
    name: str, clone: Path, environment: dict[str, str]
) -> None:
    """The commands are shown, not run."""
    done = mise(clone, environment, "run", "--dry-run", name)

    assert 0 == done.returncode, done.stdout
    assert SHOWN[name] in done.stdout
    assert [] == [other for other in TASKS[name].get("depends", []) if f"[{other}]" not in done.stdout]


@pytest.mark.parametrize("name", ["gateway-migrate-prod", "gateway-seed-config-prod"])
def test_a_production_task_names_what_it_needs(name: str, clone: Path, environment: dict[str, str]) -> None:
    """Without POSTGRES_URL nothing is touched."""
    done = mise(clone, environment, "run", name)

    assert 0 != done.returncode
    assert "POSTGRES_URL" in done.stdout


@pytest.mark.parametrize("name", SERVED)
def test_a_stack_serves_until_it_is_stopped(
    name: str, clone: Path, environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    """It answers at the address that it tells or its config has, and Ctrl-C ends all of it."""
    arguments, tells = SERVED[name]
    known = request.getfixturevalue("postgres") if name == "gateway-serve-prod" else environment
    shape = "production-shaped.yaml" if name.endswith("-prod") else "local.yaml"
    if not tells:
        port = free_port()
        config = yaml.safe_load((clone / "deploy" / "config" / shape).read_text("utf-8"))
        config["server"]["bind"] = f"127.0.0.1:{port}"
        (clone / ".local").mkdir(exist_ok=True)
        (clone / ".local" / shape).write_text(yaml.safe_dump(config), "utf-8")
        known = {**known, "GATEWAY_CONFIG": f".local/{shape}"}
    with Served(clone, known, name, *arguments) as served:
        origin = served.told(tells).removesuffix("/admin") if tells else f"http://127.0.0.1:{port}"
        assert 200 == served.status(f"{origin}/readyz")
        if tells:
            assert "Sign in" in requests.get(f"{origin}/admin", timeout=10).text
    assert served.exit_code is not None
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{origin}/readyz", timeout=5)


class Served:
    """A task that stays, in a session of its own, as at a terminal."""

    def __init__(self, clone: Path, environment: Mapping[str, str], *arguments: str) -> None:
        self._lines: list[str] = []
        self.exit_code: int | None = None
        self._process = subprocess.Popen(
            [str(find_mise()), "run", *arguments],
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *_: object) -> None:
        """Ctrl-C, which a terminal sends to everybody in the foreground."""
        os.killpg(self._process.pid, signal.SIGINT)
        try:
            self.exit_code = self._process.wait(60)
        finally:
            if self.exit_code is None:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
            self._reader.join()
            assert self._process.stdout is not None
            self._process.stdout.close()

    def told(self, pattern: str) -> str:
        """The first group of *pattern* in what it says, once it says so."""
        return str(self._until(lambda: re.search(pattern, "".join(self._lines)))[1])

    def status(self, url: str) -> int:
        """What *url* answers, once it answers 200 or does so for too long with something else."""

        def asked() -> int | None:
            try:
                return requests.get(url, timeout=5).status_code
            except requests.ConnectionError:
                return None

        return int(self._until(asked))

    def _until(self, look):  # type: ignore[no-untyped-def]
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            found = look()
            if found:
                return found
            assert self._process.poll() is None, "".join(self._lines)[-4000:]
            time.sleep(0.02)
        raise AssertionError("".join(self._lines)[-4000:])

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line)
