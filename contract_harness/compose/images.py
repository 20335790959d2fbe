"""
What a Dockerfile makes of an image: its last stage, read as the engine would.

Only what the contract speaks of is read. A word of an instruction is taken as it stands, but for the values
of `ARG` and `ENV`, which are filled in.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from contract_harness.compose.interpolation import filled

_CONTINUED = re.compile(r"\\[ \t]*\n")
_COPIED_FROM = re.compile(r"--from=(\S+)")
_COMMENT = re.compile(r"^[ \t]*#.*\n?", re.MULTILINE)
_PAIR = re.compile(r'([\w.-]+)=("(?:[^"\\]|\\.)*"|\'[^\']*\'|\S*)')


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """How an engine asks whether a container is well.

    Attributes:
        test: words to run, after `CMD` or `CMD-SHELL`.
        in_shell: the words are one line for a shell.
    """

    test: tuple[str, ...]
    in_shell: bool = False


@dataclass(slots=True)
class Image:
    """What a container starts from.

    Attributes:
        bases: what each `FROM` names, in order; a stage of the same file is none.
        stages: how many there are.
        above: the stages of the same file that the last one continues, by name.
        copied: the stages and images that it copies from.
        base: the image that it comes from in the end.
        exposes: container ports.
    """

    bases: list[str] = field(default_factory=list)
    stages: int = 0
    above: frozenset[str] = frozenset()
    copied: frozenset[str] = frozenset()
    base: str = ""
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    user: str = ""
    exposes: list[int] = field(default_factory=list)
    health: HealthCheck | None = None
    labels: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"


def read_image(dockerfile: Path) -> Image:
    """The image that a Dockerfile builds."""
    image, stages = Image(), dict[str, Image]()
    arguments: dict[str, str] = {}
    for word, rest in _instructions(dockerfile.read_text("utf-8")):
        if word == "FROM":
            image = Image(bases=image.bases, stages=image.stages + 1)
            _from(rest, image, stages, arguments)
        elif word == "ARG":
            name, _, value = rest.partition("=")
            arguments[name.strip()] = _unquoted(value)
        else:
            _apply(word, rest, image, {**arguments, **image.environment})
    return image


def _from(rest: str, image: Image, stages: dict[str, Image], arguments: Mapping[str, str]) -> None:
    words = [word for word in rest.split() if not word.startswith("--")]
    base = filled(words[0], arguments)
    if base in stages:
        image.above, image.base = stages[base].above | {base}, stages[base].base
    else:
        image.base = base
        image.bases.append(base)
    stages[words[2] if len(words) == 3 else str(len(stages))] = image


def _apply(word: str, rest: str, image: Image, known: Mapping[str, str]) -> None:
    if word == "ENTRYPOINT":
        image.entrypoint, image.command = _words(rest), ()
    elif word == "CMD":
        image.command = _words(rest)
    elif word == "USER":
        image.user = filled(rest.strip(), known)
    elif word == "COPY":
        image.copied |= set(_COPIED_FROM.findall(rest))
    elif word == "WORKDIR":
        image.workdir = filled(rest.strip(), known)
    elif word == "EXPOSE":
        image.exposes += [int(port.partition("/")[0]) for port in filled(rest, known).split()]
    elif word == "LABEL":
        image.labels |= _pairs(rest, known)
    elif word == "ENV":
        image.environment |= _pairs(rest, known)
    elif word == "HEALTHCHECK":
        asked = re.search(r"\bCMD\s+(.*)", rest, re.DOTALL)
        image.health = _health(asked[1]) if asked else None


def _health(rest: str) -> HealthCheck:
    is_list = rest.lstrip().startswith("[")
    return HealthCheck(_words(rest) if is_list else (rest.strip(),), in_shell=not is_list)


def _words(rest: str) -> tuple[str, ...]:
    """The exec form as it stands; the shell form as the shell that runs it."""
    if rest.lstrip().startswith("["):
        return tuple(json.loads(rest))
    return ("/bin/sh", "-c", rest.strip())


def _pairs(rest: str, known: Mapping[str, str]) -> dict[str, str]:
    return {name: filled(_unquoted(value), known) for name, value in _PAIR.findall(rest)}


def _unquoted(value: str) -> str:
    return shlex.split(value)[0] if value.strip() else ""


def _instructions(text: str) -> list[tuple[str, str]]:
    joined = _CONTINUED.sub(" ", _COMMENT.sub("", text))
    lines = [line.strip() for line in joined.splitlines() if line.strip()]
    return [(word.upper(), rest) for word, _, rest in (line.partition(" ") for line in lines)]
