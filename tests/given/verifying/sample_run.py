"""A run the size of a real one, with every verdict, long evidence and hostile text; made, not executed."""

from datetime import UTC, date, datetime

from contract_harness.ledger.clauses import Tier
from contract_harness.ledger.sources import links
from contract_harness.report.model import (
    ClauseResult,
    ExampleResult,
    Presence,
    Probe,
    RunResult,
    Step,
    TargetResult,
)
from contract_harness.targets.sections import Deviation
from contract_harness.verdicts import Verdict

HOSTILE = "<script>alert('x')</script> \x1b[31m\x00 ]]> </pre>\u202e `````"
_CITED = "observed gateway, 6.4; founding page, Runtime Topology"
_PROMISES = (
    "The path reaches the admin UI raw and undecoded, with the base path kept",
    "A session made through the UI opens the API, and the reverse",
    "Conflicting length headers are refused",
    "A refused apply leaves no trace, whatever stood in the database before it was tried",
    "Hop-by-hop headers stop in both directions",
    "Every response carries a request id",
    "The first byte of a streamed page arrives before its last is produced",
)


def sample_run(size: int = 260) -> RunResult:
    """Two targets of *size* clauses each."""
    return RunResult(
        harness_version="0.1.0",
        digest="ab" * 32,
        started_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        duration_s=37.4,
        workers=2,
        edition="2026.11",
        narrowed=("only tier core",),
        targets=(
            _target("reference", "libsql", size, wrong=True),
            _target("reference-postgres", "postgres", size),
        ),
    )


_PROBES = (
    Probe("same-origin", "profile", True, Presence.PRESENT, "/v1, /api/v1 and /admin answer on one origin"),
    Probe("own-admin-ui", "feature", True, Presence.ABSENT, f"/admin answered 404 {HOSTILE}"),
    Probe("session", "profile", False, Presence.PRESENT, "/api/v1/auth/session answered 401"),
    Probe("migration", "profile", True, Presence.UNSEEN, "a gateway given by URL does not show its commands"),
)
_RESERVATIONS = (
    "asked only tier core, so no claim was judged whole",
    "1 clause is not observable through this driver",
)


def _target(name: str, database: str, size: int, *, wrong: bool = False) -> TargetResult:
    return TargetResult(
        name=name,
        driver="process",
        about="The reference gateway of this project.",
        database=database,
        typed={"target": "reference", "database": database},
        claims=("same-origin", "migration", "bootstrap"),
        supports=("own-admin-ui",),
        probes=_PROBES if wrong else _PROBES[:1],
        reservations=_RESERVATIONS if wrong else (),
        clauses=tuple(_clause(number, size, wrong=wrong) for number in range(size)),
    )


