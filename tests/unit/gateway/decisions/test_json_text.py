"""What the other party says is JSON that can be written again, or is not JSON."""

import json

import pytest

from reference_gateway.domain import json_text
from reference_gateway.domain.json_text import MOST_VALUES, NotJson, TooManyValues

NOT_JSON = [
    b"",
    b" ",
    b"NaN",
    b'{"usage": {"total_tokens": NaN}}',
    b"[Infinity]",
    b"[-Infinity]",
    b"1e999",
    b"[-1e400]",
    b'{"a": "\\ud800"}',
    b'{"\\uDFFF": 1}',
    b'["\\ud83d\\u0041"]',
    b'["\\udc00\\ud800"]',
    b"[" * 100_000,
    b"[" * 5000 + b"]" * 5000,
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
    b"9" * 5000,
    b'"\xff"',
    b'"\xed\xa0\x80"',
    b"\xef\xbb\xbf{}",
    b"{} {}",
    b"{'a': 1}",
]


@pytest.mark.parametrize("text", NOT_JSON, ids=lambda text: repr(text[:20]))
def test_what_could_not_be_written_again_is_not_json(text: bytes) -> None:
    """Whatever Python's own reader makes of it."""
    with pytest.raises(NotJson):
        json_text.read(text)


@pytest.mark.parametrize(
    "text",
    [
        b'{"a": "\\ud83d\\ude00"}',
        b"[1e308, -0.0, 1E-999]",
        b'["\\\\ud800", "\\\\"]',
        b"[" * 500 + b"]" * 500,
        b'"' + b"," * (MOST_VALUES + 1) + b'"',
        b'["\\",' + b"," * (MOST_VALUES + 1) + b'"]',
    ],
    ids=lambda text: repr(text[:20]),
)
def test_what_is_json_is_read(text: bytes) -> None:
    """As it stands; commas in a string count for nothing."""
    value = json_text.read(text)

    assert json.loads(text) == value
    assert json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


def test_a_string_without_an_end_is_read_once() -> None:
    """Its quotes are none that begin another: tried one by one they would take hours."""
    with pytest.raises(NotJson):
        json_text.read(b'["' + b'\\",' * (MOST_VALUES + 1))


@pytest.mark.parametrize("deep", [b"[" * 500 + b"]" * 500, b'{"a":' * 500 + b"0" + b"}" * 500])
def test_what_has_no_commas_counts_as_well(deep: bytes) -> None:
    """Five hundred values in each element of a list, of which there are few."""
    text = b"[" + b",".join([deep] * 30) + b"]"

    json_text.read(text, most_values=15_030)
    with pytest.raises(TooManyValues):
        json_text.read(text, most_values=15_029)


@pytest.mark.parametrize("small", [b"[]", b"1", b'""', b"{}", b'{"a":"\\""}'])
def test_bytes_are_bounded_and_values_are_too(small: bytes) -> None:
    """A list of a million is read; one value more is too many."""
    with pytest.raises(TooManyValues):
        json_text.read(b"[" + b",".join([small] * (MOST_VALUES + 2)) + b"]")
