"""Target files: what they mean, and how a wrong one is told."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from contract_harness import resources
from contract_harness.errors import BadTarget, NotObservable, UnknownTarget
from contract_harness.targets import loading
from contract_harness.targets.access import Header, Reach
from contract_harness.targets.file import validator
from contract_harness.targets.target import Target

PROCESS = 'driver = "process"\nabout = "x"\n'
URL = 'driver = "url"\nabout = "x"\n'


@pytest.mark.parametrize("name", loading.names())
def test_every_target_that_comes_with_the_contracts_is_valid(name: str) -> None:
    """And says how to serve, or where."""
    target = loading.load(name)

    assert target.url or target.argv("serve", config="x")


def test_commands_are_argument_lists() -> None:
    """A value with a space stays one argument; `{gateway}` may be several."""
    argv = loading.load("reference").argv("migrate", config="/a b/c.yaml")

    assert [sys.executable, "-m", "reference_gateway", "--config", "/a b/c.yaml", "migrate"] == argv


def test_a_mutant_is_the_target_with_another_gateway() -> None:
    """Its name tells; the deviations of the gateway are not its own."""
    mutant = loading.load("reference").mutated("forgets_it")

    assert ("reference~forgets_it", {}) == (mutant.name, mutant.deviations)
    assert "reference_gateway.mutants run forgets_it --config" in shlex.join(mutant.argv("serve", config="c"))


def test_a_command_the_target_lacks_is_not_observable(fake_target: Target) -> None:
    """So are mutants, where there are none."""
    with pytest.raises(NotObservable, match="no `seed-config` command"):
        fake_target.argv("seed-config", config="x")
    with pytest.raises(NotObservable, match="mutants"):
        fake_target.mutated("x")


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        # file, key at fault, words of the remedy
        ("about = 'x'", "driver", "is missing"),
        ("driver = 'proces'\nabout = 'x'", "driver", 'write "process" or "url"'),
        (PROCESS + "comands = 1", "comands", "did you mean 'commands'"),
        (PROCESS + "zzz = 1", "zzz", "use one of about, base_path"),
        (PROCESS + "[commands]\nserv = 'x'", "commands.serv", "did you mean 'serve'"),
        (PROCESS, "commands", "is missing"),
        (PROCESS + "[commands]\nserve = '{gateway} serve'", "commands.serve", "add a `gateway` line"),
        (PROCESS + "[commands]\nserve = '\"x'", "commands.serve", "close the quote"),
        (PROCESS + "database = 'mysql'\n[commands]\nserve = 'x'", "database", 'write "libsql" or "postgres"'),
        (PROCESS + "url = 'http://x'\n[commands]\nserve = 'x'", "url", 'belongs to driver = "url"'),
        (
            PROCESS + "config_template = 'no.j2'\n[commands]\nserve = 'x'",
            "config_template",
            "which is no file",
        ),
        (
            PROCESS + "[commands]\nserve = 'x'\n[deviations.'a.b']\nlink = 'y'",
            "deviations.a.b.reason",
            "missing",
        ),
        (PROCESS + "[commands]\nserve = 7", "commands.serve", "type string"),
        (URL, "url", "is missing"),
        (URL + "url = 'ftp://x'", "url", "such as http://127.0.0.1:8080"),
        (URL + "url = 'http://x:99999'", "url", "write it like"),
        (URL + "url = 'http://x'\n[commands]\nserve = 'x'", "commands", 'belongs to driver = "process"'),
        (PROCESS + "[commands]\nserve = 'x'\n[tls]\nca = 'x'", "tls", 'belongs to driver = "url"'),
        (URL + "url = 'https://x'\n[tls]\nca = 'no.pem'", "tls.ca", "which is no file: correct the path"),
        (
            URL + "url = 'https://x'\n[tls]\nkey = 'mine.toml'",
            "tls.key",
            "give the certificate too, as tls.cert",
        ),
        (URL + "url = 'https://x'\n[headers]\nX = 'plain'", "headers.X", "`env.NAME` or `literal.value`"),
        ("driver = ", "", "is not TOML"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(
    target_file: Callable[[str], Path], text: str, key: str, words: str
) -> None:
    """With the file, the key and the remedy."""
    path = target_file(text)

    with pytest.raises(BadTarget) as caught:
        loading.load(str(path))

    message = str(caught.value)
    assert (key, str(path)) == (caught.value.key, caught.value.file)
    assert words in message
    assert "\n" not in message


def test_an_unknown_target_suggests_a_near_one() -> None:
    """And lists all."""
    with pytest.raises(UnknownTarget, match=r"did you mean 'reference'.*reference-postgres"):
        loading.load("referense")


@pytest.mark.parametrize("url", ["ftp://x", "127.0.0.1:8080", "http://", "https://x:0"])
def test_a_wrong_url_is_told(url: str) -> None:
    """HTTP, over TLS or not, to a host."""
    with pytest.raises(BadTarget, match="--url"):
        loading.url_target(url)


def test_certificates_and_headers_of_a_running_gateway(
    target_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flags go before the file, file by file and header by header; a variable is read when it is needed."""
    path = target_file(
        URL + 'url = "https://x"\n[tls]\nca = "mine.toml"\n[headers]\nX-A = "env.MY_A"\nX-B = "literal.b"'
    )
    target = loading.load(str(path)).reached_by(Reach.from_flags(None, path, None, ["x-b: other"]))
    with pytest.raises(
        BadTarget, match="header X-A takes its value from MY_A, which is not set: export MY_A"
    ):
        [one.value for one in target.reach.headers]
    monkeypatch.setenv("MY_A", "a")

    assert (path, path, None) == (target.reach.tls.ca, target.reach.tls.cert, target.reach.tls.key)
    assert {"x-b": "other", "X-A": "a"} == {one.name: one.value for one in target.reach.headers}
    assert not loading.load("reference").reached_by(target.reach).reach


