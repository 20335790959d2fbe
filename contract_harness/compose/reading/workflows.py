"""What a GitHub workflow builds: `docker/build-push-action` and `docker buildx build`, matrix included."""

from __future__ import annotations

import itertools
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from contract_harness.compose.reading.build_matrix import Build

_ACTION = "docker/build-push-action"
_NAMES = "docker/metadata-action"
_EXPRESSION = re.compile(r"\$\{\{\s*(?:matrix\.|env\.)?([\w.-]+)\s*\}\}")
_BUILDX = re.compile(r"^\s*docker\s+(?:buildx\s+)?build\s+(?P<words>.*)$", re.MULTILINE)


def builds_of_workflow(file: Path) -> list[Build]:
    """Every build of every job, once for each combination of its matrix."""
    document = yaml.safe_load(file.read_text("utf-8"))
    shared = document.get("env") or {}
    return [
        build
        for name, job in document["jobs"].items()
        for values in _combinations((job.get("strategy") or {}).get("matrix") or {})
        for build in _builds(str(name), job, {**shared, **(job.get("env") or {})}, dict(_flat(values)))
    ]


def _builds(
    name: str, job: Mapping[str, Any], env: Mapping[str, Any], values: Mapping[str, str]
) -> Iterator[Build]:
    known = {**{str(key): str(one) for key, one in env.items()}, **values}
    native = "linux/arm64" if "arm" in _filled(job.get("runs-on"), known) else "linux/amd64"
    for step in job.get("steps") or ():
        called = frozenset(
            {name, *values.values(), str(step.get("id", "")), _filled(step.get("name"), known)}
        )
        given = {key: _filled(value, known) for key, value in (step.get("with") or {}).items()}
        uses = str(step.get("uses", ""))
        if uses.startswith(_NAMES):
            known[f"steps.{step.get('id')}.outputs.tags"] = given.get("images", "")
        elif uses.startswith(_ACTION):
            yield _build(given, called - {""}, native)
        for found in _BUILDX.finditer(_filled(step.get("run"), known).replace("\\\n", " ")):
            yield _build(_options(found["words"]), called - {""}, native)


def _build(given: Mapping[str, str], called: frozenset[str], native: str) -> Build:
    platforms = [one for one in re.split(r"[\s,]+", given.get("platforms", "")) if one]
    context, file = (re.sub(r"^(\./)+|^\.$|/$", "", given.get(key, "")) for key in ("context", "file"))
    dockerfile = file or (f"{context}/Dockerfile" if context else "")
    named = f"{given.get('tags', '')} {given.get('outputs', '')}"
    return Build(
        frozenset(_images(named)),
        called,
        "" if "{{" in dockerfile else dockerfile,
        tuple(platforms or [native]),
    )


def _images(text: str) -> Iterator[str]:
    """The names in a list of tags, or in `type=image,name=…`."""
    for word in re.split(r"[\s,]+", re.sub(r"\$\{\{.*?\}\}", "x", text)):
        key, equals, value = word.rpartition("=")
        if word and (not equals or key == "name"):
            yield value.rpartition("/")[2].partition(":")[0].partition("@")[0]


def _options(words: str) -> dict[str, str]:
    """Those of a command line, as the action calls them."""
    names = {"--platform": "platforms", "-t": "tags", "--tag": "tags", "-f": "file", "--file": "file"}
    found: dict[str, str] = {}
    listed = shlex.split(words, comments=True)
    for at, word in enumerate(listed):
        option, equals, value = word.partition("=")
        if option in names:
            key = names[option]
            given = value if equals else next(iter(listed[at + 1 :]), "")
            found[key] = f"{found[key]} {given}" if key in found else given
    return found


def _combinations(matrix: Any) -> Iterator[dict[str, Any]]:
    """As GitHub has it: every combination, and what `include` adds to those that it fits, or makes anew."""
    if not isinstance(matrix, Mapping):
        yield {}
        return
    axes = {
        key: one for key, one in matrix.items() if key not in ("include", "exclude") and isinstance(one, list)
    }
    made = (
        [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())] if axes else []
    )
    excluded = matrix.get("exclude") or ()
    made = [one for one in made if not any(out.items() <= one.items() for out in excluded)]
    for more in matrix.get("include") or ():
        fits = [one for one in made if all(one[key] == more[key] for key in more if key in axes)]
        if fits and set(more) & set(axes):
            for one in fits:
                one.update(more)
        else:
            made.append(dict(more))
    yield from made or [{}]


def _flat(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, one in values.items():
        if isinstance(one, Mapping):
            yield from _flat(one, f"{before}{key}.")
        else:
            yield f"{before}{key}", ",".join(map(str, one)) if isinstance(one, list) else str(one)


def _filled(text: Any, known: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: known.get(found[1], found[0]), str(text if text is not None else ""))
