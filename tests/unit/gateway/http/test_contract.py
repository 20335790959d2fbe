"""The contract as one document: everything of the files, and nothing that leads out of it."""

from typing import Any

import pytest
from openapi_spec_validator import validate

from reference_gateway.http.api.app import API_PATHS, MODEL
from reference_gateway.http.api.contract import contract
from reference_gateway.http.api.documents import documents
from tests.given.documents import ROOTS, bundled


def test_it_is_a_valid_openapi_document() -> None:
    """Of the same version as its files."""
    validate(contract())

    assert "3.1.0" == contract()["openapi"]


@pytest.mark.parametrize("root", ROOTS)
def test_every_path_says_what_its_file_says(root: str) -> None:
    """Once the references are followed, nothing was lost and nothing mixed up."""
    document, expected = contract(), bundled(root)["paths"]

    assert expected == {path: _followed(document["paths"][path], document) for path in expected}


def test_it_describes_the_gateway_that_serves_it() -> None:
    """Each of its routes, save those that show the document itself; one model; the way to the admin UI."""
    beside = {f"{MODEL}{{model}}", "/admin"}
    assert API_PATHS - set(documents()) | beside == set(contract()["paths"])


def _followed(node: Any, document: Any) -> Any:
    if isinstance(node, list):
        return [_followed(item, document) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: _followed(value, document) for key, value in node.items()}
    found = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    siblings = {key: value for key, value in node.items() if key != "$ref"}
    return {**_followed(found, document), **_followed(siblings, document)}
