"""What a bake file of Docker Buildx builds, in HCL or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contract_harness.compose.reading.build_matrix import Build

_VARIABLE = re.compile(r"^\$\{(\w+)\}$|^(\w+)$")


def builds_of_json(file: Path) -> list[Build]:
    """Every target of a JSON bake file."""
    document = json.loads(file.read_text("utf-8"))
    return _builds(document["target"], _defaults(document.get("variable") or {}))


def builds_of_hcl(file: Path) -> list[Build]:
    """Every target of an HCL bake file."""
    # Imported here: it brings a parser generator that nothing else needs.
    import hcl2

    with file.open(encoding="utf-8") as text:
        document = _bare(hcl2.load(text))
    return _builds(_blocks(document.get("target", ())), _defaults(_blocks(document.get("variable", ()))))


def _builds(targets: Mapping[str, Any], variables: Mapping[str, Any]) -> list[Build]:
    return [_build(name, _inherited(name, targets, ()), variables) for name in targets]


def _build(name: str, target: Mapping[str, Any], variables: Mapping[str, Any]) -> Build:
    tags = [str(one) for one in _list(target.get("tags"), variables)]
    context, file = str(target.get("context", "")), str(target.get("dockerfile", ""))
    folder = context.strip("./")
    dockerfile = "/".join(part for part in (folder, file or ("Dockerfile" if folder else "")) if part)
    images = frozenset(one.rpartition("/")[2].partition(":")[0] for one in tags)
    platforms = tuple(str(one) for one in _list(target.get("platforms"), variables)) or ("linux/amd64",)
    return Build(images, frozenset({name}), dockerfile, platforms)


def _inherited(name: str, targets: Mapping[str, Any], seen: tuple[str, ...]) -> dict[str, Any]:
    """A target over those it inherits, the later over the earlier."""
    own = dict(targets.get(name) or {})
    found: dict[str, Any] = {}
    for other in own.get("inherits") or ():
        if other not in seen:
            found |= _inherited(str(other), targets, (*seen, name))
    return {**found, **own}


def _list(given: Any, variables: Mapping[str, Any]) -> list[Any]:
    """A list, or the variable that holds one; what is no constant stays as it is written, with its `$`."""
    named = _VARIABLE.match(given) if isinstance(given, str) else None
    value = variables.get(named[1] or named[2], given) if named else given
    if isinstance(value, str):
        return [one for one in value.split(",") if one] if value is not given else [f"${value}"]
    return list(value or ())


def _defaults(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: (one or {}).get("default", "") for name, one in variables.items()}


def _blocks(listed: Any) -> dict[str, Any]:
    return {name: body for one in listed for name, body in one.items()}


def _bare(value: Any) -> Any:
    """HCL without the quotes that its reader leaves around strings."""
    if isinstance(value, Mapping):
        return {_bare(key): _bare(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value[1:-1] if isinstance(value, str) and value[:1] == value[-1:] == '"' else value
