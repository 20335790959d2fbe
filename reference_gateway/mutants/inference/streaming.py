"""Wrong about streams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.mutants import mutant
from reference_gateway.mutants.inference._wrong import (
    DONE,
    Document,
    document_of,
    each_chunk,
    receiving,
    streaming,
    without,
)
from reference_gateway.services.inference import Inference

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="inference.events-leave-as-they-arrive")
def gathers_the_stream(parts: Parts) -> Parts:
    """Sends a stream once all of it has come."""
    return replace(parts, inference=streaming(lambda pieces: iter(list(pieces))))


@mutant(breaks="inference.chunks-pass")
def streams_without_its_time(parts: Parts) -> Parts:
    """Leaves out of a chunk when it was made."""
    return replace(parts, inference=each_chunk(without("created")))


@mutant(breaks="inference.chunks-name-the-model")
def streams_the_providers_name(parts: Parts) -> Parts:
    """Leaves the provider's name of the model in each chunk."""
    return replace(parts, inference=each_chunk(lambda chunk: {**chunk, "model": "gpt-4o-mini"}))


@mutant(breaks="inference.stream-ends-with-done")
def ends_without_a_word(parts: Parts) -> Parts:
    """Ends a stream without the mark of its end."""
    return replace(parts, inference=streaming(lambda pieces: (one for one in pieces if one != DONE)))


@mutant(breaks="inference.streamed-text-is-whole")
def reads_each_piece_as_text(parts: Parts) -> Parts:
    """Decodes the pieces of a stream one by one."""
    return replace(parts, openai_compat=receiving(lambda piece: piece.decode("utf-8", "replace").encode()))


@mutant(breaks="inference.streamed-tool-calls-are-whole")
def passes_first_fragments(parts: Parts) -> Parts:
    """Drops the fragments of tool calls that have no id."""
    return replace(parts, inference=each_chunk(_of_first_fragments))


@mutant(breaks="inference.usage-passes")
def keeps_the_tokens_to_itself(parts: Parts) -> Parts:
    """Keeps the chunk with the tokens."""
    return replace(parts, inference=each_chunk(lambda chunk: None if chunk.get("usage") else chunk))


@mutant(breaks="inference.broken-stream-is-not-complete")
def ends_whatever_came(parts: Parts) -> Parts:
    """Ends a stream that broke as if it were whole."""

    def ended(pieces: Iterator[bytes]) -> Iterator[bytes]:
        return (DONE if "error" in (document_of(one) or {}) else one for one in pieces)

    return replace(parts, inference=streaming(ended))


@mutant(breaks="inference.leaving-is-noticed")
def asks_nobody_who_waits(parts: Parts) -> Parts:
    """Waits for the provider whoever has left."""
    return replace(parts, inference=_AsksNobody)


class _AsksNobody(Inference):
    def stream(self, *arguments: Any, **settings: Any) -> Iterator[bytes]:
        return super().stream(*arguments, **{**settings, "is_wanted": lambda: True})


def fragments_of(chunk: Document, change: Any) -> Document:
    """*chunk* with the fragments of its tool calls changed, or left out where None comes of one."""
    choices = [dict(choice) for choice in chunk.get("choices") or ()]
    for choice in choices:
        calls = choice.get("delta", {}).get("tool_calls")
        if calls:
            made = [one for call in calls if (one := change(call)) is not None]
            choice["delta"] = {**choice["delta"], "tool_calls": made}
    return {**chunk, "choices": choices}


def _of_first_fragments(chunk: Document) -> Document:
    return fragments_of(chunk, lambda call: call if call.get("id") else None)
