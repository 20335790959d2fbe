"""What a report says to type is typed, and a server is sent the same again."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from contract_harness.clients.http import HttpClient
from contract_harness.clients.origin import Access, GivenHeader
from contract_harness.clients.raw import RawConnection
from contract_harness.drivers.place import Place
from contract_harness.drivers.process import Child
from contract_harness.drivers.running import RunningCommand, Setting
from contract_harness.evidence.recorder import Evidence
from contract_harness.evidence.repro import shell_word
from contract_harness.patience import Patience
from contract_harness.programs import debian
from contract_harness.upstreams.http_server import Upstream
from contract_harness.upstreams.script import Received
from tests.given.tls import Certificates, pipe
from tests.integration.harness.conftest import QUICK

SECRETS = {"API_KEY": "gwk_harness.0123456789abcdef", "ADMIN_PASSWORD": "pw-'so' and so"}


@pytest.fixture
def seen() -> Evidence:
    """An evidence that knows two secrets."""
    evidence = Evidence()
    for variable, secret in SECRETS.items():
        evidence.hide(variable, secret)
    return evidence


def typed(line: str, *, cwd: Path | None = None) -> str:
    """What *line* prints in a shell in which the secrets are set."""
    environ = {
        "PATH": f"{debian.find('curl').parent}:{os.environ['PATH']}",
        "HOME": "/nonexistent",
        **SECRETS,
    }
    done = subprocess.run(
        ["sh", "-c", line], env=environ, cwd=cwd, capture_output=True, timeout=30, check=False
    )

    assert b"" == done.stderr
    return done.stdout.decode("utf-8", "replace")


def of(received: Received) -> tuple[object, ...]:
    """What a server can tell of a request; the order of its headers is nobody's."""
    return (received.method, received.target, sorted(received.headers), received.body)


REQUESTS = {
    "a plain one": ("GET", "/v1/models", {}),
    "a raw path": ("GET", "/admin/%2e%2e/a//b/../[c]?q={1,2}&x='y", {}),
    "a target that is no path": ("OPTIONS", "*", {}),
    "a space and a fragment": ("GET", "/a b#c", {}),
    "HEAD": ("HEAD", "/admin", {}),
    "a made-up method": ("PURGE", "/admin", {}),
    "no body where one is usual": ("POST", "/api/v1/auth/logout", {}),
    "headers": (
        "GET",
        "/admin",
        {"headers": [("X-Two", "1"), ("x-two", "2"), ("X-Empty", ""), ("User-Agent", "me"), ("Accept", "a")]},
    ),
    "bytes in a header": ("GET", "/admin", {"headers": [("X-Bytes", "caf\xe9 'quoted' \\n")]}),
    "another host": ("GET", "/admin", {"headers": [("Host", "evil.example")]}),
    "a key": ("GET", "/v1/models", {"headers": [("Authorization", f"Bearer {SECRETS['API_KEY']}")]}),
    "a password in JSON": ("POST", "/login", {"json": {"password": SECRETS["ADMIN_PASSWORD"]}}),
    "a dollar that is no secret": ("POST", "/v1/x", {"json": {"a": "$HOME $(id) `id`"}}),
    "a body like a file name": ("POST", "/v1/x", {"body": b"@/etc/hostname"}),
    "text beyond ASCII": ("POST", "/v1/x", {"body": "naïve \u202e \x1b[31m $API_KEY".encode()}),
    "lines": ("PUT", "/v1/x", {"body": b"a\r\nb\n\n"}),
    "binary": ("POST", "/v1/x", {"body": bytes(range(256))}),
    "chunks": ("POST", "/v1/x", {"body": (b"one", b"two")}),
    "GET with a body": ("GET", "/v1/x", {"body": b"{}"}),
}  # fmt: skip


@pytest.mark.parametrize("name", REQUESTS)
def test_a_curl_repeats_its_request(upstream: Upstream, seen: Evidence, name: str) -> None:
    """Method, raw target, every header and every byte of the body, the secrets set beforehand."""
    method, target, more = REQUESTS[name]
    HttpClient(upstream.base_url, seen, QUICK).send(method, target, **more)  # type: ignore[arg-type]

    said = typed(seen.again())

    first, second = upstream.received
    assert of(first) == of(second)
    assert said.startswith("HTTP/1.1 200")
    assert [] == [secret for secret in SECRETS.values() if secret in seen.again()]
    assert seen.again() == seen.as_dict()["again"] == seen.as_dict()["exchanges"][0]["again"]


