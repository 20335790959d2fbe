"""How callers are told that there is no answer: OpenAI's error object, and the class of its status."""

from __future__ import annotations

from contract_harness.clients.reply import Reply
from contract_harness.errors import ContractBreach
from contract_harness.expect.inference._documents import shown
from contract_harness.expect.same_origin.answers import status_called

CLIENT_ERROR = "a client error"
"""Which of them is for the gateway to say: OpenAI has 400 where others tell a wrong type as 422."""


def expect_refused(reply: Reply, phrase: str) -> None:
    """The answer has this status (any of 4xx for a client error), and an `error` with a message and a type.

    Source: OpenAI API, error codes; RFC 9110, 15.5.
    """
    __tracebackhide__ = True
    allowed = range(400, 500) if phrase == CLIENT_ERROR else (status_called(phrase),)
    if reply.status not in allowed:
        told = "4xx" if phrase == CLIENT_ERROR else f"{allowed[0]}"
        raise ContractBreach(f"the caller is refused with {told} {phrase}", reply.line, reply.shown)
    _expect_envelope(reply)


def _expect_envelope(reply: Reply) -> None:
    __tracebackhide__ = True
    kind = (reply.header("content-type") or "nothing").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ContractBreach("a refusal is JSON and says so", kind, reply.shown)
    document = reply.json()
    error = document.get("error") if isinstance(document, dict) else None
    if not isinstance(error, dict):
        raise ContractBreach("a refusal holds an error", shown(document), reply.shown)
    for name in ("message", "type"):
        if not isinstance(error.get(name), str) or not error[name]:
            raise ContractBreach(f"the error of a refusal has a {name}", shown(error), reply.shown)
