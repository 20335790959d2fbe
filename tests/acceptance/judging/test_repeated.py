"""What a report says to type is typed, at the gateway that `repeat` leaves standing, and breaks again."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from contract_harness.programs import debian
from tests.gateways.many_wrongs import WRONGS
from tests.given.commands import BIN, run, said
from tests.given.places import GATEWAYS

GATEWAY = shlex.join([sys.executable, str(GATEWAYS / "many_wrongs.py")])
BROKEN = {
    # Answers to a curl, to bytes that no client would send, and outcomes of commands.
    "bootstrap.session-opens-no-model",
    "bootstrap.key-opens-no-admin-api",
    "bootstrap.unknown-config-key-is-an-error",
    "migration.status-lists-what-is-applied",
    "operations.version-is-told",
    "same-origin.misses-stay-misses",
    "same-origin.root-leads-browsers-to-the-ui",
    "same-origin.unfit-ids-are-replaced",
    "same-origin.session-cookie-covers-the-origin",
    "same-origin.ambiguous-lengths-are-refused",
}
CALLED_AGAIN_ONLY = {
    # Seen on another side.
    "same-origin.dot-segments-stay-inside",
    # What ends the session is no call to make twice.
    "same-origin.cross-site-writes-are-refused",
}
# A moment in a body is written without closing noughts, so its length is new each time as well.
NEVER_TWICE = {"content-length", "date", "x-request-id"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the report of the wrong gateway lies."""
    made = tmp_path_factory.mktemp("repeated")
    clauses = [word for one in sorted(BROKEN | CALLED_AGAIN_ONLY) for word in ("--clause", one)]
    done = run("gateway-contracts", "verify", *clauses, "--command", GATEWAY, cwd=made)
    assert 1 == done.returncode, said(done)
    return made


@pytest.fixture(scope="module")
def examples(folder: Path) -> dict[str, dict[str, Any]]:
    """The first broken example of each clause, by the clause."""
    (target,) = json.loads((folder / "reports" / "report.json").read_text("utf-8"))["targets"]
    return {
        clause["id"]: next(one for one in clause["examples"] if one["verdict"] == "broken")
        for clause in target["clauses"]
        if clause["verdict"] == "broken"
    }