def test_bytes_no_client_would_send_are_repeated_too(upstream: Upstream, seen: Evidence) -> None:
    """A byte that is no text beside a secret: as they were, and the answer is shown."""
    request = b"GET /a\xe9 HTTP/1.1\r\nHost: h\r\nX-Key: " + SECRETS["API_KEY"].encode() + b"\r\n\r\n"
    with RawConnection(upstream.base_url, evidence=seen, patience=QUICK) as connection:
        connection.send(request)
        connection.read_reply()

    said = typed(seen.again().replace("-m 5", "-m 1"))

    first, second = upstream.received
    assert of(first) == of(second)
    assert said.startswith("HTTP/1.1 200")
    assert SECRETS["API_KEY"] not in seen.again()


def test_a_body_too_long_to_show_is_a_file_to_bring(upstream: Upstream, seen: Evidence) -> None:
    """The command says how long it was, and that the report holds its beginning."""
    HttpClient(upstream.base_url, seen, QUICK).post("/v1/x", body=b"x" * 70_000)

    assert "--data-binary @body.bin # 70000 bytes, of which the report shows the beginning" in seen.again()


def test_a_command_is_repeated_where_its_config_is(seen: Evidence, tmp_path: Path) -> None:
    """Its environment, its words, and the config file the report shows beside it."""
    script = 'printf "%s|" "$TOKEN" "$1"; cat gateway.yaml'
    argv = ["sh", "-c", script, "it", f"{tmp_path}/a b"]
    (tmp_path / "gateway.yaml").write_text("a: 1\n", "utf-8")
    setting = Setting({"TOKEN": SECRETS["API_KEY"]}, (tmp_path / "gateway.yaml").read_text("utf-8"))
    child = Child(argv, env={**os.environ, **setting.env}, cwd=tmp_path)
    first = RunningCommand(child, Place("it", "http://127.0.0.1:1", "/"), seen, QUICK, setting).wait()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "gateway.yaml").write_text(seen.commands[0].config, "utf-8")

    said = typed(seen.again(), cwd=elsewhere)

    assert said == first.stdout.replace(f"{tmp_path}/", "")
    assert SECRETS["API_KEY"] not in seen.again()


def test_what_was_done_last_is_repeated(upstream: Upstream, seen: Evidence) -> None:
    """A command after an exchange, and an exchange while a command still runs."""
    HttpClient(upstream.base_url, seen, QUICK).get("/first")
    began = seen.began_at + 60
    seen.record_command(argv=["migrate"], exit_code=0, stdout="", stderr="", began=began, duration_s=1)

    assert "migrate" == seen.again()


def test_the_moment_of_the_head_is_told(upstream: Upstream, seen: Evidence) -> None:
    """Between the start and the last byte."""
    HttpClient(upstream.base_url, seen, QUICK).get("/")

    assert 0 < seen.exchanges[0].head_s <= seen.exchanges[0].elapsed_s


@pytest.mark.parametrize(
    "text", ["", "a b", "it's", "$API_KEY and $HOME", "${API_KEY}s", "a\nb", "\u202ebidi"]
)
def test_only_secrets_are_variables(text: str) -> None:
    """A shell gives back the word, with the secret in its place."""
    expected = text.replace("${API_KEY}", "$API_KEY").replace("$API_KEY", SECRETS["API_KEY"])

    assert expected == typed(f"printf %s {shell_word(text, {'API_KEY'})}")


def test_lines_reach_a_server_behind_tls(upstream: Upstream, tmp_path: Path) -> None:
    """With the certificates that were given, and given headers as variables."""
    made = Certificates.made_in(tmp_path)
    secret = GivenHeader("X-Staging", SECRETS["API_KEY"], "API_KEY")
    access = Access(ca=made.ca, cert=made.client, key=made.client_key, headers=(secret,))
    with pipe(upstream.base_url, made, asks_for_client=True) as url:
        for ask in (
            lambda seen: HttpClient(url, seen, Patience(), access=access).get("/a"),
            lambda seen: _raw(url, seen, access),
        ):
            seen = Evidence()
            seen.give("API_KEY", SECRETS["API_KEY"])
            ask(seen)
            said = typed(seen.again())

            assert "HTTP/1.1 200" in said
            assert SECRETS["API_KEY"] not in seen.again()
            assert of(upstream.received[-2]) == of(upstream.received[-1])
            assert [SECRETS["API_KEY"]] == upstream.received[-1].headers_named("x-staging")


def _raw(url: str, seen: Evidence, access: Access) -> None:
    with RawConnection(url, evidence=seen, patience=Patience(), access=access) as connection:
        connection.send(b"GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
        connection.read_reply()
