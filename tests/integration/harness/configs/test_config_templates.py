"""Config templates: gateways that read another format, and templates that do not render."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from contract_harness.cli import main
from contract_harness.configs.template import BadTemplate, render
from contract_harness.targets.loading import load
from tests.given.places import GATEWAYS, ROOT

EXAMPLE = ROOT / "contracts" / "targets" / "examples" / "other-format"
OTHER_GATEWAY = GATEWAYS / "other_format" / "gateway.py"


@pytest.fixture
def other_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The target file of the example, with a gateway that really reads that format in its place."""
    monkeypatch.chdir(tmp_path)
    for file in EXAMPLE.iterdir():
        shutil.copy(file, tmp_path)
    target = tmp_path / "my-gateway.toml"
    text = target.read_text("utf-8").replace("/opt/my-gateway/bin/gateway", f"{{python}} '{OTHER_GATEWAY}'")
    target.write_text(f'{text}\n[env]\nPYTHONPATH = "{ROOT}"\n', "utf-8")
    return target


def test_a_gateway_of_another_format_is_judged(other_format: Path, tmp_path: Path) -> None:
    """All that can be asked is kept; what only the documented format can say is not applicable."""
    clauses = {
        "same-origin.upstream-may-have-a-path": "kept",
        "bootstrap.seeded-users-are-invited": "kept",
        "migration.the-baseline-is-v17": "kept",
        "bootstrap.missing-config-is-an-error": "kept",
        "bootstrap.unknown-config-key-is-an-error": "not-applicable",
    }
    asked = [word for clause in clauses for word in ("--clause", clause)]

    assert 0 == main(["verify", str(other_format), *asked])
    report = json.loads((tmp_path / "reports" / "report.json").read_text("utf-8"))
    found = {clause["id"]: clause["verdict"] for clause in report["targets"][0]["clauses"]}
    assert clauses == {name: found[name] for name in clauses}


def test_the_config_is_called_as_its_template_says(other_format: Path) -> None:
    """Some gateways go by the ending."""
    assert "settings.toml" == load(str(other_format)).config_name
    assert "gateway.yaml" == load("reference").config_name


def test_values_are_written_as_json_which_toml_reads(tmp_path: Path) -> None:
    """Quotes, line breaks and letters of any script arrive as they were."""
    template = tmp_path / "a.toml.j2"
    template.write_text("name = {{ config.name | json }}\n", "utf-8")
    name = 'Émile "the\\ key"\n\t𝄞'

    assert {"name": name} == tomllib.loads(render(template, {"name": name}, {}))


BAD_TEMPLATES = {
    # body, line at fault, words of the problem
    "never closed": ("listen = 1\n{% for x in config %}\n", 2, "Unexpected end of template"),
    "no Jinja": ("a\nb\n{{ config..server }}\n", 3, "expected name or number"),
    "unknown variable": ("a\n{{ confg.server }}\n", 2, "'confg' is undefined"),
    "unknown section": ("a\n\n{{ config.sever.bind }}\n", 3, "has no attribute 'sever'"),
    "absent in some shapes": ("{{ config.teams | json }}\n", 1, "has no attribute 'teams'"),
    "unknown variable of the environment": ("{{ env.NOWHERE }}\n", 1, "has no attribute 'NOWHERE'"),
    "unknown filter": ("\n{{ config | tomll }}\n", 2, "No filter named 'tomll'"),
    "wrong type": ("\n\n{{ config + 1 }}\n", 3, "TypeError"),
    "out of the sandbox": ("{{ config.__class__.__mro__ }}\n", 1, "access to attribute '__class__'"),
    "changes the document": ("{{ config.update({}) }}\n", 1, "attribute 'update'"),
    "a file elsewhere": ("\n{% include '../secret.txt' %}\n", 2, "there is no '../secret.txt' beside it"),
    "without end": ("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}\n", None, "without end"),
}


@pytest.mark.parametrize("name", BAD_TEMPLATES)
def test_a_template_that_does_not_render_stops_the_run(
    name: str, other_format: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence with file and line, exit code 2, before anything was started or written."""
    body, line, words = BAD_TEMPLATES[name]
    template = tmp_path / "settings.toml.j2"
    template.write_text(body, "utf-8")

    code = main(["verify", str(other_format), "--profile", "migration"])
    said = capsys.readouterr()

    assert (2, "") == (code, said.out)
    assert f"{template}:{line}:" if line else f"{template}:" in said.err
    assert words in said.err
    assert 1 == len(said.err.strip().splitlines())
    assert not (tmp_path / "reports").exists()


def test_a_fault_in_an_included_file_is_told_there(tmp_path: Path) -> None:
    """The line of the file somebody has to open."""
    (tmp_path / "a.j2").write_text("{% include 'part.j2' %}\n", "utf-8")
    (tmp_path / "part.j2").write_text("\n{{ missing }}\n", "utf-8")

    with pytest.raises(BadTemplate, match=r"part\.j2:2: "):
        render(tmp_path / "a.j2", {}, {})


def test_a_template_that_is_no_text_is_told(tmp_path: Path) -> None:
    """It names the file."""
    (tmp_path / "a.j2").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadTemplate, match=r"a\.j2: .*UnicodeDecodeError"):
        render(tmp_path / "a.j2", {}, {})


def test_the_program_of_a_target_may_be_given_by_hand(
    other_format: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--command` stands for `{gateway}`; relative to where the user stands, not to where it will run."""
    program = f'exec "{sys.executable}" "{OTHER_GATEWAY}" "$@"'
    (tmp_path / "run").write_text(f"#!/bin/sh\n{program}\n", "utf-8")
    (tmp_path / "run").chmod(0o755)
    broken = other_format.read_text("utf-8").replace(str(OTHER_GATEWAY), "nowhere")
    other_format.write_text(broken, "utf-8")
    asked = [str(other_format), "--clause", "migration.the-baseline-is-v17"]

    assert 0 == main(["verify", *asked, "--command", "./run"])
    assert 2 == main(["verify", *asked, "--command", "'./run"])
    assert "close the quote" in capsys.readouterr().err
    assert 2 == main(["verify", "--url", "http://127.0.0.1:9", "--command", "./run"])
    assert "has no `gateway` line" in capsys.readouterr().err
