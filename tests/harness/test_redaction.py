"""Secrets do not survive being written down."""

from __future__ import annotations

import shlex

import pytest

from contract_harness.credentials import Credentials
from contract_harness.evidence import BODY_KEPT_BYTES, RECORDS_KEPT, Evidence
from contract_harness.redaction import Redactor

SESSION = "123e4567-e89b-42d3-a456-426614174000.0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Authorization", "Bearer abc.def", "Bearer $API_KEY"),
        ("authorization", "Bearer gwk_id.secret", "Bearer gwk_id.$API_KEY_SECRET"),
        ("Cookie", f"ogw_session={SESSION}; theme=dark", "ogw_session=$SESSION; theme=dark"),
        ("Cookie", "sid=abc", "sid=$SESSION"),
        ("Set-Cookie", "token=abc; Path=/; HttpOnly", "token=$SESSION; Path=/; HttpOnly"),
        ("Set-Cookie", "ogw_session=; Max-Age=0", "ogw_session=; Max-Age=0"),
        ("X-Api-Key", "abc", "$API_KEY"),
        ("X-Other", "abc", "abc"),
    ],
)
def test_headers(name: str, value: str, expected: str) -> None:
    """Credentials go, what helps to understand stays."""
    assert expected == Redactor().header(name, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"password": "a\\"b", "n": 1}', '{"password": "$PASSWORD", "n": 1}'),
        ('{"new_password":"x"}', '{"new_password":"$NEW_PASSWORD"}'),
        ("email=a%40b&password=pw1&x=1", "email=a%40b&password=$PASSWORD&x=1"),
        ("postgresql://me:pw@host/db", "postgresql://me:$PASSWORD@host/db"),
        (f"session {SESSION} ended", "session $SESSION ended"),
        ("token gwk_abc.def, next", "token gwk_abc.$API_KEY_SECRET, next"),
        ("innocent text", "innocent text"),
    ],
)
def test_text(text: str, expected: str) -> None:
    """Shapes that are secrets wherever they stand."""
    assert expected == Redactor().text(text)


def test_known_values_are_hidden_everywhere() -> None:
    """Also in commands, logs and URL-encoded; and repr shows none."""
    credentials = Credentials.fresh()
    evidence = Evidence()
    credentials.hide_in(evidence)
    evidence.record_command(
        argv=["x", credentials.admin_password],
        exit_code=1,
        stdout=f"key {credentials.api_key}",
        stderr=credentials.identity_secret,
        began=0.0,
        duration_s=0.1,
    )
    evidence.watch_log("gateway", lambda: f"token {credentials.provider_token}")

    written = repr(evidence) + repr(evidence.as_dict()) + repr(credentials)
    secrets = [credentials.admin_password, credentials.api_key or "", credentials.identity_secret]
    assert [] == [secret for secret in [*secrets, credentials.provider_token] if secret in written]
    assert ("$ADMIN_PASSWORD", {"gateway": "token $PROVIDER_TOKEN"}) == (
        evidence.commands[0].argv[1],
        evidence.logs,
    )


def _record(evidence: Evidence, **changes: object) -> None:
    values = {
        "method": "POST",
        "url": "http://127.0.0.1:1/a?b='c",
        "request_headers": [("Host", "x"), ("Cookie", "session=abc"), ("X-Quote", "it's")],
        "request_body": b"",
        "status": 200,
        "reason": "OK",
        "response_headers": [],
        "response_body": b"",
        "began": 0.0,
        "elapsed_s": 0.1,
    }
    evidence.record_exchange(**{**values, **changes})  # type: ignore[arg-type]  # a table of defaults


def test_curl_is_one_shell_command_with_variables() -> None:
    """Quoted so that nothing but the taken-out secrets is expanded."""
    evidence = Evidence()
    _record(evidence, request_body=b'{"a": "$HOME", "password": "pw"}')

    words = shlex.split(evidence.curl())

    assert "Cookie: session=$SESSION" in words
    assert "X-Quote: it's" in words
    assert "http://127.0.0.1:1/a?b='c" == words[-1]
    assert '"$SESSION"' in evidence.curl()


def test_a_binary_body_is_named_not_shown() -> None:
    """The command stays one that can be pasted."""
    evidence = Evidence()
    _record(evidence, request_body=b"\xff\xfe\x00")

    assert evidence.curl().endswith("--data-binary @body.bin  # 3 bytes")


def test_everything_is_bounded() -> None:
    """Bodies are clipped; records beyond the bound are counted and the last one stays."""
    evidence = Evidence()
    for number in range(RECORDS_KEPT + 3):
        _record(evidence, response_body=b"x" * 100_000, url=f"http://x/{number}")

    assert (RECORDS_KEPT, 3) == (len(evidence.exchanges), evidence.dropped)
    assert f"http://x/{RECORDS_KEPT + 2}" == evidence.exchanges[-1].url
    assert (BODY_KEPT_BYTES, 100_000) == (
        len(evidence.exchanges[0].response_body),
        evidence.exchanges[0].response_body_bytes,
    )


def test_a_settled_log_needs_its_source_no_more() -> None:
    """Its file may go."""
    evidence = Evidence()
    written = ["hello"]
    evidence.watch_log("gateway", lambda: written[0])
    evidence.settle_logs()
    written.clear()

    assert {"gateway": "hello"} == evidence.logs
