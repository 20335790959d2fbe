"""A compose file, variables not filled in: YAML 1.2, `include` and `extends` followed, keys checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contract_harness.compose.reading.schema import check_compose
from contract_harness.errors import ContractBreach, NotObservable

_TAG = "tag:yaml.org,2002:"
_AS_IN_YAML_1_2 = {
    "bool": r"^(?:true|True|TRUE|false|False|FALSE)$",
    "int": r"^(?:[-+]?(?:0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+)$",
    "float": r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$",
}
_REPLACED = ("command", "entrypoint", "test")
"""Lists that `extends` replaces; it adds to every other."""
_PAIRS = ("environment", "labels", "extra_hosts", "sysctls", "annotations")
_SECTIONS = ("services", "networks", "volumes", "configs", "secrets")


class _Loader(yaml.SafeLoader):
    """Compose files are YAML 1.2: `on` is a word there, and so is a date or `22:22`."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag in (f"{_TAG}null", f"{_TAG}merge")]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _kind, _pattern in _AS_IN_YAML_1_2.items():
    _Loader.add_implicit_resolver(f"{_TAG}{_kind}", re.compile(_pattern), list("tTfF-+.0123456789"))


def read_compose(file: Path) -> dict[str, Any]:
    """The document, each service with what it extends.

    Raises:
        ContractBreach: it lists no services, is not written as its specification has it, or extends itself.
        NotObservable: it uses what is not read here; the message names it.
        OSError: a file that it names is not there.
        yaml.YAMLError: it is no YAML.
    """
    document = _parsed(file)
    for one in document.pop("include", ()):
        document = _merged(read_compose(_beside(file, one, "include")), document)
    if not isinstance(document.get("services"), dict):
        raise ContractBreach(f"{file.name} lists services", "it lists none")
    check_compose(document, file.name)
    services = document["services"]
    return {**document, "services": {name: _extended(file, services, name, ()) for name in services}}


def _parsed(file: Path) -> dict[str, Any]:
    try:
        document = yaml.load(file.read_text("utf-8"), _Loader)  # noqa: S506 - a subclass of SafeLoader
    except yaml.constructor.ConstructorError as error:
        if found := re.search(r"tag '(![^']+)'", str(error)):
            raise NotObservable(
                f"{file.name} uses {found[1]}, which is not read here: "
                "name the file that `docker compose config` prints"
            ) from None
        raise
    if not isinstance(document, dict):
        raise ContractBreach(f"{file.name} lists services", "it lists none")
    return document


def _extended(file: Path, services: Mapping[str, Any], name: str, seen: tuple[str, ...]) -> dict[str, Any]:
    own, place = dict(services.get(name) or {}), f"{name} of {file.name}"
    if place in seen or name not in services:
        raise ContractBreach("what a service extends is there, and ends", " → ".join((*seen, place)))
    other = own.pop("extends", None)
    if other is None:
        return own
    if isinstance(other, str):
        other = {"service": other}
    base = _extended(*_where(file, services, other, name), other["service"], (*seen, place))
    merged: dict[str, Any] = _merged(base, own)
    return merged


def _where(
    file: Path, services: Mapping[str, Any], other: Mapping[str, Any], name: str
) -> tuple[Path, Mapping[str, Any]]:
    """The file that the extended service is in, and the services of it."""
    if "file" not in other:
        return file, services
    beside = _beside(file, other["file"], f"services.{name}.extends")
    return beside, _parsed(beside)["services"]


def _beside(file: Path, named: Any, key: str) -> Path:
    """The file that is named, when its paths lead where those of *file* do."""
    found = file.parent / str(named)
    if not isinstance(named, str) or "${" in named or found.parent.resolve() != file.parent.resolve():
        raise NotObservable(
            f"{file.name} uses {key} with a file of another folder, which is not read here: "
            "name the file that `docker compose config` prints"
        )
    return found


def _merged(base: Any, own: Any, key: str = "") -> Any:
    """*own* over *base*, as `extends` and `include` have it."""
    if key in _PAIRS:
        base, own = as_mapping(base), as_mapping(own)
    if key in ("depends_on", "networks") and isinstance(base, Mapping) != isinstance(own, Mapping):
        base, own = _named(base), _named(own)
    if isinstance(base, Mapping) and isinstance(own, Mapping):
        common = {name: _merged(base[name], own[name], name) for name in base if name in own}
        return {**base, **own, **common}
    if isinstance(base, list) and isinstance(own, list) and key not in _REPLACED:
        if key == "volumes":
            kept = {_target(one) for one in own}
            return [*(one for one in base if _target(one) not in kept), *own]
        return [*(one for one in base if one not in own), *own]
    return own


def as_mapping(given: Any) -> dict[str, Any]:
    """`A=1` in a list is `A: 1` in a mapping; a name alone has no value."""
    if isinstance(given, Mapping):
        return dict(given)
    pairs = (str(one).partition("=") for one in given or ())
    return {name: value if equals else None for name, equals, value in pairs}


def _named(given: Any) -> dict[str, Any]:
    return dict(given) if isinstance(given, Mapping) else {str(name): None for name in given}


def _target(volume: Any) -> str:
    if isinstance(volume, Mapping):
        return str(volume.get("target"))
    parts = str(volume).split(":")
    return parts[1] if len(parts) > 1 else parts[0]
