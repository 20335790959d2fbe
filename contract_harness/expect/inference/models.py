"""How models are described to those who may call them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from contract_harness.clients.reply import Reply
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.expect.inference._documents import answered, shown
from contract_harness.tables import Records

_KINDS = {"text": str, "a whole number": int}


def expect_described(reply: Reply, model: str, members: Records) -> None:
    """The answer is this model or lists it once, and it has these members of these kinds.

    A kind in quotes is the text itself.

    Source: OpenAI API, list models and retrieve model.
    """
    __tracebackhide__ = True
    (described,) = _entries(reply, model)
    for row in members:
        name, kind = row["member"], row["kind"]
        value = described.get(name)
        if not _is(kind, value):
            raise ContractBreach(f"the model {model} has {name}: {kind}", shown(value), reply.shown)


def _entries(reply: Reply, model: str) -> Iterable[Mapping[str, Any]]:
    __tracebackhide__ = True
    found = answered(reply)
    listed = found.get("data") if found.get("object") == "list" else [found]
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    same = [one for one in entries if one.get("id") == model]
    if len(same) != 1:
        told = ", ".join(shown(one.get("id")) for one in entries) or "no model"
        raise ContractBreach(f"the model {model} is described, once", told, reply.shown)
    return same


def _is(kind: str, value: object) -> bool:
    if kind.startswith('"'):
        return bool(value == json.loads(kind))
    if kind not in _KINDS:
        raise HarnessError(f"a feature speaks of the kind {kind!r}; known are {', '.join(_KINDS)}.")
    return isinstance(value, _KINDS[kind]) and not isinstance(value, bool) and value != ""
