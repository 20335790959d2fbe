"""Server-sent events out of pieces that end anywhere."""

import pytest

from reference_gateway.domain import sse
from reference_gateway.domain.sse import Event, EventReader, EventTooLarge

STREAM = (
    ": a comment\r\ndata: one\r\n\r\n"
    "event: named\ndata:two\ndata:  three \nid: 7\nretry: 10\n\n"
    "event: without data\n\n"
    "data: ünï\r\rdata\n\ndata: never ended"
).encode()
EVENTS = [
    Event(b"one"),
    Event(b"two\n three ", b"named"),
    Event("ünï".encode()),
    Event(b""),
]


def read(pieces: list[bytes]) -> list[Event]:
    reader = EventReader()
    return [event for piece in pieces for event in reader.take(piece)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, len(STREAM)])
def test_pieces_may_end_anywhere(size: int) -> None:
    """Between the bytes of a character, or of a line's end; what has no blank line behind it is none yet."""
    assert EVENTS == read([STREAM[at : at + size] for at in range(0, len(STREAM), size)])


@pytest.mark.parametrize("at", range(len(STREAM)))
def test_one_cut_changes_nothing(at: int) -> None:
    """Wherever it is."""
    assert EVENTS == read([STREAM[:at], STREAM[at:]])


def test_a_mark_of_byte_order_is_no_part_of_the_first_line() -> None:
    """It is allowed there, and nowhere else."""
    assert [Event(b"x")] == read([b"\xef\xbb", b"\xbfdata: x\n\n"])
    assert [] == read([b"\n\xef\xbb\xbfdata: x\n\n"])


def test_an_event_is_written_as_it_is_read() -> None:
    """Each line of its data on one of its own."""
    for event in EVENTS:
        assert [event] == read([event.rendered()])


@pytest.mark.parametrize("piece", [b"data: " + b"x" * 40, b"x" * 60, b"data: xxxxxxxxx\n" * 5])
def test_an_event_has_a_bound(piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line or in many."""
    monkeypatch.setattr(sse, "MOST_BYTES", 32)
    with pytest.raises(EventTooLarge):
        read([piece])


def test_many_events_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream may go on for as long as it likes."""
    monkeypatch.setattr(sse, "MOST_BYTES", 32)
    assert 1000 == len(read([b"data: 0123456789\n\n" * 1000]))
