"""What was observed, in the words of the wire."""

import errno

import pytest

from contract_harness.evidence import wording


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "nothing"),
        (True, "true"),
        (404, "404"),
        ("a text", "a text"),
        (b"<!DOCTYPE HTML>\r\n<html>", r"<!DOCTYPE HTML>\r\n<html>"),
        ([], "nothing"),
        (["a", None, 3], "a, nothing, 3"),
        (("team", "owner"), "team, owner"),
        ({"x-a": ["1", "2"], "x-b": None}, "x-a: 1, 2, x-b: nothing"),
        ({}, "nothing"),
    ],
)
def test_a_value_is_told_without_python(value, said):
    """No None, no quotes, no brackets."""
    assert said == wording.plain(value)


def test_what_nothing_is_called_is_the_callers_affair():
    """Also inside."""
    assert "no such header" == wording.plain([], "no such header")
    assert "a: -" == wording.plain({"a": None}, "-")


def test_bytes_are_one_line_and_cut():
    """What is no character of a line is escaped, so that it cannot break one."""
    assert r"\x00\xff\x1b[2J" == wording.octets(b"\x00\xff\x1b[2J")
    assert "aaa…" == wording.octets(b"aaaa", 3)
    assert "nothing" == wording.octets(b"")


def test_a_text_is_told_apart_from_what_looks_like_it():
    """`false` is not the text `false`."""
    assert 'a: "false", b: false, c: (none)' == wording.typed({"a": "false", "b": False, "c": None}, "(none)")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "connection refused"),
        (ValueError("no digit\nat all"), "no digit"),
        (ValueError(), "no reason given"),
    ],
)
def test_an_error_is_told_without_its_number_and_class(error, said):
    """Its first line says enough."""
    assert said == wording.fault(error)


def test_headers_stand_as_in_a_message():
    """Each on a line."""
    assert "A: 1\nb: 2" == wording.lines([("A", "1"), ("b", "2")])
    assert '{"a": [1, "b"]}' == wording.document({"a": [1, "b"]})
