"""Server-sent events, as an SDK reads them."""

import pytest

from contract_harness.clients.events import ServerSentEvent, events_of

ONE = ServerSentEvent('{"a":1}')


@pytest.mark.parametrize(
    ("body", "events"),
    [
        (b'data: {"a":1}\n\n', [ONE]),
        (b'data:{"a":1}\r\n\r\n', [ONE]),
        (b'\xef\xbb\xbfdata: {"a":1}\r\r', [ONE]),
        (b': note\n\nid: 7\nretry: 5\ndata: {"a":1}\n\n', [ONE]),
        (b'data: {"a":\ndata: 1}\n\n', [ServerSentEvent('{"a":\n1}')]),
        (b"event: ping\ndata: x\n\n", [ServerSentEvent("x", "ping")]),
        (b"event: ping\n\ndata: x\n\n", [ServerSentEvent("x")]),
        (b'data: {"a":1}\n\ndata: [DO', [ONE]),
        (b'data: {"a":1}\n\ndata: [DONE]\n', [ONE]),
        (b"", []),
    ],
    ids=[
        "LF",
        "CR LF, no blank",
        "mark, CR",
        "comment",
        "two lines",
        "name",
        "name alone",
        "cut",
        "no end",
        "none",
    ],
)
def test_an_event_is_what_a_blank_line_ends(body, events):
    """Whatever ends a line, and without comments, ids and waits."""
    assert events == events_of(body)


def test_bytes_that_are_no_text_are_no_event():
    """A replacement character would hide a corruption."""
    with pytest.raises(UnicodeDecodeError):
        events_of(b"data: \xff\n\n")
