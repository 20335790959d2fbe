"""Wrong about a few chunks, or for a moment."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.mutants import mutant
from reference_gateway.mutants.inference._wrong import (
    DONE,
    Document,
    document_of,
    each_chunk,
    receiving,
    rendered,
    sending,
    streaming,
)
from reference_gateway.mutants.inference.streaming import fragments_of
from reference_gateway.services.inference import Inference

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="inference.events-leave-as-they-arrive")
def sends_two_at_a_time(parts: Parts) -> Parts:
    """Sends events in pairs."""

    def paired(pieces: Iterator[bytes]) -> Iterator[bytes]:
        while pair := b"".join(itertools.islice(pieces, 2)):
            yield pair

    return replace(parts, inference=streaming(paired))


@mutant(breaks="inference.events-leave-as-they-arrive")
def looks_one_ahead(parts: Parts) -> Parts:
    """Holds each event back until the next has come."""

    def ahead(pieces: Iterator[bytes]) -> Iterator[bytes]:
        held = next(pieces)
        for piece in pieces:
            yield held
            held = piece
        yield held

    return replace(parts, inference=streaming(ahead))


@mutant(breaks="inference.chunks-pass")
def drops_chunks_without_a_choice(parts: Parts) -> Parts:
    """Passes no chunk whose list of choices is empty."""
    return replace(parts, inference=each_chunk(lambda chunk: chunk if chunk.get("choices") else None))


@mutant(breaks="inference.chunks-pass")
def puts_choices_in_order(parts: Parts) -> Parts:
    """Sorts the choices of a chunk."""

    def sorted_choices(chunk: Document) -> Document:
        choices = chunk.get("choices") or []
        return {**chunk, "choices": sorted(choices, key=lambda choice: int(choice["index"]))}

    return replace(parts, inference=each_chunk(sorted_choices))


@mutant(breaks="inference.chunks-name-the-model")
def names_the_model_once(parts: Parts) -> Parts:
    """Names the model that was asked for in the first chunk."""

    def once(pieces: Iterator[bytes]) -> Iterator[bytes]:
        yield next(pieces)
        for piece in pieces:
            chunk = document_of(piece)
            yield piece if chunk is None else rendered({**chunk, "model": "gpt-4o-mini"})

    return replace(parts, inference=streaming(once))


@mutant(breaks="inference.chunks-name-the-model")
def names_no_model_of_the_tokens(parts: Parts) -> Parts:
    """Leaves the provider's name in the chunk with the tokens."""

    def unnamed(chunk: Document) -> Document:
        return chunk if chunk.get("choices") else {**chunk, "model": "gpt-4o-mini"}

    return replace(parts, inference=each_chunk(unnamed))


@mutant(breaks="inference.stream-ends-with-done")
def ends_twice(parts: Parts) -> Parts:
    """Adds a mark of the end to the provider's own."""
    return replace(parts, inference=streaming(lambda pieces: itertools.chain(pieces, [DONE])))


@mutant(breaks="inference.stream-ends-with-done")
def ends_where_the_text_says_so(parts: Parts) -> Parts:
    """Takes the words of a model for the mark of the end."""

    def ended(pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            yield piece
            if b"[DONE]" in piece:
                return

    return replace(parts, inference=streaming(ended))


@mutant(breaks="inference.streamed-text-is-whole")
def knows_no_carriage_return(parts: Parts) -> Parts:
    """Takes a carriage return for nothing, also where it ends a line."""
    return replace(parts, openai_compat=receiving(lambda piece: piece.replace(b"\r", b"")))


@mutant(breaks="inference.streamed-text-is-whole")
def trims_words(parts: Parts) -> Parts:
    """Drops the blanks around what a chunk adds."""

    def trimmed(chunk: Document) -> Document:
        for choice in chunk.get("choices") or ():
            if isinstance(choice["delta"].get("content"), str):
                choice["delta"]["content"] = choice["delta"]["content"].strip()
        return chunk

    return replace(parts, inference=each_chunk(trimmed))


@mutant(breaks="inference.streamed-tool-calls-are-whole")
def takes_all_calls_for_one(parts: Parts) -> Parts:
    """Gives the fragments of every tool call the index of the first."""
    one = each_chunk(lambda chunk: fragments_of(chunk, lambda call: {**call, "index": 0}))
    return replace(parts, inference=one)


@mutant(breaks="inference.streamed-tool-calls-are-whole")
def trims_arguments(parts: Parts) -> Parts:
    """Drops the blanks around a fragment of arguments."""

    def trimmed(call: Document) -> Document:
        function = call["function"]
        return {**call, "function": {**function, "arguments": function["arguments"].strip()}}

    return replace(parts, inference=each_chunk(lambda chunk: fragments_of(chunk, trimmed)))


@mutant(breaks="inference.usage-passes")
def asks_for_tokens_whoever_calls(parts: Parts) -> Parts:
    """Asks the provider for the tokens of a stream whose caller said no."""

    def asking(body: Document) -> Document:
        return {**body, "stream_options": {**(body.get("stream_options") or {}), "include_usage": True}}

    return replace(parts, openai_compat=sending(asking))


@mutant(breaks="inference.usage-passes")
def tells_three_counts(parts: Parts) -> Parts:
    """Tells of the tokens of a stream what it knows itself."""

    def counted(chunk: Document) -> Document:
        usage = chunk.get("usage")
        if usage:
            usage.pop("prompt_tokens_details", None)
        return chunk

    return replace(parts, inference=each_chunk(counted))


@mutant(breaks="inference.broken-stream-is-not-complete")
def ends_behind_an_error(parts: Parts) -> Parts:
    """Tells what went wrong, and then that all is well."""

    def ended(pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            yield piece
            if "error" in (document_of(piece) or {}):
                yield DONE

    return replace(parts, inference=streaming(ended))


@mutant(breaks="inference.broken-stream-is-not-complete")
def believes_an_end_in_good_order(parts: Parts) -> Parts:
    """Takes the end of a provider's answer for the end of the stream."""

    def believing(pieces: Iterator[bytes]) -> Iterator[bytes]:
        return (piece for piece in pieces if b"cut short" not in piece)

    return replace(parts, inference=streaming(believing))


@mutant(breaks="inference.leaving-is-noticed")
def notices_before_the_answer_alone(parts: Parts) -> Parts:
    """Asks who waits until the answer has begun."""
    return replace(parts, inference=_NoticesBefore)


@mutant(breaks="inference.leaving-is-noticed")
def notices_behind_the_first_event(parts: Parts) -> Parts:
    """Asks who waits once an event has come."""
    return replace(parts, inference=_NoticesBehind)


class _Notices(Inference):
    before = False
    behind = False

    def stream(self, *arguments: Any, **settings: Any) -> Iterator[bytes]:
        is_wanted: Callable[[], bool] = settings["is_wanted"]
        seen: list[bytes] = []

        def is_wanted_now() -> bool:
            return is_wanted() if (self.behind if seen else self.before) else True

        return self._noted(super().stream(*arguments, **{**settings, "is_wanted": is_wanted_now}), seen)

    def _noted(self, pieces: Iterator[bytes], seen: list[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            seen.append(piece)
            yield piece


class _NoticesBefore(_Notices):
    before = True


class _NoticesBehind(_Notices):
    behind = True