@pytest.mark.parametrize("value", ["a\r\nX: y", "ü", " "])
def test_a_header_that_cannot_be_sent_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """It may be a secret."""
    monkeypatch.setenv("MY_A", value)
    with pytest.raises(BadTarget, match="no line of plain ASCII") as told:
        assert Header("X", "env.MY_A").value
    assert value.strip() == "" or value not in str(told.value)


def test_credentials_of_a_running_gateway(
    target_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment beats the file, the file beats the local shape's defaults."""
    monkeypatch.setenv("MY_KEY", "gwk_a.b")
    path = target_file(URL + 'url = "http://x"\n[credentials]\napi_key = "env.MY_KEY"\nadmin_email = "a@b"')
    given = loading.load(str(path)).credentials()
    monkeypatch.setenv("GATEWAY_CONTRACTS_ADMIN_PASSWORD", "other")
    overridden = loading.load(str(path)).credentials()

    assert ("a@b", "admin", "gwk_a.b") == (given.admin_email, given.admin_password, given.api_key)
    assert "other" == overridden.admin_password


def test_every_property_of_the_schema_is_described() -> None:
    """The schema is documentation too."""
    undescribed = []

    def walk(schema: object, where: str) -> None:
        if not isinstance(schema, dict):
            return
        for name, one in schema.get("properties", {}).items():
            if "description" not in one:
                undescribed.append(f"{where}.{name}")
            walk(one, f"{where}.{name}")
        walk(schema.get("additionalProperties"), f"{where}.*")
        walk(schema.get("items"), f"{where}[]")

    walk(validator().schema, "")

    assert [] == undescribed


def test_every_key_is_on_the_page_for_gateway_authors() -> None:
    """The one page to read names every key of the schema, and none that is not there."""
    page = resources.contracts("targets", "README.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))

    def keys(schema: dict[str, Any], prefix: str = "") -> Iterator[str]:
        for name, one in schema.get("properties", {}).items():
            yield f"{prefix}{name}"
            yield from keys(one, f"{prefix}{name}.")
            if isinstance(one.get("additionalProperties"), dict):
                yield from keys(one["additionalProperties"], f"{prefix}{name}.*.")

    assert set(keys(cast("dict[str, Any]", validator().schema))) == named


def test_the_file_on_the_page_is_a_target(tmp_path: Path) -> None:
    """Each whole TOML example can be copied into a file."""
    page = resources.contracts("targets", "README.md").read_text("utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    whole = [one for one in examples if "driver" in one]

    assert 4 == len(whole)
    for name in ("staging-ca.pem", "client.pem", "client.key", "relay.yaml.j2"):
        (tmp_path / name).touch()
    for number, text in enumerate(whole):
        path = tmp_path / f"example{number}.toml"
        path.write_text(text, "utf-8")
        assert loading.load(str(path)).about
