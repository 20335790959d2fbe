"""A gateway that runs already, judged as a user does: the dev stack by its address, its key, behind TLS."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.given.commands import run, said
from tests.given.tls import Certificates, Terminator, in_nginx, nginx, pipe

KEY = {"GATEWAY_CONTRACTS_API_KEY": "gwk_local.dev-only-secret"}
TOKEN = "staging-token-5b1d9c"
UNSEEN = {"not-applicable", "unsupported"}
NGINX_TIDIES_UP = {"same-origin.bad-request-lines-are-refused", "same-origin.header-injection-is-refused"}
"""It answers HTTP/0.9, and drops header lines that it cannot read."""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the dev stack answers."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GATEWAY_", "ADMIN_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "reference_gateway", "dev-stack", "--port", "0", "--ui-port", "0"],
        cwd=tmp_path_factory.mktemp("stack"),
        env=kept,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        ready = (re.search(r"Ready\s+(http://\S+)", line) for line in process.stdout)
        yield next(found[1] for found in ready if found)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def verdicts(folder: Path) -> dict[str, str]:
    """The verdict on each clause that applied."""
    report = json.loads((folder / "reports" / "report.json").read_text("utf-8"))
    (target,) = report["targets"]
    return {one["id"]: one["verdict"] for one in target["clauses"] if one["verdict"] not in UNSEEN}


def test_the_dev_stack_keeps_what_applies_with_its_own_key(stack: str, tmp_path: Path) -> None:
    """Though its key may call a second model, and no provider stands behind it."""
    done = run("gateway-contracts", "verify", "--url", stack, cwd=tmp_path, env=KEY)

    assert 0 == done.returncode, said(done)
    assert {"kept"} == set(verdicts(tmp_path).values())
    assert len(verdicts(tmp_path)) >= 20


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"GATEWAY_CONTRACTS_ADMIN_PASSWORD": "mistaken"}, "the sign-in of admin@local: 401: set GATEWAY_"),
        ({"GATEWAY_CONTRACTS_API_KEY": "gwk_local.mistaken"}, "/v1/models: 401: set GATEWAY_CONTRACTS_API"),
    ],
)
def test_what_does_not_let_the_harness_in_breaks_no_clause(
    stack: str, tmp_path: Path, given: dict[str, str], words: str
) -> None:
    """One sentence, exit code 2, before anything runs."""
    done = run("gateway-contracts", "verify", "--url", stack, cwd=tmp_path, env={**KEY, **given})

    assert (2, 1) == (done.returncode, len(done.stderr.splitlines())), said(done)
    assert words in done.stderr
    assert "mistaken" not in done.stderr
    assert [] == list(tmp_path.iterdir())


TERMINATORS: dict[str, Terminator] = {"pipe": lambda url, made, _: pipe(url, made)}
if nginx():
    TERMINATORS["nginx"] = in_nginx


@pytest.mark.parametrize("name", TERMINATORS)
def test_a_gateway_behind_tls_is_judged(stack: str, tmp_path: Path, name: str) -> None:
    """Every clause that is the gateway's is kept, bare connections included; no given header is shown."""
    made = Certificates.made_in(tmp_path)
    with TERMINATORS[name](stack, made, tmp_path) as url:
        done = run(
            *("gateway-contracts", "verify", "--url", url, "--ca", str(made.ca)),
            *("--header", "X-Staging: env.STAGING_TOKEN", "--profile", "same-origin"),
            cwd=tmp_path,
            env={**KEY, "STAGING_TOKEN": TOKEN},
        )
    found = verdicts(tmp_path)
    broken = {clause for clause, verdict in found.items() if verdict != "kept"}

    assert broken <= (NGINX_TIDIES_UP if name == "nginx" else set()), said(done)
    assert len(found) >= 15
    for report in (tmp_path / "reports").iterdir():
        assert TOKEN not in report.read_text("utf-8")


def test_an_authority_nobody_knows_is_one_sentence(stack: str, tmp_path: Path) -> None:
    """With the flag to type."""
    with pipe(stack, Certificates.made_in(tmp_path)) as url:
        done = run("gateway-contracts", "verify", "--url", url, cwd=tmp_path)

    assert (2, 1) == (done.returncode, len(done.stderr.splitlines())), said(done)
    assert "--ca FILE" in done.stderr
