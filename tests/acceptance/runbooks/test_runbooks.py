"""Each command of each runbook, run as it stands there, in order, against a real gateway and PostgreSQL."""

import contextlib
import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_harness.databases import postgres_binaries
from contract_harness.databases.postgres_factory import PostgresFactory
from contract_harness.drivers.ports import free_port
from contract_harness.patience import Patience
from contract_harness.programs import debian
from contract_harness.upstreams.http_server import Answer, Received
from contract_harness.upstreams.provider import SimulatedProvider, completion
from tests.given.commands import BIN
from tests.given.places import ROOT

PAGES = sorted(path for path in (ROOT / "docs" / "runbooks").glob("*.md") if path.name != "README.md")
BEFORE = Path(__file__).parent / "before"
SITUATIONS = {"first-deploy": "", "failed-migration": "pre_baseline.sh"}
"""What is there before the first command of a page; elsewhere a gateway serves."""

GOOD_TOKEN = "the-token-the-provider-knows"
CONFIG = """
server:
  bind: 127.0.0.1:{port}
  log_format: json
{telemetry}
database: {database}
auth:
  bootstrap_admin: {{password: env.GATEWAY_BOOTSTRAP_ADMIN_PASSWORD, require_password_change: true}}
  seed_api_keys:
    - {{name: Deployment, value: env.GATEWAY_API_KEY, allowed_models: [fast]}}
providers:
  - id: openai
    type: openai_compat
    base_url: {provider}
    pricing_provider_id: openai
    auth:
      kind: bearer
      token: env.OPENAI_API_KEY
models:
  - {{id: fast, routes: [{{provider: openai, upstream_model: gpt-4o-mini}}]}}
"""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresFactory]:
    """The PostgreSQL of this run."""
    factory = PostgresFactory(Patience.from_environment())
    yield factory
    factory.close()


@pytest.fixture
def provider() -> Iterator[SimulatedProvider]:
    """A provider that knows one token."""
    with SimulatedProvider() as provider:
        provider.answer_with(_only_for_those_it_knows)
        yield provider


def test_there_are_runbooks() -> None:
    """One for each situation that was promised, and the index names every one."""
    index = (ROOT / "docs" / "runbooks" / "README.md").read_text("utf-8")

    assert 8 == len(PAGES)
    assert [] == [page.name for page in PAGES if f"({page.name})" not in index]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_runbook_works(
    page: Path, server: PostgresFactory, provider: SimulatedProvider, tmp_path: Path
) -> None:
    """Each block ends well, in one shell, in an empty folder with a configuration."""
    port, collector = free_port(), free_port()
    telemetry = f"  otel_endpoint: http://127.0.0.1:{collector}" if page.stem == "missing-collector" else ""
    database = server.empty()
    for name, kind in (
        ("gateway", "{kind: postgres, url: env.POSTGRES_URL}"),
        ("sqlite", "{kind: libsql, path: ./gateway.db}"),
    ):
        text = CONFIG.format(port=port, telemetry=telemetry, database=kind, provider=provider.api_url)
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    env = {
        "PATH": os.pathsep.join(
            map(str, (BIN, postgres_binaries.find(), debian.find("curl").parent, os.environ["PATH"]))
        ),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "POSTGRES_URL": database.url,
        "GATEWAY": f"http://127.0.0.1:{port}",
        "COLLECTOR": f"http://127.0.0.1:{collector}",
        "PROVIDER": provider.api_url,
        "OPENAI_API_KEY": "an-old-token" if page.stem == "provider-auth-failure" else GOOD_TOKEN,
        "NEW_OPENAI_API_KEY": GOOD_TOKEN,
        "GATEWAY_API_KEY": "gwk_deploy.made-for-this-test",
        "GATEWAY_BOOTSTRAP_ADMIN_PASSWORD": "made-for-this-test",
        "GATEWAY_IDENTITY_TOKEN_SECRET": "made-for-this-test",
    }

    code, said = _run(_script(page), tmp_path, env)

    assert 0 == code, said[-4000:]


def _script(page: Path) -> str:
    """The situation, then the blocks of the page, each named before it runs."""
    situation = SITUATIONS.get(page.stem, "serving.sh")
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert blocks, f"{page.name} has no command"
    parts = ["set -euo pipefail"]
    if situation:
        parts.append((BEFORE / situation).read_text("utf-8"))
    for number, block in enumerate(blocks, 1):
        parts += [f"echo; echo '=== block {number} of {len(blocks)} ==='", block]
    return "\n".join(parts)


def _run(script: str, folder: Path, env: dict[str, str]) -> tuple[int, str]:
    """Exit code and output; whatever it started ends with it."""
    said = folder / "said.txt"
    with said.open("wb") as out:
        shell = subprocess.Popen(
            ["bash", "-c", script], cwd=folder, env=env, stdout=out, stderr=out, start_new_session=True
        )
        try:
            code = shell.wait(120)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGKILL)
            shell.wait()
    return code, said.read_text("utf-8", "replace")


def _only_for_those_it_knows(request: Received) -> Answer:
    if request.header("authorization") != f"Bearer {GOOD_TOKEN}":
        return Answer(status=401, body=b'{"error": {"message": "Incorrect API key provided"}}')
    kind = ("Content-Type", "application/json")
    return Answer(headers=(kind,), body=json.dumps(completion()).encode())
