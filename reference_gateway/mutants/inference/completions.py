"""Wrong about what passes between caller and provider."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.domain.errors import InvalidRequest
from reference_gateway.mutants import mutant
from reference_gateway.mutants.inference._wrong import (
    Document,
    answering,
    caller,
    overhears,
    sending,
    telling,
    without,
)

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

_KNOWN = ("id", "object", "created", "model", "choices", "usage")


@mutant(breaks="inference.answers-pass")
def names_the_providers_model(parts: Parts) -> Parts:
    """Answers under the name that the provider gave."""
    return replace(parts, inference=answering(lambda answer: {**answer, "model": "gpt-4o-mini"}))


@mutant(breaks="inference.answers-pass")
def answers_what_it_knows(parts: Parts) -> Parts:
    """Passes the members of an answer that it knows."""

    def known(answer: Document) -> Document:
        return {name: value for name, value in answer.items() if name in _KNOWN}

    return replace(parts, inference=answering(known))


@mutant(breaks="inference.tool-calls-pass")
def numbers_tool_calls_anew(parts: Parts) -> Parts:
    """Gives each tool call an id of its own."""
    return replace(parts, inference=answering(lambda answer: each_call(answer, _numbered)))


@mutant(breaks="inference.requests-pass")
def sends_no_tools(parts: Parts) -> Parts:
    """Tells the provider of no tools."""
    return replace(parts, openai_compat=sending(without("tools", "tool_choice")))


@mutant(breaks="inference.unknown-members-pass")
def answers_without_what_it_does_not_know(parts: Parts) -> Parts:
    """Leaves out of an answer the members that are nobody's."""
    return replace(parts, inference=answering(without("x_of_the_provider")))


@mutant(breaks="inference.optional-members-are-optional")
def asks_for_contents(parts: Parts) -> Parts:
    """Refuses a message without a content, tool calls or not."""
    return replace(parts, openai_compat=sending(_with_contents))


@mutant(breaks="inference.nothing-is-added")
def gives_everybody_a_name(parts: Parts) -> Parts:
    """Sends with each message a name that is null."""
    return replace(parts, openai_compat=sending(_named))


@mutant(breaks="inference.key-stays-at-the-gateway")
def passes_the_key_on(parts: Parts) -> Parts:
    """Calls the provider with the key of the caller."""
    passing = telling(lambda headers: {**headers, "authorization": caller.authorization})
    return replace(parts, create_app=overhears, openai_compat=passing)


def each_call(answer: Document, change: Any) -> Document:
    """*answer* with each of its tool calls changed, by its place."""
    choices = [dict(choice) for choice in answer["choices"]]
    for choice in choices:
        message = choice["message"]
        if message.get("tool_calls"):
            calls = [change(at, call) for at, call in enumerate(message["tool_calls"])]
            choice["message"] = {**message, "tool_calls": calls}
    return {**answer, "choices": choices}


def _numbered(at: int, call: Document) -> Document:
    return {**call, "id": f"call_{at}"}


def _with_contents(body: Document) -> Document:
    if any("content" not in message for message in body["messages"]):
        raise InvalidRequest("each message needs a content")
    return body


def _named(body: Document) -> Document:
    return {**body, "messages": [{"name": None, **message} for message in body["messages"]]}
