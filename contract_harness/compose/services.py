"""The services of a compose file, filled in, each with what its image adds."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract_harness.compose.images import HealthCheck, Image

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mount:
    """What is seen at *target* inside: a file or folder of the host, or a named volume."""

    source: str
    target: str
    is_volume: bool
    read_only: bool


@dataclass(frozen=True, slots=True)
class Service:
    """One service as an engine would start it.

    Attributes:
        argv: entry point and command, those of compose before those of the image.
        published: container ports that the host hands on.
        ports: every container port that is named anywhere.
        depends_on: other services, with the condition that is waited for.
        user: empty for whatever the image has, which may be root.
    """

    name: str
    image: str
    argv: Words
    environment: Mapping[str, str]
    published: tuple[int, ...]
    ports: tuple[int, ...]
    mounts: tuple[Mount, ...]
    tmpfs: tuple[str, ...]
    depends_on: Mapping[str, str]
    networks: frozenset[str]
    profiles: frozenset[str]
    user: str
    health: HealthCheck | None
    read_only: bool
    drops: frozenset[str]
    security: tuple[str, ...]
    stop_signal: str
    document: Mapping[str, Any]


def service(name: str, document: Mapping[str, Any], image: Image) -> Service:
    """The service of this name, from its part of an interpolated compose file."""
    published = tuple(_container_port(one) for one in document.get("ports", ()))
    exposed = tuple(int(str(one).partition("/")[0]) for one in document.get("expose", ()))
    return Service(
        name=name,
        image=str(document.get("image", "")),
        argv=_argv(document, image),
        environment={**image.environment, **_environment(document.get("environment", {}))},
        published=published,
        ports=tuple(dict.fromkeys((*published, *exposed, *image.exposes))),
        mounts=tuple(_mount(one) for one in document.get("volumes", ())),
        tmpfs=tuple(_listed(document.get("tmpfs", ()))),
        depends_on=_depends_on(document.get("depends_on", {})),
        networks=frozenset(document.get("networks", ("default",))),
        profiles=frozenset(document.get("profiles", ())),
        user=str(document.get("user", image.user)),
        health=_health(document.get("healthcheck")) if "healthcheck" in document else image.health,
        read_only=bool(document.get("read_only", False)),
        drops=frozenset(str(one).upper() for one in document.get("cap_drop", ())),
        security=tuple(str(one) for one in document.get("security_opt", ())),
        stop_signal=str(document.get("stop_signal", "SIGTERM")),
        document=document,
    )


def _argv(document: Mapping[str, Any], image: Image) -> Words:
    """A compose entry point leaves the image's command out, as the specification has it."""
    entrypoint, command = document.get("entrypoint"), document.get("command")
    if entrypoint is not None:
        return (*_words(entrypoint), *_words(command or ()))
    return (*image.entrypoint, *(image.command if command is None else _words(command)))


def _words(given: str | Sequence[str]) -> Words:
    return tuple(shlex.split(given)) if isinstance(given, str) else tuple(str(one) for one in given)


def _environment(given: Mapping[str, Any] | Sequence[str]) -> dict[str, str]:
    if isinstance(given, Mapping):
        return {name: _scalar(value) for name, value in given.items() if value is not None}
    pairs = (one.partition("=") for one in given)
    return {name: value for name, equals, value in pairs if equals}


def _scalar(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _container_port(given: Any) -> int:
    if isinstance(given, Mapping):
        return int(given["target"])
    return int(str(given).partition("/")[0].rpartition(":")[2])


def _mount(given: Any) -> Mount:
    if isinstance(given, Mapping):
        source, target = str(given.get("source", "")), str(given["target"])
        return Mount(source, target, given.get("type") == "volume", bool(given.get("read_only")))
    source, target, *options = str(given).split(":")
    return Mount(source, target, source[:1] not in "./~", "ro" in ",".join(options).split(","))


def _listed(given: str | Sequence[str]) -> list[str]:
    ones = [given] if isinstance(given, str) else list(given)
    return [one.partition(":")[0] for one in ones]


def _depends_on(given: Mapping[str, Any] | Sequence[str]) -> dict[str, str]:
    if isinstance(given, Mapping):
        return {name: str((one or {}).get("condition", "service_started")) for name, one in given.items()}
    return dict.fromkeys(given, "service_started")


def _health(given: Mapping[str, Any] | None) -> HealthCheck | None:
    test = (given or {}).get("test")
    if not test or (given or {}).get("disable") or test == ["NONE"]:
        return None
    if isinstance(test, str):
        return HealthCheck((test,), in_shell=True)
    kind, *words = (str(one) for one in test)
    return HealthCheck(tuple(words), in_shell=kind == "CMD-SHELL")
