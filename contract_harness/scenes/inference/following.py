"""A stream that is followed event by event as the provider makes it, or left in its middle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace

from contract_harness.clients.raw import RawConnection
from contract_harness.errors import ContractBreach
from contract_harness.patience import eventually
from contract_harness.scenes.inference.calls import ModelCaller
from contract_harness.scenes.wording import meant
from contract_harness.upstreams.provider import SimulatedProvider
from contract_harness.upstreams.script import Answer, Hold
from contract_harness.upstreams.streams import EVENT_STREAM, chunk, event, events

_STEPS = 4
_MARK = "step-{}-of-the-stream"


def _held() -> tuple[Answer, Hold]:
    hold = Hold()
    made = [chunk({"content": _MARK.format(number)}) for number in range(1, _STEPS + 1)]
    return Answer(headers=EVENT_STREAM, chunks=tuple(events(made)), hold=hold), hold


def follow(caller: ModelCaller, provider: SimulatedProvider, *, within_s: float) -> int:
    """How many events came while the provider held back the one behind each, before one did not.

    Each event is waited for *within_s*, and the next is made only when it is there.
    """
    __tracebackhide__ = True
    with closing(caller.connect()) as connection:
        return _followed(connection, caller.streamed_request(connection), provider, within_s=within_s)


def follow_directly(provider: SimulatedProvider, *, within_s: float) -> int:
    """The same with nobody between: what this machine and the harness do by themselves."""
    with closing(RawConnection(provider.base_url)) as connection:
        head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: {connection.host}\r\nContent-Length: 0\r\n\r\n"
        return _followed(connection, head.encode(), provider, within_s=within_s)


def _followed(
    connection: RawConnection, request: bytes, provider: SimulatedProvider, *, within_s: float
) -> int:
    answer, hold = _held()
    provider.answer(answer)
    try:
        connection.send(request)
        for number in range(1, _STEPS + 1):
            # An event without the blank line behind it is none yet.
            if not connection.wait_for(b"\n\n", within_s=within_s, behind=_MARK.format(number).encode()):
                return number - 1
            hold.let_through()
        return _STEPS
    finally:
        hold.release()


def count_of_steps() -> int:
    """How many events there are to follow."""
    return _STEPS


def _endless() -> Answer:
    word = event(chunk({"content": "on and on "}))
    return Answer(headers=EVENT_STREAM, chunks=(word,) * 4000, pause_s=0.05)


MOMENTS: Mapping[str, Callable[[Hold], Answer]] = {
    "before the answer": lambda hold: Answer(headers=EVENT_STREAM, chunks=(event("{}"),), hold_head=hold),
    "amid the events": lambda _: _endless(),
    "while the provider thinks": lambda hold: replace(_endless(), pause_s=0.0, hold=hold),
}
"""When a caller leaves, by the words of the features; nothing more comes of itself."""


def leave(caller: ModelCaller, provider: SimulatedProvider, moment: str, *, within_s: float) -> None:
    """Ask for a stream and hang up at this moment.

    Raises:
        ContractBreach: the provider was never asked.
    """
    __tracebackhide__ = True
    provider.answer(meant(MOMENTS, moment)(Hold()))
    connection = caller.connect()
    connection.send(caller.streamed_request(connection))
    provider.wait_for(1)
    if moment != "before the answer":
        connection.wait_for(b"\n\n", within_s=within_s, behind=b"\r\n\r\n")
    connection.close()


def is_left_directly(provider: SimulatedProvider, moment: str, *, within_s: float) -> bool:
    """Whether the simulated provider notices that somebody leaves with nobody between."""
    before = provider.hang_ups
    provider.answer(meant(MOMENTS, moment)(Hold()))
    with closing(RawConnection(provider.base_url)) as connection:
        asked = len(provider.received)
        connection.send(b"POST /v1/chat/completions HTTP/1.1\r\nHost: provider\r\nContent-Length: 0\r\n\r\n")
        provider.wait_for(asked + 1)
    return _soon(lambda: provider.hang_ups > before, within_s=within_s)


def _soon(happened: Callable[[], bool], *, within_s: float) -> bool:
    try:
        return eventually(happened, within_s=within_s, what="the end of a connection")
    except ContractBreach:
        return False
