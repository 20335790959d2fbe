"""The published documents, read once, with their references followed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from referencing import Registry, Resource

from tests.given.places import ROOT

CONTRACTS = ROOT / "contracts"
ROOTS = ("public", "admin")


@cache
def bundled(name: str) -> dict[str, Any]:
    """An OpenAPI root with every `$ref` replaced by what it names (the documents have no cycles)."""
    path = CONTRACTS / "openapi" / f"{name}.yaml"
    return _resolved(_read(path), path)


@cache
def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _resolved(node: Any, path: Path) -> Any:
    if isinstance(node, list):
        return [_resolved(item, path) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: _resolved(value, path) for key, value in node.items()}
    file, _, pointer = node["$ref"].partition("#")
    target = (path.parent / file).resolve() if file else path
    found = _read(target)
    for part in filter(None, pointer.split("/")):
        found = found[part]
    siblings = {key: value for key, value in node.items() if key != "$ref"}
    return {**_resolved(found, target), **siblings}


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """(path, method, operation) of every route of both roots."""
    return [
        (path, method, operation)
        for root in ROOTS
        for path, item in bundled(root)["paths"].items()
        for method, operation in item.items()
    ]


def schema_files() -> list[Path]:
    """Every JSON Schema we publish."""
    return sorted((CONTRACTS / "schemas").rglob("*.schema.json"))


def schema_registry() -> Registry[Any]:
    """All published JSON Schemas by their `$id`, so that relative references resolve offline."""
    documents = (json.loads(path.read_text("utf-8")) for path in schema_files())
    return Registry().with_resources((doc["$id"], Resource.from_contents(doc)) for doc in documents)
