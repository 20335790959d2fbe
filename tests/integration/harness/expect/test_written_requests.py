"""Headers, requests and limits as a feature writes them."""

from __future__ import annotations

import pytest

from contract_harness.clients.http import HttpClient
from contract_harness.errors import HarnessError
from contract_harness.scenes import written
from contract_harness.scenes.ui_limits import TimeLimits
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import by_name


@pytest.fixture
def visitor(client: HttpClient) -> Visitor:
    """A visitor of one host."""
    return Visitor(client, base_path="/admin", host="a.example")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("GET {base path} HTTP/1.1\nHost: {host}", b"GET /admin HTTP/1.1\r\nHost: a.example\r\n\r\n"),
        ("POST / HTTP/1.1\n\nhello", b"POST / HTTP/1.1\r\n\r\nhello"),
        ("POST / HTTP/1.1\n\n5\\r\nhello\\r\n0\\r\n\\r\n", b"POST / HTTP/1.1\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        ("GET / HTTP/1.1\nX: a\\rY: b\\0c\\x16", b"GET / HTTP/1.1\r\nX: a\rY: b\x00c\x16\r\n\r\n"),
        ("GET / HTTP/1.1\nX: é", b"GET / HTTP/1.1\r\nX: \xe9\r\n\r\n"),
    ],
)
def test_a_request_is_sent_as_it_is_shown(visitor: Visitor, shown: str, expected: bytes) -> None:
    """Its lines end with CRLF and its head with an empty line; its body is sent to the letter."""
    assert expected == written.request(shown, visitor)


def test_a_root_mount_is_asked_for_as_a_slash(client: HttpClient) -> None:
    """An empty target would be another malformed request than the one that is shown."""
    root = Visitor(client, base_path="", host="a.example")

    assert b"GET / HTTP/1.1\r\n\r\n" == written.request("GET {base path} HTTP/1.1", root)


def test_headers_are_filled_in_and_unescaped() -> None:
    """What is shown in braces or as an escape is sent as what it stands for."""
    table = [["name", "value"], ["X-Note", "a\\rSet-Cookie: b"], ["Location", "{another server}/in"]]

    observed = written.headers(table, {"another server": "http://127.0.0.1:9"})

    assert [("X-Note", "a\rSet-Cookie: b"), ("Location", "http://127.0.0.1:9/in")] == observed


@pytest.mark.parametrize(("name", "size"), [("8 KiB", 8 * 1024), ("129 characters", 129)])
def test_a_long_value_has_the_size_its_name_says(name: str, size: int) -> None:
    """A header of 8 KiB is sent where 8 KiB is written."""
    [(_, value)] = written.headers([["name", "value"], ["Cookie", f"{{{name}}}"]])

    assert size == len(value)


def test_an_unknown_word_in_braces_is_the_features_fault() -> None:
    """Nothing is sent in its place."""
    with pytest.raises(HarnessError, match="9 KiB"):
        written.headers([["name", "value"], ["Cookie", "{9 KiB}"]])


def test_rows_of_one_name_are_one_list() -> None:
    """A header that stands in a table twice is promised twice, in that order."""
    assert {"A": ["2", "1"], "B": ["1"]} == by_name([("A", "2"), ("B", "1"), ("A", "1")])


def test_a_limit_that_is_left_out_is_none() -> None:
    """It lasts longer than any example, so that only the one that is given can end a wait."""
    assert TimeLimits(60000, 300) == TimeLimits.of([["limit", "value"], ["to answer", "300 ms"]])
    assert TimeLimits(1200, 60000) == TimeLimits.of([["limit", "value"], ["to connect", "1200 ms"]])


def test_a_limit_nobody_knows_is_the_features_fault() -> None:
    """A misspelt one would be no limit at all."""
    with pytest.raises(HarnessError, match="to conect"):
        TimeLimits.of([["limit", "value"], ["to conect", "300 ms"]])
