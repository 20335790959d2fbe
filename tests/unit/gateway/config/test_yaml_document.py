"""Whatever a configuration file holds, it is read or refused in one sentence that quotes none of it."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from types import FrameType

import pytest

from reference_gateway.config import ConfigError, load
from reference_gateway.config.yaml_document import NotYaml, YamlDocument
from tests.given.places import ROOT

SECRET = "TOPSECRET"
MEANING = "!!int !!omap ! &a *a [ ] { } | > % ? <<: --- ... 0b_ 0x_ 2026-13-45 é ' \" \\ : #"
ODD_VALUES = """!!int abc
!!bool x
!!float x
!!timestamp x
!!omap [a: 1]
!!binary x
!!set {a}
!!map x
!!seq x
!!str [x]
!!merge x
!!null x
!!python/name:os.system x
!mine x
0b_
0x_
1:99:
? [a]: b
<<: x
*a
&a *a
.inf"""
SECRET_LINES = """password:\tliteral.TOPSECRET
password: !TOPSECRET
password: !!TOPSECRET x
password: !!int TOPSECRET
password: !'TOPSECRET' x
password: !"TOPSECRET" x
password: !<tag:TOPSECRET> x
password: *TOPSECRET
password: &TOPSECRET
password: %TOPSECRET
password: @TOPSECRET
password: `TOPSECRET`
password: |TOPSECRET
password: "TOPSECRET
password: 'TOPSECRET
password: {TOPSECRET
password: [TOPSECRET
password: TOPSECRET: x
password: "\\xTOPSECRET"
TOPSECRET: TOPSECRET: x
- TOPSECRET"""
LOCAL = (ROOT / "deploy" / "config" / "local.yaml").read_text("utf-8")


def refused(folder: Path, content: str | bytes) -> str:
    """Everything that is said of a file with this content."""
    file = folder / "gateway.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    return "\n".join([str(caught.value), *caught.value.problems])


@pytest.mark.parametrize("value", [*ODD_VALUES.split("\n"), "9" * 5000, "[" * 3000, "{" * 3000])
def test_what_looks_like_something_else_is_told(value: str, tmp_path: Path) -> None:
    """The parser's own exceptions and those that it lets through, by the file."""
    assert "gateway.yaml" in refused(tmp_path, f"server:\n  bind: {value}\nnonsense: 1\n")


@pytest.mark.parametrize("bind", ["2026-13-45", "2026-12-01", "2001-12-14t21:59:43.10-05:00"])
def test_a_date_is_text(bind: str) -> None:
    """As every other bare word is: a password may look like one."""
    assert {"bind": bind} == YamlDocument(f"bind: {bind}".encode()).data


@pytest.mark.parametrize("line", [*SECRET_LINES.split("\n"), "? TOPSECRET\n- x", "password: TOPSECRET\x07"])
def test_no_line_is_quoted(line: str, tmp_path: Path) -> None:
    """With a mistake further down too, which makes the file looked at again."""
    shape = f"auth:\n  bootstrap_admin:\n    enabled: true\n    {line}\nnonsense: 1\n"

    assert SECRET not in refused(tmp_path, shape)


@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_file_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    """Three hundred of each seed: no exception but the one that is told."""
    draw = random.Random(seed)
    file = tmp_path / "gateway.yaml"
    for _ in range(300):
        file.write_bytes(mutated(draw))
        try:
            load(file, {})
        except ConfigError:
            continue


def mutated(draw: random.Random) -> bytes:
    """The local shape with bytes taken out, put in, doubled or replaced by what YAML gives a meaning."""
    meaning = MEANING.split(" ")
    text = LOCAL
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(text))
        stop = at + draw.choice([0, 0, 1, 7, 60])
        text = text[:at] + draw.choice([*meaning, "\t", "\n", "\0", text[at : at + 200], ""]) + text[stop:]
    data = text.encode()
    return data if draw.random() < 0.9 else data[: draw.randrange(len(data))] + bytes([draw.randrange(256)])


@pytest.mark.parametrize("mistake", ["nonsense{}: 1", "b{0}ind: {0}", "x{}: [1, 2, 3]"])
def test_many_mistakes_take_linear_work(mistake: str, tmp_path: Path) -> None:
    """Counted in calls: twice as many mistakes take twice as many of them."""
    once, twice = (calls(tmp_path, mistake, number) for number in (400, 800))

    assert twice <= 2.2 * once


def calls(folder: Path, mistake: str, number: int) -> int:
    """How many Python functions are called to refuse *number* mistakes, all of them told."""
    text = "\n".join(mistake.format(index) for index in range(number))
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        told = refused(folder, text)
    finally:
        sys.setprofile(None)
    assert f"{number} problems" in told
    return count


def test_a_place_is_found() -> None:
    """Through lists, aliases and repeated questions; of what is not there, the longest part that is."""
    document = YamlDocument(b"a: &a\n  - b: 1\n  - b: 2\nc: *a\n")

    assert [1, 2, 3] == [document.line_of(path) for path in ("a", "a[0].b", "a[1].b.nothing")]
    assert [3, None] == [document.line_of(path) for path in ("c[1].b", "d")]


def test_an_error_names_line_and_column() -> None:
    """Where the parser stopped."""
    with pytest.raises(NotYaml, match=r"\(line 2, column \d+\)$"):
        YamlDocument(b"a: 1\nb: ]\n")
