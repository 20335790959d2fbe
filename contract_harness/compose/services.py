"""The services of a compose file, filled in, each with what its image adds."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract_harness.compose.images import HealthCheck, Image
from contract_harness.compose.reading.compose_file import as_mapping
from contract_harness.compose.reading.env_files import scalar

Words = tuple[str, ...]

_LEFT_UNREAD = (
    "network_mode",
    "volumes_from",
    "extra_hosts",
    "external_links",
    "provider",
    "models",
    "pre_start",
    "post_start",
    "use_api_socket",
    "label_file",
)
"""Keys of the specification that change what a service is or whom it reaches, and that nothing here plays."""


@dataclass(frozen=True, slots=True)
class Mount:
    """What is seen at *target* inside: a file or folder of the host, a named volume, or a *text*."""

    source: str
    target: str
    is_volume: bool
    read_only: bool
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One service as an engine would start it.

    Attributes:
        argv: entry point and command, those of compose before those of the image.
        published: container ports that the host hands on.
        ports: every container port that is named anywhere.
        depends_on: other services, with the condition that is waited for.
        user: empty for whatever the image has, which may be root.
        names: what other services find it by.
        unread: keys of the file that change what it does and are not read here.
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
    names: frozenset[str]
    unread: tuple[str, ...]
    document: Mapping[str, Any]

    @property
    def image_name(self) -> str:
        """Of its image, without registry and version."""
        return image_name(self.image)

    @property
    def is_built(self) -> bool:
        """Its image is built from what is shipped."""
        return bool(self.document.get("build"))

    @property
    def own_command(self) -> Words:
        """What the file itself gives it for a command."""
        return _words(self.document.get("command") or ())


def service(name: str, document: Mapping[str, Any], image: Image) -> Service:
    """The service of this name, from its part of an interpolated compose file."""
    published = tuple(port for one in document.get("ports") or () for port in _container_ports(one))
    exposed = tuple(port for one in document.get("expose") or () for port in _range(str(one)))
    volumes = [*(document.get("volumes") or ()), *document.get("x-attached", ())]
    in_memory = [str(one["target"]) for one in volumes if _kind(one) == "tmpfs"]
    health = document.get("healthcheck")
    return Service(
        name=name,
        image=str(document.get("image", "")),
        argv=_argv(document, image),
        environment={**image.environment, **_environment(document.get("environment"))},
        published=published,
        ports=tuple(dict.fromkeys((*published, *exposed, *image.exposes))),
        mounts=tuple(_mount(one) for one in volumes if _kind(one) not in ("tmpfs", "unknown")),
        tmpfs=(*_listed(document.get("tmpfs") or ()), *in_memory),
        depends_on=_depends_on(document.get("depends_on") or {}),
        networks=frozenset(document.get("networks") or ("default",)),
        profiles=frozenset(document.get("profiles") or ()),
        user=str(document.get("user", image.user)),
        health=image.health if health is None else _health(health, image.health),
        read_only=is_true(document.get("read_only")),
        drops=frozenset(str(one).upper() for one in document.get("cap_drop") or ()),
        security=tuple(str(one).replace("=", ":") for one in document.get("security_opt") or ()),
        stop_signal=str(document.get("stop_signal", "SIGTERM")),
        names=frozenset(_names(name, document)),
        unread=tuple(_unread(document)),
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


def is_true(value: object) -> bool:
    """A truth as YAML has it, or as a variable that was filled in leaves it."""
    return str(value).lower() in ("true", "1", "yes", "on", "y", "t")


def image_name(image: str) -> str:
    """The name of an image, without registry and version."""
    return image.partition("@")[0].rpartition("/")[2].partition(":")[0]


def _environment(given: Any) -> dict[str, str]:
    return {name: scalar(value) for name, value in as_mapping(given).items() if value is not None}


def _container_ports(given: Any) -> list[int]:
    if isinstance(given, Mapping):
        return [int(given["target"])]
    return _range(str(given).partition("/")[0].rpartition(":")[2])


def _range(text: str) -> list[int]:
    first, _, last = text.partition("/")[0].partition("-")
    return list(range(int(first), int(last or first) + 1))


def _kind(volume: Any) -> str:
    return str(volume.get("type", "volume")) if isinstance(volume, Mapping) else "short"


def _mount(given: Any) -> Mount:
    if isinstance(given, Mapping):
        source, target = str(given.get("source") or ""), str(given["target"])
        is_volume = _kind(given) == "volume"
        return Mount(
            source or _anonymous(target),
            target,
            is_volume,
            is_true(given.get("read_only")),
            given.get("text"),
        )
    source, _, rest = str(given).partition(":")
    target, _, options = rest.partition(":")
    if not target:
        return Mount(_anonymous(source), source, is_volume=True, read_only=False)
    return Mount(source, target, source[:1] not in "./~", "ro" in options.split(","))


def _anonymous(target: str) -> str:
    """What a volume without a name is called here."""
    return f"at{target.replace('/', '_')}"


def _listed(given: str | Sequence[str]) -> list[str]:
    ones = [given] if isinstance(given, str) else list(given)
    return [one.partition(":")[0] for one in ones]


def _depends_on(given: Mapping[str, Any] | Sequence[str]) -> dict[str, str]:
    if isinstance(given, Mapping):
        return {name: str((one or {}).get("condition", "service_started")) for name, one in given.items()}
    return dict.fromkeys(given, "service_started")


def _health(given: Mapping[str, Any], of_the_image: HealthCheck | None) -> HealthCheck | None:
    test = given.get("test")
    if is_true(given.get("disable")) or test == ["NONE"]:
        return None
    if not test:
        return of_the_image
    if isinstance(test, str):
        return HealthCheck((test,), in_shell=True)
    kind, *words = (str(one) for one in test)
    return HealthCheck(tuple(words), in_shell=kind == "CMD-SHELL")


def _names(name: str, document: Mapping[str, Any]) -> Iterable[str]:
    yield name
    if "container_name" in document:
        yield str(document["container_name"])
    networks = document.get("networks")
    for one in networks.values() if isinstance(networks, Mapping) else ():
        yield from (one or {}).get("aliases") or ()


def _unread(document: Mapping[str, Any]) -> Iterable[str]:
    yield from (key for key in _LEFT_UNREAD if document.get(key))
    yield from (f"links ({one})" for one in document.get("links") or () if ":" in str(one))
    for place, count in (("scale", document.get("scale")), ("deploy.replicas", _replicas(document))):
        if count is not None and str(count) == "0":
            yield f"{place}: 0"
    yield from (str(one["source"]) for one in document.get("x-attached", ()) if _kind(one) == "unknown")


def _replicas(document: Mapping[str, Any]) -> Any:
    return (document.get("deploy") or {}).get("replicas")
