"""The sentences that step modules define and features speak."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from gherkin.parser import Parser
from pytest_bdd.parsers import parse

from tests.given.places import ROOT

STEPS = ROOT / "contract_harness" / "steps"
FEATURES = ROOT / "features"
KINDS = ("given", "when", "then")
_QUOTED = re.compile(r'"[^"]*"')
_PARAMETER = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"\b\d[\d.]*\b")


@dataclass(frozen=True)
class Definition:
    """One sentence of a step module.

    Attributes:
        kind: given, when or then.
        pattern: as it is written, parameters in braces; a regular expression when `is_regex`.
        line: where its decorator stands.
        function: the line of what it calls, which may have several sentences.
    """

    file: Path
    line: int
    kind: str
    pattern: str
    is_regex: bool = False
    function: int = 0

    @property
    def place(self) -> str:
        """File and line, from the root of the tree."""
        return f"{self.file.relative_to(ROOT)}:{self.line}"

    def matches(self, kind: str, text: str) -> bool:
        """Whether it is meant by this step."""
        if kind != self.kind:
            return False
        if self.is_regex:
            return re.fullmatch(self.pattern, text) is not None
        return text == self.pattern if "{" not in self.pattern else self._parser.is_matching(text)

    @cached_property
    def _parser(self) -> parse:
        return parse(self.pattern)


@dataclass(frozen=True)
class Spoken:
    """One step of a scenario, as written, its outline's first row filled in.

    Attributes:
        topic: profile and topic, such as `migration/apply`.
    """

    topic: str
    line: int
    kind: str
    text: str
    written: str

    @property
    def shape(self) -> str:
        """The step without what varies in it: quoted words, parameters of an outline, numbers."""
        shape = _PARAMETER.sub("…", _QUOTED.sub('"…"', self.written))
        return _NUMBER.sub("N", shape)


@cache
def definitions() -> tuple[Definition, ...]:
    """Every sentence, by file and line."""
    return tuple(one for file in sorted(STEPS.rglob("*.py")) for one in definitions_in(file))


def definitions_in(file: Path) -> Iterator[Definition]:
    """The sentences of one module."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name):
                kind = decorator.func.id
                if kind in KINDS:
                    yield _definition(file, kind, decorator, node.lineno)


def _definition(file: Path, kind: str, decorator: ast.Call, function: int) -> Definition:
    said = decorator.args[0]
    if not isinstance(said, ast.Call):
        return Definition(file, decorator.lineno, kind, ast.literal_eval(said), function=function)
    is_regex = isinstance(said.func, ast.Attribute) and said.func.attr == "re"
    pattern = said.args[0]
    text = ast.literal_eval(pattern) if isinstance(pattern, ast.Constant) else _evaluated(file, pattern)
    return Definition(file, decorator.lineno, kind, text, is_regex, function)


def _evaluated(file: Path, pattern: ast.expr) -> str:
    """A pattern that is put together of what its module knows."""
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    code = compile(ast.Expression(pattern), str(file), "eval")
    return str(eval(code, vars(importlib.import_module(name))))


@cache
def spoken() -> tuple[Spoken, ...]:
    """Every step of every scenario and background, by file and line; one for each row of an outline."""
    return tuple(one for file in sorted(FEATURES.glob("*/*.feature")) for one in spoken_in(file))


def spoken_in(file: Path) -> Iterator[Spoken]:
    """The steps of one feature file."""
    topic = f"{file.parent.name}/{file.stem}"
    document = Parser().parse(file.read_text("utf-8"))
    for scenario in _scenarios(document["feature"]):
        for row in _rows(scenario) or [{}]:
            yield from _steps(topic, scenario, row)


def scenarios(profile: str = "*") -> int:
    """How many scenarios there are (of this profile), backgrounds aside; an outline is one."""
    files = sorted(FEATURES.glob(f"{profile}/*.feature"))
    parsed = (Parser().parse(file.read_text("utf-8"))["feature"] for file in files)
    return sum(1 for feature in parsed for one in _scenarios(feature) if "examples" in one)


def _scenarios(parent: dict) -> Iterator[dict]:
    for child in parent["children"]:
        if "rule" in child:
            yield from _scenarios(child["rule"])
        else:
            yield child.get("scenario") or child["background"]


def _rows(scenario: dict) -> list[dict[str, str]]:
    return [
        {
            head["value"]: cell["value"]
            for head, cell in zip(table["tableHeader"]["cells"], row["cells"], strict=True)
        }
        for table in scenario.get("examples", ())
        if "tableHeader" in table
        for row in table["tableBody"]
    ]


def _steps(topic: str, scenario: dict, row: dict[str, str]) -> Iterator[Spoken]:
    kind = "given"
    for step in scenario["steps"]:
        word = step["keyword"].strip().lower()
        kind = word if word in KINDS else kind
        text = step["text"]
        for name, value in row.items():
            text = text.replace(f"<{name}>", value)
        yield Spoken(topic, step["location"]["line"], kind, text, step["text"])
