"""House rules about the JSON Schemas, and the shipped configurations read against them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.given.documents import CONTRACTS, schema_files, schema_registry

SCHEMAS = [pytest.param(path, id=path.relative_to(CONTRACTS).as_posix()) for path in schema_files()]
SHIPPED = sorted((CONTRACTS.parent / "deploy" / "config").glob("*.yaml"))


@pytest.mark.parametrize("path", SCHEMAS)
def test_each_schema_is_valid_2020_12(path: Path) -> None:
    """The meta-schema accepts it, and it names the draft and itself."""
    schema = json.loads(path.read_text("utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["$id"].endswith(path.relative_to(CONTRACTS / "schemas").as_posix())


@pytest.mark.parametrize("path", SCHEMAS)
def test_every_property_of_a_schema_has_a_sentence(path: Path) -> None:
    """Either of its own, or through the schema it names."""
    schema = json.loads(path.read_text("utf-8"))

    assert [] == [name for name, sub in _properties(schema) if not {"description", "$ref"} & set(sub)]


def test_there_are_shipped_configurations() -> None:
    """The check below looks at something."""
    assert SHIPPED


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_configuration_is_valid(path: Path) -> None:
    """What we ship is what we promise to read."""
    schema = json.loads((CONTRACTS / "schemas" / "gateway.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema, registry=schema_registry())

    assert [] == [
        f"{e.json_path}: {e.message}" for e in validator.iter_errors(yaml.safe_load(path.read_text("utf-8")))
    ]


def _properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, list):
        for item in node:
            yield from _properties(item)
    if not isinstance(node, dict):
        return
    if isinstance(node.get("properties"), dict):
        yield from ((name, sub) for name, sub in node["properties"].items() if isinstance(sub, dict))
    for keyword, value in node.items():
        if keyword not in {"if", "not"}:
            yield from _properties(value)
