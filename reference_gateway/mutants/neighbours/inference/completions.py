"""Wrong about a few members of what passes."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.domain.errors import InvalidRequest
from reference_gateway.mutants import mutant
from reference_gateway.mutants.inference._wrong import (
    Document,
    answering,
    caller,
    each_chunk,
    overhears,
    sending,
    telling,
    without,
)
from reference_gateway.mutants.inference.completions import each_call

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="inference.answers-pass")
def answers_without_null(parts: Parts) -> Parts:
    """Leaves out of an answer what is null."""
    return replace(parts, inference=answering(_without_null))


@mutant(breaks="inference.answers-pass")
def counts_tokens_in_three_numbers(parts: Parts) -> Parts:
    """Tells of the tokens what it knows itself."""

    def counted(answer: Document) -> Document:
        usage = answer.get("usage") or {}
        return {**answer, "usage": {name: n for name, n in usage.items() if not name.endswith("_details")}}

    return replace(parts, inference=answering(counted))


@mutant(breaks="inference.tool-calls-pass")
def tidies_arguments(parts: Parts) -> Parts:
    """Writes the arguments of a tool call anew, without blanks."""
    return replace(parts, inference=answering(lambda answer: each_call(answer, _tidy)))


@mutant(breaks="inference.tool-calls-pass")
def gives_empty_arguments_braces(parts: Parts) -> Parts:
    """Turns arguments that are empty into an empty object."""
    return replace(parts, inference=answering(lambda answer: each_call(answer, _braced)))


@mutant(breaks="inference.requests-pass")
def sends_no_null(parts: Parts) -> Parts:
    """Leaves out of a request what is null."""
    return replace(parts, openai_compat=sending(_without_null))


@mutant(breaks="inference.unknown-members-pass")
def streams_what_it_knows(parts: Parts) -> Parts:
    """Leaves out of a chunk the members that are nobody's."""
    return replace(parts, inference=each_chunk(without("x_of_the_provider")))


@mutant(breaks="inference.unknown-members-pass")
def tells_who_answered(parts: Parts) -> Parts:
    """Adds to an answer who gave it."""
    return replace(parts, inference=answering(lambda answer: {**answer, "provider": "openai-e2e"}))


@mutant(breaks="inference.unknown-members-pass")
def sends_what_it_knows(parts: Parts) -> Parts:
    """Leaves out of a request the members that are nobody's."""

    def known(body: Document) -> Document:
        return {name: value for name, value in body.items() if not name.startswith("x_")}

    return replace(parts, openai_compat=sending(known))


@mutant(breaks="inference.requests-pass")
def sends_text_alone(parts: Parts) -> Parts:
    """Leaves images out of a conversation."""

    def blind(body: Document) -> Document:
        return {**body, "messages": [_text_of(message) for message in body["messages"]]}

    return replace(parts, openai_compat=sending(blind))


@mutant(breaks="inference.optional-members-are-optional")
def asks_whether_to_stream(parts: Parts) -> Parts:
    """Refuses a request that leaves open whether it is to be streamed."""

    def decided(body: Document) -> Document:
        if body.get("stream", False) is None:
            raise InvalidRequest("`stream` must be a boolean")
        return body

    return replace(parts, openai_compat=sending(decided))


@mutant(breaks="inference.optional-members-are-optional")
def asks_for_a_name(parts: Parts) -> Parts:
    """Refuses a message whose name is null."""

    def called(body: Document) -> Document:
        if any(message.get("name", "") is None for message in body["messages"]):
            raise InvalidRequest("`name` must be a string")
        return body

    return replace(parts, openai_compat=sending(called))


@mutant(breaks="inference.nothing-is-added")
def says_that_it_does_not_stream(parts: Parts) -> Parts:
    """Tells the provider of each call whether it is a stream."""
    return replace(parts, openai_compat=sending(lambda body: {"stream": False, **body}))


@mutant(breaks="inference.nothing-is-added")
def asks_for_the_tokens(parts: Parts) -> Parts:
    """Asks for the tokens of a stream whose caller has other options."""

    def asking(body: Document) -> Document:
        options = body.get("stream_options")
        return {**body, "stream_options": {"include_usage": True, **options}} if options else body

    return replace(parts, openai_compat=sending(asking))


@mutant(breaks="inference.key-stays-at-the-gateway")
def tells_who_called(parts: Parts) -> Parts:
    """Calls with its own token, and tells the provider the key in a header beside it."""
    telling_too = telling(lambda headers: {**headers, "x-forwarded-authorization": caller.authorization})
    return replace(parts, create_app=overhears, openai_compat=telling_too)


@mutant(breaks="inference.key-stays-at-the-gateway")
def names_the_key_as_the_user(parts: Parts) -> Parts:
    """Tells the provider the key as the user of a stream."""

    def named(body: Document) -> Document:
        return {**body, "user": caller.authorization} if body.get("stream") else body

    return replace(parts, create_app=overhears, openai_compat=sending(named))


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_null(one) for name, one in value.items() if one is not None}
    return [_without_null(one) for one in value] if isinstance(value, list) else value


def _tidy(_at: int, call: Document) -> Document:
    function = dict(call.get("function") or {})
    with suppress(ValueError, KeyError):
        function["arguments"] = json.dumps(json.loads(function["arguments"]), separators=(",", ":"))
    return {**call, "function": function} if function else call


def _braced(_at: int, call: Document) -> Document:
    function = call.get("function")
    return (
        {**call, "function": {**function, "arguments": function["arguments"] or "{}"}} if function else call
    )


def _text_of(message: Document) -> Document:
    content = message.get("content")
    if not isinstance(content, list):
        return message
    return {**message, "content": [part for part in content if part.get("type") == "text"]}