def _clause(number: int, size: int, *, wrong: bool) -> ClauseResult:
    profile = ("same-origin", "migration", "bootstrap", "session")[4 * number // size]
    verdict = _verdict(number, profile, wrong=wrong)
    title = _PROMISES[number % len(_PROMISES)]
    slug = "-".join(title.lower().replace(",", "").split()[:6])
    return ClauseResult(
        id=f"{profile}.{slug}-{number}",
        profile=profile,
        tier=Tier.HARDENED if number % 3 == 1 else Tier.PROVISIONAL if number % 41 == 3 else Tier.CORE,
        title=title,
        source=_CITED,
        sources=links(_CITED),
        place=f"{profile}/forwarding.feature:{10 + number}",
        after=("same-origin.three-surfaces-answer",) if verdict is Verdict.BLOCKED else (),
        verdict=verdict,
        reason=_reason(verdict),
        expected=2,
        scored=number % 41 != 3,
        note="provisional: new in this edition" if number % 41 == 3 else "",
        deviation=Deviation("issue 41: usage", "https://gateway.example/issues/41", date(2027, 3, 1), True)
        if verdict is Verdict.DEVIATION
        else None,
        mutants=("Keeps honouring a key after it was revoked.",) if verdict is Verdict.BROKEN else (),
        examples=()
        if verdict.rank < Verdict.NOT_APPLICABLE.rank + (verdict is Verdict.UNSUPPORTED)
        else _examples(verdict),
    )


def _verdict(number: int, profile: str, *, wrong: bool) -> Verdict:
    if profile == "session":
        return Verdict.UNSUPPORTED
    special = {4: Verdict.BROKEN, 30: Verdict.BROKEN, 41: Verdict.BROKEN, 77: Verdict.STALE, 90: Verdict.VOID}
    # A provisional clause, which costs nothing.
    special |= {44: Verdict.BROKEN}
    special |= {12: Verdict.BLOCKED, 55: Verdict.DEVIATION, 120: Verdict.NOT_APPLICABLE, 140: Verdict.NOT_RUN}
    return special.get(number, Verdict.KEPT) if wrong else Verdict.KEPT


def _reason(verdict: Verdict) -> str:
    return {
        Verdict.BLOCKED: "comes after same-origin.three-surfaces-answer, which is broken",
        Verdict.DEVIATION: "issue 41: usage is sent before the last delta https://gateway.example/issues/41",
        Verdict.STALE: "declared broken (issue 7: redirects), but it holds: remove the deviation",
        Verdict.UNSUPPORTED: "reference does not claim session",
        Verdict.NOT_RUN: "0 of its 2 examples were run",
    }.get(verdict, "")


def _examples(verdict: Verdict) -> tuple[ExampleResult, ...]:
    kept = ExampleResult("a path with encoded characters", Verdict.KEPT, 0.031, steps=_steps("held"))
    if verdict in (Verdict.KEPT, Verdict.STALE):
        return (
            kept,
            ExampleResult(
                "one more path", Verdict.KEPT, 0.412, {"path": "/admin/a%2Fb"}, steps=_steps("held")
            ),
        )
    if verdict is Verdict.VOID:
        trace = 'Traceback:\n  File "steps/wire.py", line 12, in sends\nRuntimeError: a wire came loose'
        return (
            kept,
            ExampleResult(
                "a loose wire",
                verdict,
                0.2,
                steps=_steps("failed"),
                message="RuntimeError: a wire came loose",
                trace=trace,
            ),
        )
    if verdict is Verdict.NOT_APPLICABLE:
        return (
            ExampleResult(
                "a restart",
                verdict,
                0.001,
                steps=_steps("failed"),
                message="a gateway given by URL is not ours to restart",
            ),
        )
    raw = Verdict.BROKEN
    return (kept, _broken(raw))


def _broken(verdict: Verdict) -> ExampleResult:
    return ExampleResult(
        "dot segments in the middle of a path that is long enough to need a second line on a phone",
        verdict,
        1.234,
        {"path": "/admin/%2e%2e/v1/models", "method": "DELETE"},
        "gw1",
        _steps("failed"),
        promised="400 or 404, and the admin UI is not asked",
        observed=f"200 OK, and the admin UI was asked for /v1/models?{'q=' + 'x' * 180}",
        detail=f"the page began with {HOSTILE}\n"
        + "\n".join(f"line {number} of the page" for number in range(40)),
        exchanges=tuple(_exchange(number) for number in range(3)),
        commands=(
            {
                "argv": ["reference-gateway", "--config", "gateway.yaml", "migrate", "--apply"],
                "exit_code": 1,
                "stdout": "",
                "stderr": "Error: database reset required for libsql\n",
                "began_s": 0.1,
                "duration_s": 0.31,
                "config": "server:\n  bind: 127.0.0.1:41234\ndatabase:\n  path: gateway.db\n",
                "again": "reference-gateway --config gateway.yaml migrate --apply",
            },
        ),
        logs={
            "gateway": "".join(
                f"2026-11-23T09:30:{n:02} INFO request method=GET path=/admin/{n} status=200\n"
                for n in range(30)
            )
        },
        dropped=4,
        again="curl -isg --path-as-is -A '' -H 'Accept:' -H 'cookie: ogw_session='\"$SESSION\"'' http://127.0.0.1:41234/admin/%2e%2e/v1/models",
    )


def _exchange(number: int) -> dict[str, object]:
    return {
        "method": "GET",
        "url": f"http://127.0.0.1:41234/admin/%2e%2e/v1/models?page={number}",
        "request_headers": [
            ["host", "127.0.0.1:41234"],
            ["cookie", "ogw_session=$SESSION"],
            ["x-request-id", "3f2a"],
        ],
        "request_body": '{"model": "fast"}',
        "request_body_bytes": 17,
        "status": 200 if number else 0,
        "reason": "OK",
        "response_headers": [
            ["content-type", "text/html; charset=utf-8"],
            ["set-cookie", "a=$SESSION; Path=/; HttpOnly"],
        ],
        "response_body": f"<!doctype html><title>{HOSTILE}</title>" + "<p>page</p>" * 60,
        "response_body_bytes": 66000,
        "began_s": 0.21 * number,
        "head_s": 0.0101 if number else 0.0,
        "elapsed_s": 0.0123,
        "trouble": "" if number else "the connection was reset after 12 bytes",
        "again": f"curl -isg --path-as-is 'http://127.0.0.1:41234/admin/%2e%2e/v1/models?page={number}'",
    }


def _steps(last: str) -> tuple[Step, ...]:
    return (
        Step("Given", "a gateway whose admin UI is up", "held", 0.002),
        Step("When", 'the visitor asks for "/admin/%2e%2e/v1/models"', "held", 0.012),
        Step(
            "Then",
            "the visitor receives the headers:",
            last,
            0.001,
            f"| name | value |\n| X-Tag | {HOSTILE} |",
        ),
        Step("And", "no provider was called", "held" if last == "held" else "not-reached", 0.0),
    )
