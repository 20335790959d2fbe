"""Whether a line shows a breach by itself, or only calls again: said without trying it."""

from __future__ import annotations

from typing import Any

import pytest

from contract_harness.clients.reply import Reply
from contract_harness.drivers.process import Outcome
from contract_harness.evidence.recorder import Evidence
from contract_harness.report.held_text import lines
from contract_harness.running.held import BREACH, CALL, again_shows, without_given


def exchange(
    evidence: Evidence, method: str, path: str, status: int, at: float = 0.0, took: float = 1
) -> Reply:
    """One answer, on record."""
    evidence.record_exchange(
        method=method,
        url=f"http://h{path}",
        request_headers=[],
        request_body=b"",
        status=status,
        reason="",
        response_headers=[],
        response_body=b"it",
        began=evidence.began_at + at,
        elapsed_s=took,
    )
    return Reply(status=status, reason="", headers=(), body=b"it", elapsed_s=took)


def command(evidence: Evidence, *argv: str, exit_code: int, killed: bool = False) -> Outcome:
    """One command, on record."""
    evidence.record_command(
        argv=argv,
        exit_code=exit_code,
        stdout="",
        stderr="",
        began=evidence.began_at,
        duration_s=1,
        ended_by_harness=killed,
    )
    return Outcome(argv=argv, exit_code=exit_code, stdout="", stderr="", duration_s=1)


@pytest.mark.parametrize(
    ("method", "path", "status", "shown"),
    [
        ("GET", "/v1/models", 200, BREACH),
        ("POST", "/v1/chat/completions", 200, BREACH),
        ("POST", "/api/v1/auth/login/password", 200, BREACH),
        ("POST", "/api/v1/admin/users", 409, BREACH),
        ("POST", "/api/v1/admin/users", 201, CALL),
        ("DELETE", "/api/v1/admin/api-keys/1", 204, CALL),
    ],
)
def test_an_answer_that_was_judged_shows_it(method: str, path: str, status: int, shown: str) -> None:
    """Unless it changed what the next one would be answered."""
    evidence = Evidence()
    reply = exchange(evidence, method, path, status)

    assert shown == again_shows({"reply": reply}, "otherwise", evidence)


def test_an_answer_that_is_told_shows_it() -> None:
    """Where the step itself called, the words of the breach begin with its status."""
    evidence = Evidence()
    exchange(evidence, "GET", "/v1/models", 404)

    assert BREACH == again_shows({}, "404 text/html", evidence)
    assert CALL == again_shows({}, "nothing in the log", evidence)


def test_one_of_a_crowd_only_calls() -> None:
    """What was wrong is wrong among many."""
    evidence = Evidence()
    exchange(evidence, "GET", "/v1/models", 200, at=0.0, took=1)
    reply = exchange(evidence, "GET", "/v1/models", 200, at=0.5)

    assert CALL == again_shows({"reply": reply}, "200", evidence)


@pytest.mark.parametrize(
    ("argv", "exit_code", "killed", "observed", "shown"),
    [
        (["gateway", "migrate", "--status"], 0, False, "no line", BREACH),
        (["gateway", "migrate", "--apply"], 0, False, "exit code 0", CALL),
        (["gateway", "migrate", "--apply"], 1, False, "exit code 1", BREACH),
        (["gateway", "serve"], -9, True, "it became ready", BREACH),
    ],
)
def test_a_command_shows_it_unless_it_changed_something(
    argv: list[str], exit_code: int, killed: bool, observed: str, shown: str
) -> None:
    """What was refused, or only looked, does the same again; so does one that should have been refused."""
    evidence = Evidence()
    given: dict[str, Any] = {"outcome": command(evidence, *argv, exit_code=exit_code, killed=killed)}

    assert shown == again_shows(given, observed, evidence)


def test_a_secret_that_was_given_is_not_told() -> None:
    """Nor inside the value of another variable; made-up ones are."""
    values = {"DB": "postgresql://me:of-mine@h/db", "DB_PASSWORD": "of-mine", "API_KEY": "gwk_a.made-up"}

    told, withheld = without_given(values, ["", "postgresql://me:of-mine@h"])

    assert {"DB": "postgresql://me:${DB_PASSWORD}@h/db", "API_KEY": "gwk_a.made-up"} == told
    assert ["DB_PASSWORD"] == withheld


def test_what_is_held_is_a_script() -> None:
    """Comments, a variable each, and the line; a variable in a value is one."""
    held = {
        "clause": "it.holds",
        "target": "mine",
        "example": "an example",
        "row": {},
        "promised": "one\nthing",
        "observed": "another",
        "variables": {"DB": "postgresql://me:${DB_PASSWORD}@h", "A": "it's $HOME"},
        "withheld": ["DB_PASSWORD"],
        "again": "curl x",
        "again_shows": "call",
    }

    assert [
        "# promised  one thing",
        "# DB_PASSWORD was not made up and is not shown: export it yourself, before these.",
        """export DB=postgresql://me:"${DB_PASSWORD}"@h""",
        """export A='it'"'"'s ''$HOME'""",
        "# again     the call only: the breach is in what lies around it",
        "curl x",
    ] == [line for line in lines(held) if not line.startswith(("# clause", "# exam", "# obs", "# All"))]


def test_where_nothing_was_done_nothing_is_shown() -> None:
    """No line, no word about it."""
    assert "" == again_shows({}, "", Evidence()) == again_shows({}, "", None)
