"""A streamed completion, read as an SDK reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from contract_harness.clients.events import DONE, ServerSentEvent, events_of
from contract_harness.clients.raw_reply import RawReply
from contract_harness.errors import ContractBreach
from contract_harness.expect.inference._documents import shown
from contract_harness.scenes.inference.calls import is_stream


def events_in(came: RawReply) -> Sequence[ServerSentEvent]:
    """The events of an answer, whole or cut.

    Raises:
        ContractBreach: it is no stream, or not in UTF-8.
    """
    __tracebackhide__ = True
    if not is_stream(came):
        kind = came.header("content-type") or "nothing"
        raise ContractBreach("the caller is answered with a stream", f"{came.line}, {kind}", came.text[:500])
    try:
        return events_of(came.body)
    except UnicodeDecodeError:
        raise ContractBreach("a stream in UTF-8", "bytes that are none", came.text[-500:]) from None


def chunks_in(came: RawReply) -> Sequence[Mapping[str, Any]]:
    """The documents of a whole stream, without the mark of its end; one at least.

    Raises:
        ContractBreach: it is no stream, was cut, or has an event that is no JSON object.
    """
    __tracebackhide__ = True
    found = [_read(one, came) for one in events_in(came) if one.data.strip() != DONE]
    if not came.complete:
        raise ContractBreach("a stream that ends in good order", came.line, came.text[-500:])
    if not found:
        raise ContractBreach("a stream with a chunk at least", "none", came.text[:500])
    return found


def deltas_in(came: RawReply) -> Sequence[Mapping[str, Any]]:
    """What each chunk adds to the first choice, in order."""
    __tracebackhide__ = True
    choices = [choice for chunk in chunks_in(came) for choice in choices_of(chunk)]
    deltas = [choice.get("delta") for choice in choices if choice.get("index", 0) == 0]
    return [one for one in deltas if isinstance(one, dict)]


def choices_of(chunk: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The choices of a chunk that are objects."""
    found = chunk.get("choices")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _read(event: ServerSentEvent, came: RawReply) -> Mapping[str, Any]:
    __tracebackhide__ = True
    try:
        found = json.loads(event.data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ContractBreach("each event of the stream is a JSON object", shown(event.data), came.text[-500:])
    return found
