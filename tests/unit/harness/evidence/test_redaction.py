"""Secrets do not survive being written down."""

from __future__ import annotations

import base64
import html
import json
import time
from urllib.parse import quote, quote_plus

import pytest

from contract_harness.evidence.recorder import BODY_KEPT_BYTES, RECORDS_KEPT, Evidence
from contract_harness.evidence.redaction import Redactor
from contract_harness.targets.credentials import Credentials, hide_environment

SESSION = "123e4567-e89b-42d3-a456-426614174000.0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Authorization", "Bearer abc.def", "Bearer $API_KEY"),
        ("authorization", "Bearer gwk_id.secret", "Bearer gwk_id.$API_KEY_SECRET"),
        ("Cookie", f"ogw_session={SESSION}; theme=dark", "ogw_session=$SESSION; theme=dark"),
        ("Cookie", "sid=abc", "sid=$SESSION"),
        ("Set-Cookie", "token=abc; Path=/; HttpOnly", "token=$TOKEN; Path=/; HttpOnly"),
        ("Set-Cookie", "ogw_session=; Max-Age=0", "ogw_session=; Max-Age=0"),
        ("X-Api-Key", "abc", "$API_KEY"),
        ("X-Goog-Api-Key", "abc", "$API_KEY"),
        ("X-Auth-Token", "abc", "$TOKEN"),
        ("X-Token-Count", "12", "12"),
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
        (
            '{"total_tokens": 12, "invite_token": "x"}',
            '{"total_tokens": 12, "invite_token": "$INVITE_TOKEN"}',
        ),
        ("GET /accept?token=abc&x=1", "GET /accept?token=$TOKEN&x=1"),
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


AWKWARD = "a/b+c d=\"e\" & 'f' <é>"
FORMS = {
    "as it is": AWKWARD,
    "JSON": json.dumps(AWKWARD),
    "JSON in JSON": json.dumps(json.dumps(AWKWARD)),
    "a path": quote(AWKWARD),
    "a query": quote(AWKWARD, safe=""),
    "a form": quote_plus(AWKWARD),
    "a URL in a URL": quote(quote(AWKWARD, safe=""), safe=""),
    "small escapes": quote(AWKWARD, safe="").lower(),
    "HTML": html.escape(AWKWARD),
    "base64": base64.b64encode(AWKWARD.encode()).decode(),
    "credentials of Basic": base64.b64encode(f"me:{AWKWARD}".encode()).decode(),
    "base64 for URLs": base64.urlsafe_b64encode(f"..{AWKWARD}..".encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_known_secret_is_found_in_every_form(form: str) -> None:
    """Escaped for whatever it stands in, once or twice; inside base64 wherever it begins."""
    redactor = Redactor()
    redactor.hide("SECRET", AWKWARD)

    shown = redactor.text(f"before {FORMS[form]} after")

    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert "$SECRET" in shown
    assert not [word for word in ("a/b", "a%2", "'f'", FORMS[form][3:11]) if word in shown]


def test_a_letter_behind_a_secret_is_not_its_name() -> None:
    """A shell still reads the variable."""
    redactor = Redactor()
    redactor.hide("API_KEY", "sesame-seeds")

    assert "${API_KEY}s and $API_KEY." == redactor.text("sesame-seedss and sesame-seeds.")


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("Set-Cookie", "ogw_session=0123456789abcdef; Path=/", "0123456789abcdef"),
        ("Authorization", "Bearer 0123456789abcdef", "0123456789abcdef"),
        ("X-Api-Key", "0123456789abcdef", "0123456789abcdef"),
        ("X-Note", '{"new_password": "0123456789abcdef"}', "0123456789abcdef"),
        ("Location", "/x?access_token=0123456789abcdef&y=1", "0123456789abcdef"),
    ],
)
def test_what_was_met_as_a_secret_is_one_everywhere(name: str, value: str, secret: str) -> None:
    """A log that repeats it, plainly or in base64, shows it no more."""
    redactor = Redactor()
    redactor.header(name, value)
    log = f"the visitor sent {secret} ({base64.b64encode(secret.encode()).decode()})"

    assert "0123456789" not in redactor.text(log)
    assert "MDEyMzQ1" not in redactor.text(log)


