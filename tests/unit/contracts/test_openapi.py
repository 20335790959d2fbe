"""House rules about the OpenAPI documents: each is a test, none is a sentence in a wiki."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml
from openapi_spec_validator import validate
from openapi_spec_validator.readers import read_from_filename

from tests.given.documents import CONTRACTS, ROOTS, bundled, operations

OPERATIONS = [pytest.param(path, op, id=f"{method.upper()} {path}") for path, method, op in operations()]


@pytest.mark.parametrize("root", ROOTS)
def test_each_root_is_a_valid_openapi_3_1_document(root: str) -> None:
    """A validator of the specification finds nothing to say."""
    document, base_uri = read_from_filename(str(CONTRACTS / "openapi" / f"{root}.yaml"))

    validate(document, base_uri=base_uri)


@pytest.mark.parametrize("root", ROOTS)
def test_paths_is_a_table_of_contents(root: str) -> None:
    """Documents split at the path item: split at the operation, generators load them without any response."""
    paths = yaml.safe_load((CONTRACTS / "openapi" / f"{root}.yaml").read_text("utf-8"))["paths"]

    assert [] == [path for path, item in paths.items() if set(item) != {"$ref"}]


def test_operation_ids_are_unique() -> None:
    """Reports name operations by id."""
    ids = Counter(operation["operationId"] for _, _, operation in operations())

    assert [] == [name for name, count in ids.items() if count > 1]


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_every_operation_says_how_it_succeeds_and_how_it_fails(path: str, operation: dict[str, Any]) -> None:
    """At least one success and one refusal, and the failures that the kind of route cannot avoid."""
    codes = set(operation["responses"])
    unavoidable = set() if path == "/admin" else {"405"}
    if operation.get("security"):
        unavoidable |= {"500", "503"}
    if any("gatewayKey" in scheme for scheme in operation["security"]):
        unavoidable.add("401")

    assert any(code.startswith("2") for code in codes)
    assert set() == unavoidable - codes


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_every_answer_carries_a_request_id(path: str, operation: dict[str, Any]) -> None:
    """One id joins the caller's log, the gateway's and the provider's."""
    silent = [c for c, r in operation["responses"].items() if "x-request-id" not in r.get("headers", {})]

    assert [] == silent, path


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_every_property_has_a_sentence_and_an_example(path: str, operation: dict[str, Any]) -> None:
    """A reader never guesses a format."""
    bare = [name for name, schema in _properties(operation) if not _is_described(schema)]

    assert [] == bare, path


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_every_example_is_an_instance_of_its_schema(path: str, operation: dict[str, Any]) -> None:
    """An example that lies is worse than none."""
    wrong = [
        f"{name}: {error.message}"
        for name, schema, example in _examples(operation)
        for error in jsonschema.Draft202012Validator(schema).iter_errors(example)
    ]

    assert [] == wrong, path


def test_the_refusal_table_and_the_documents_agree() -> None:
    """Each documented refusal example uses a code of the table, with the table's type."""
    table = yaml.safe_load((CONTRACTS / "refusals.yaml").read_text("utf-8"))
    responses = yaml.safe_load((CONTRACTS / "openapi" / "responses.yaml").read_text("utf-8"))
    shown = [
        r["content"]["application/json"]["example"]["error"]
        for n, r in responses.items()
        if n != "AdminUiUnavailable"
    ]

    assert [] == [e for e in shown if table.get(e["code"], {}).get("type") != e["type"]]


def test_each_documented_refusal_stands_under_its_one_status() -> None:
    """`session_required` is a 401 wherever it is documented."""
    table = yaml.safe_load((CONTRACTS / "refusals.yaml").read_text("utf-8"))
    misplaced = [
        (operation["operationId"], status, code)
        for _, _, operation in operations()
        for status, response in operation["responses"].items()
        if (code := _example_code(response)) in table and str(table[code]["status"]) != status
    ]

    assert [] == misplaced


def test_every_bundled_root_has_paths() -> None:
    """The loader used by these tests sees the documents at all."""
    assert [7, 7] == [len(bundled(root)["paths"]) for root in ROOTS]


def _example_code(response: dict[str, Any]) -> str | None:
    example = response.get("content", {}).get("application/json", {}).get("example", {})
    return example.get("error", {}).get("code") if isinstance(example, dict) else None


def _is_described(schema: dict[str, Any]) -> bool:
    return bool(schema.get("description")) and "examples" in schema


def _schemas(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield node
        for value in node.values():
            yield from _schemas(value)
    elif isinstance(node, list):
        for value in node:
            yield from _schemas(value)


def _properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for schema in _schemas(node):
        yield from schema["properties"].items()


def _examples(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """(where, schema, example) of properties, media types, headers and parameters."""
    for name, schema in _properties(operation):
        for example in schema.get("examples", []):
            yield name, schema, example
    for parameter in operation.get("parameters", []):
        yield parameter["name"], parameter["schema"], parameter["example"]
    bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
    for where, body in bodies.items():
        for media in body.get("content", {}).values():
            if "example" in media:
                yield where, media["schema"], media["example"]
        for name, header in body.get("headers", {}).items():
            yield name, header["schema"], header["example"]
