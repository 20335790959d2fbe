"""Variables of a compose file, against the examples of the Compose specification."""

import pytest

from contract_harness.compose.interpolation import (
    InterpolationError,
    RequiredVariable,
    filled,
    interpolated,
    required,
)

SET = {"A": "value", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("$A", "value"),
        ("${A}", "value"),
        ("$B", ""),
        ("${A}-${A}", "value-value"),
        ("$$A", "$A"),
        ("$${A}", "${A}"),
        ("${B:-default}", "default"),
        ("${EMPTY:-default}", "default"),
        ("${EMPTY-default}", ""),
        ("${B-default}", "default"),
        ("${A:+other}", "other"),
        ("${EMPTY:+other}", ""),
        ("${EMPTY+other}", "other"),
        ("${B:-${A}}", "value"),
        ("${B:-${C:-deep}}", "deep"),
        ("${A:?is needed}", "value"),
        ("${B:-}", ""),
        ("${GATEWAY_PORT:-8080}:8080", "8080:8080"),
        ("costs 5$", "costs 5$"),
    ],
)
def test_a_value_is_filled_in(text: str, expected: str) -> None:
    """As Docker Compose does it."""
    assert expected == filled(text, SET)


@pytest.mark.parametrize("text", ["${B:?is needed}", "${B?is needed}", "${EMPTY:?is needed}"])
def test_a_required_variable_is_named(text: str) -> None:
    """The refusal says which one, and why it is needed."""
    with pytest.raises(RequiredVariable, match=r"required variable (B|EMPTY) is missing a value: is needed"):
        filled(text, SET)


def test_an_empty_variable_that_only_must_be_set_is_let_through() -> None:
    """`?` without a colon asks that it is set, to anything."""
    assert "" == filled("${EMPTY?is needed}", SET)


@pytest.mark.parametrize("text", ["${A", "${1A}", "${A!x}", "${}"])
def test_a_malformed_variable_is_refused(text: str) -> None:
    """It would otherwise stand in a value as it is, or vanish."""
    with pytest.raises(InterpolationError):
        filled(text, SET)


def test_a_document_is_filled_in_everywhere_but_in_its_keys() -> None:
    """Lists, mappings and numbers keep their form."""
    document = {"$A": ["$A", 1, None, {"x": "${B:-y}"}]}

    assert {"$A": ["value", 1, None, {"x": "y"}]} == interpolated(document, SET)


def test_required_variables_are_found_at_any_depth_once() -> None:
    """Also inside a default; those with a default of their own are not."""
    document = {"a": "${B:?}", "b": ["${C:-${D:?why}}", "${B?again}", "$$${E}", "$${F:?}"]}

    assert ["B", "D"] == required(document)