def test_a_secret_met_late_is_taken_out_of_what_was_recorded_before() -> None:
    """The first exchange held it in an innocent place, the second told what it was."""
    evidence = Evidence()
    _record(evidence, response_body=b"hello 0123456789abcdef")
    _record(evidence, response_headers=[("Set-Cookie", "session=0123456789abcdef")])

    assert "0123456789" in evidence.exchanges[0].response_body
    assert "0123456789" not in repr(evidence.as_dict())


@pytest.mark.parametrize(
    "text",
    ["gwk_" * 4000, "password=" * 1500, 'password": "' * 1500, '\\"' * 8000, "a://" * 4000, "x" * 16384],
)
def test_hostile_text_is_cleaned_in_no_time(text: str) -> None:
    """Nothing a gateway sends makes the search go back over it again and again."""
    redactor = Redactor()
    for number in range(20):
        redactor.hide("SECRET", f"a secret of its own, number {number}")
    began = time.process_time()
    redactor.text(text)

    assert time.process_time() - began < 1.0


def test_what_a_target_file_takes_from_the_environment_is_hidden() -> None:
    """By the name of its variable, and by the password in a URL; what is no secret stays."""
    evidence = Evidence()
    hide_environment(
        evidence,
        {
            "STAGING_TOKEN": "0123456789abcdef",
            "DB": "postgresql://me:s%2Fesame@db/x",
            "RUST_LOG": "information",
        },
    )

    shown = evidence.redacted("0123456789abcdef, s/esame, s%2Fesame, information")

    assert "$STAGING_TOKEN, $DB_PASSWORD, $DB_PASSWORD, information" == shown


@pytest.mark.parametrize(
    "reference",
    [
        "env.GATEWAY_BOOTSTRAP_ADMIN_PASSWORD",
        "GATEWAY_BOOTSTRAP_ADMIN_PASSWORD",
        "${POSTGRES_PASSWORD}",
        "${POSTGRES_PASSWORD:?set it in .env}",
    ],
)
def test_the_name_of_a_variable_is_no_secret(reference: str) -> None:
    """Neither where a config refers to it, nor in a refusal that names it, nor one that begins alike."""
    redactor = Redactor()
    redactor.hide("PASSWORD", reference)
    config = f'{{"password": "{reference}"}}'
    refusal = f"{reference} is not set; the refusal names 'GATEWAY_BOOTSTRAP_ADMIN_PASSWORD'"

    assert config == redactor.text(config)
    assert refusal == redactor.text(refusal)
    assert f"Bearer {reference}" == redactor.header("Authorization", f"Bearer {reference}")
    assert set() == redactor.variables


def test_a_password_that_is_the_name_of_a_field_hides_no_field() -> None:
    """It is taken out where it is the value."""
    redactor = Redactor()
    redactor.hide("ADMIN_PASSWORD", "password")

    assert '{"password": "$PASSWORD"}' == redactor.text('{"password": "password"}')
    assert "promised the password is refused" == redactor.text("promised the password is refused")


def test_of_a_literal_the_value_is_the_secret() -> None:
    """Which is known then without its prefix: that is how a gateway would print it."""
    redactor = Redactor()

    assert '{"token": "literal.$TOKEN"}' == redactor.text('{"token": "literal.0123456789abcdef"}')
    assert "the token $TOKEN is refused" == redactor.text("the token 0123456789abcdef is refused")


@pytest.mark.parametrize(
    "password", ["topsecret", "$uper5ecret", "$SESAME", "env.sesame-seeds", "literal.sesame"]
)
def test_what_only_looks_like_a_name_is_hidden(password: str) -> None:
    """A password may hold a word, begin with a dollar sign, or with a prefix."""
    redactor = Redactor()
    redactor.hide("ADMIN_PASSWORD", password)

    shown = redactor.text(f"somebody signed in with {password} today")

    assert "$ADMIN_PASSWORD today" in shown
    assert password.removeprefix("literal.") not in shown


def test_a_variable_that_names_another_is_no_secret() -> None:
    """Where a secret lies, what a cookie is called, and which variable holds a key, may be read."""
    evidence = Evidence()
    hide_environment(
        evidence,
        {
            "POSTGRES_PASSWORD_FILE": "/run/secrets/postgres",
            "SESSION_COOKIE_NAME": "gateway_session",
            "API_KEY_VARIABLE": "PROVIDER_KEY",
            "PROVIDER_KEY": "0123456789abcdef",
        },
    )

    text = "/run/secrets/postgres gateway_session PROVIDER_KEY"
    assert text == evidence.redacted(text)
    assert "$PROVIDER_KEY" == evidence.redacted("0123456789abcdef")
