"""A head is read in linear work however it arrives, and read the same."""

import random
import re

import pytest

from reference_gateway.http.server import head_reader
from reference_gateway.http.server.head_reader import HeadReader

HEAD = b"GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n"


def cut(data: bytes, *sizes: int) -> list[bytes]:
    """*data* in pieces of these sizes, and what is left."""
    pieces, at = [], 0
    for size in sizes:
        pieces.append(data[at : at + size])
        at += size
    return [piece for piece in (*pieces, data[at:]) if piece]


@pytest.mark.parametrize("empty", [0, 1, 2, 1000])
@pytest.mark.parametrize("seed", range(20))
def test_a_head_is_the_same_however_it_is_cut(empty: int, seed: int) -> None:
    """What stands behind it is not its, and every byte before is counted."""
    draw = random.Random(seed)
    whole = b"\r\n" * empty + HEAD
    reader, pieces = HeadReader(), cut(whole + b"body", *(draw.randint(1, 5) for _ in range(3000)))

    used = 0
    for piece in pieces:
        head, taken = reader.take(piece)
        used += taken
        assert not reader.begins_wrongly
        if head is not None:
            break
        assert taken == len(piece)

    assert (HEAD, len(whole), len(whole)) == (head, used, reader.size)


@pytest.mark.parametrize(
    "wrong", [b" GET", b"\nGET", b"\r\rGET", b"\r\n\nGET", b"get", b"\x16\x03\x01", b"\r\n GET"]
)
def test_what_begins_wrongly_is_seen_at_once(wrong: bytes) -> None:
    """Whatever follows, and in pieces too."""
    for pieces in ([wrong], [bytes([byte]) for byte in wrong]):
        reader = HeadReader()
        for piece in pieces:
            reader.take(piece)
        assert reader.begins_wrongly


@pytest.mark.parametrize("piece", [1, 2, 3, 1000, 65536])
@pytest.mark.parametrize("line", [b"\r\n", b"a", b"a:\r\n", b"\r"])
def test_each_byte_is_looked_at_a_bounded_number_of_times(
    piece: int, line: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: what is searched and matched in all, for so many bytes of nobody in particular."""
    count = Counted()
    monkeypatch.setattr(head_reader, "bytearray", count.buffer, raising=False)
    monkeypatch.setattr(head_reader, "_EMPTY_LINES", count.pattern(head_reader._EMPTY_LINES))
    monkeypatch.setattr(head_reader, "_START", count.pattern(head_reader._START))
    data = line * (60_000 // len(line))

    reader = HeadReader()
    for at in range(0, len(data), piece):
        reader.take(data[at : at + piece])
        _ = reader.begins_wrongly

    assert count.looked_at <= 8 * len(data) + 100


class Counted:
    """Counts the bytes that are looked at."""

    def __init__(self) -> None:
        self.looked_at = 0

    def buffer(self) -> bytearray:
        """A buffer that counts what is searched in it."""
        return _Buffer(self)

    def pattern(self, real: re.Pattern[bytes]) -> object:
        """A pattern that counts what it matches, and one byte where it does not."""
        return _Pattern(self, real)


class _Buffer(bytearray):
    def __init__(self, count: Counted) -> None:
        super().__init__()
        self.count = count

    def __iadd__(self, data: bytes) -> "_Buffer":  # type: ignore[override]
        self.count.looked_at += len(data)
        super().extend(data)
        return self

    def find(self, wanted: bytes, start: int = 0) -> int:  # type: ignore[override]
        found = super().find(wanted, start)
        self.count.looked_at += (found if found >= 0 else len(self)) - start
        return found


class _Pattern:
    def __init__(self, count: Counted, real: re.Pattern[bytes]) -> None:
        self.count, self.real = count, real

    def match(self, held: bytes) -> re.Match[bytes] | None:
        found = self.real.match(held)
        self.count.looked_at += found.end() if found else 1
        return found