@contextmanager
def held(typed: str, folder: Path) -> Iterator[list[str]]:
    """What `repeat` prints while it holds a clause; it ends well when it is told to."""
    program, *words = shlex.split(typed)
    process = subprocess.Popen(
        [str(BIN / program), *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if len(lines) > 1 and lines[-2].startswith("# again"):
                break
        yield lines
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert (0, "") == (process.returncode, errors)
    with socket.socket() as probe:
        host, _, port = exports(lines)["GATEWAY_HOST"].partition(":")
        assert probe.connect_ex((host, int(port))), "the gateway runs on"


def repeated_by(clause: str, folder: Path) -> str:
    """What to type: for one of them nothing but its id, for the others the line of their report."""
    if clause == min(BROKEN):
        return f"gateway-contracts repeat {clause}"
    report = (folder / "reports" / "summary.md").read_text("utf-8")
    (line,) = set(re.findall(rf"gateway-contracts repeat {re.escape(clause)} [^`\n]*", report))
    return line


def exports(lines: list[str]) -> dict[str, str]:
    """The variables that were printed."""
    pairs = (shlex.split(line)[1].partition("=") for line in lines if line.startswith("export "))
    return {name: value for name, _, value in pairs}


def typed(line: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    """What *line* does in a shell with these variables; one that goes on for ever is ended."""
    environ = {
        "PATH": f"{debian.find('curl').parent}:{os.environ['PATH']}",
        "HOME": "/nonexistent",
        **variables,
    }
    longest = ["timeout", "--kill-after=5", "8", "sh", "-c", line.replace("curl -s -m 5", "curl -s -m 1")]
    return subprocess.run(longest, env=environ, capture_output=True, timeout=60, check=False)


def test_the_report_says_which_lines_show_the_breach(examples: dict[str, dict[str, Any]]) -> None:
    """Those whose breach is in one answer; the others only call again."""
    shown = {clause: one["again_shows"] for clause, one in examples.items()}

    assert dict.fromkeys(BROKEN, "breach") | dict.fromkeys(CALLED_AGAIN_ONLY, "call") == shown
    assert len(WRONGS) == len(shown)


@pytest.mark.parametrize("clause", sorted(BROKEN))
def test_a_line_of_the_report_breaks_again(
    clause: str, folder: Path, examples: dict[str, dict[str, Any]]
) -> None:
    """Typed as printed, with the variables that `repeat` prints: the same bytes, the same ending."""
    example = examples[clause]
    with held(repeated_by(clause, folder), folder) as lines:
        variables = exports(lines)
        assert example["again"] == lines[-1]
        done = typed(example["again"], variables)

    if example["again"].startswith("(cd "):
        assert ending(example["commands"][-1]) == ending_of(done, variables)
    else:
        assert answer(example["exchanges"][-1]) == answer_of(done.stdout, variables)


def test_what_does_not_break_is_told(tmp_path: Path) -> None:
    """One sentence and an exit code of its own, so that no script waits for variables that never come."""
    done = run("gateway-contracts", "repeat", "operations.version-is-told", cwd=tmp_path)

    assert (1, "") == (done.returncode, done.stdout), said(done)
    assert (
        "operations.version-is-told is kept at reference: nothing broke that could be looked at."
        in done.stderr
    )


def test_a_gateway_that_runs_anyway_is_not_started(tmp_path: Path) -> None:
    """The lines of its report are typed as they are."""
    (tmp_path / "there.toml").write_text(
        'driver = "url"\nabout = "There."\nurl = "http://127.0.0.1:9"\n', "utf-8"
    )

    done = run("gateway-contracts", "repeat", "operations.version-is-told", "there", cwd=tmp_path)

    assert 2 == done.returncode, said(done)
    assert "'there' is not started by the harness: type the lines" in done.stderr


def ending(command: Mapping[str, Any]) -> tuple[object, ...]:
    """How a command ended, and what it said unless it went on for ever."""
    if command["ended_by_harness"]:
        return ("went on",)
    return (command["exit_code"], masked(command["stdout"], {}), masked(command["stderr"], {}))


def ending_of(done: subprocess.CompletedProcess[bytes], variables: Mapping[str, str]) -> tuple[object, ...]:
    """The same of one that was typed; `timeout` says 124 or 137 of one that it ended."""
    if done.returncode in (124, 137):
        return ("went on",)
    return (done.returncode, masked(done.stdout.decode(), variables), masked(done.stderr.decode(), variables))


def answer(exchange: Mapping[str, Any]) -> tuple[object, ...]:
    """Status, headers and body of an answer as the report has it."""
    headers = [(name.lower(), value) for name, value in exchange["response_headers"]]
    return (exchange["status"], _told(headers, {}), masked(exchange["response_body"], {}))


def answer_of(output: bytes, variables: Mapping[str, str]) -> tuple[object, ...]:
    """The same of what curl showed."""
    head, _, body = output.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in lines]
    headers = [(name.lower(), value.strip()) for name, _, value in pairs]
    # Behind it may come the answer to what was smuggled in.
    body = body[: int(dict(headers).get("content-length", len(body)))]
    return (int(first.split()[1]), _told(headers, variables), masked(body.decode(), variables))


def _told(headers: list[tuple[str, str]], variables: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted((name, "…" if name in NEVER_TWICE else masked(value, variables)) for name, value in headers)


def masked(text: str, variables: Mapping[str, str]) -> str:
    """*text* without what is new each time: secrets, ids, times, ports."""
    for name, value in variables.items():
        text = text.replace(value, f"${name}")
    text = re.sub(r"ogw_session=[^;]+|\$GATEWAY(_HOST)?|(http://)?127\.0\.0\.1:\d+", "…", text)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d[T ][\d:.+Z]+", "…", text)
