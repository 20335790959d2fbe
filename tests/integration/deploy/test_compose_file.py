"""The compose file and what stands beside it, by the schemas of their specifications and by our own."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.given.tools import DEPLOY, ROOT, refuses, run

SCHEMAS = ROOT / "contracts" / "schemas"
CONFIGS = sorted((DEPLOY / "config").glob("*.yaml"))


def test_the_compose_file_is_one() -> None:
    """Every key is one of the specification, with a value of its type."""
    assert "ok" in run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")


def test_the_schema_refuses_a_key_nobody_knows(tmp_path: Path) -> None:
    """A slip in the file would be seen."""
    file = tmp_path / "compose.yaml"
    file.write_text((DEPLOY / "compose.yaml").read_text("utf-8").replace("read_only:", "readonly:"), "utf-8")

    assert "readonly" in refuses("check-jsonschema", "--builtin-schema", "vendor.compose-spec", file)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.name)
def test_every_shipped_config_is_valid(config: Path) -> None:
    """By the published schema of gateway.yaml, which refuses unknown keys."""
    resources = [
        (document["$id"], Resource.from_contents(document))
        for document in (json.loads(file.read_text("utf-8")) for file in SCHEMAS.rglob("*.json"))
    ]
    schema = json.loads((SCHEMAS / "gateway.schema.json").read_text("utf-8"))
    judge = Draft202012Validator(schema, registry=Registry().with_resources(resources))

    assert [] == [error.message for error in judge.iter_errors(yaml.safe_load(config.read_text("utf-8")))]


def test_the_comment_of_the_config_lists_its_variables() -> None:
    """What its head says is needed is what it refers to."""
    for name in ("gateway.yaml", "gateway.telemetry.yaml"):
        text = (DEPLOY / "config" / name).read_text("utf-8")
        head, _, body = text.partition("\nserver:")
        referred = {word.removeprefix("env.") for word in body.split() if word.startswith("env.")}

        assert referred <= {line.split()[1] for line in head.splitlines() if len(line.split()) > 1}
