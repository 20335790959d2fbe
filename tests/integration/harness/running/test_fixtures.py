"""The fixtures, as a suite sees them: in a pytest run of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from contract_harness.targets.target import Target

SUITE = """
import pytest
from contract_harness.errors import NotObservable

pytestmark = pytest.mark.parametrize("target", [{target!r}], indirect=True, scope="session")
stood = []


def test_first(gateway, http, evidence, admin_ui, provider, credentials, base_path):
    stood.append(gateway)
    admin_ui.stop()
    assert 200 == http.get("/one").status
    assert 1 == len(evidence.exchanges)
    assert "/admin" == base_path
    assert credentials.api_key


def test_second(standing, http, evidence, raw, admin_ui, public_api, admin_api):
    assert [standing.gateway] == stood
    assert [] == evidence.exchanges
    assert 200 == public_api.list_models(None).status
    raw().send(b"GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
    raw()
    assert [] == admin_ui.received


def test_new(installation, databases, installations):
    assert installation.serve().base_url != stood[0].base_url
    assert not databases.empty().exists()


def test_console(console):
    pass
"""


def _pytest(folder: Path, suite: str) -> str:
    (folder / "test_suite.py").write_text(suite, "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "contract_harness.running.fixtures", "-W", "error", "-q", "."],
        cwd=folder,
        # Other plugins would only cost time.
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return run.stdout + run.stderr


def test_a_suite_gets_what_it_names(fake_target: Target, tmp_path: Path) -> None:
    """One standing gateway for many scenarios, simulators as new; what cannot be had says why."""
    said = _pytest(tmp_path, SUITE.format(target=str(fake_target.here / f"{fake_target.name}.toml")))

    assert "3 passed, 1 error" in said, said
    assert "NotObservable: target 'mine' has no `admin-ui` command" in said


def test_nothing_is_left_running(fake_target: Target, tmp_path: Path) -> None:
    """Not even after failures."""
    suite = SUITE.format(target=str(fake_target.here / f"{fake_target.name}.toml"))
    said = _pytest(tmp_path, suite.replace("assert [] == evidence.exchanges", "raise RuntimeError"))

    assert "1 failed, 2 passed, 1 error" in said, said
    folder = str(fake_target.here)
    left = [path for path in Path("/proc").glob("[0-9]*/cmdline") if folder in _read(path)]
    assert [] == left


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
