"""What several topics ask of documents: equal as JSON, whatever the order of members and the spelling."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from contract_harness.clients.reply import Reply
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import document
from contract_harness.expect.replies import expect_ok
from contract_harness.upstreams.provider import SimulatedProvider
from contract_harness.upstreams.script import Received

_SHOWN = 200
_NOTHING = object()


def answered(reply: Reply) -> Mapping[str, Any]:
    """The document of an answer that is no refusal.

    Raises:
        ContractBreach: it is one, or no JSON object.
    """
    __tracebackhide__ = True
    expect_ok(reply, promised=f"{reply.request} is answered")
    found = reply.json()
    if not isinstance(found, dict):
        raise ContractBreach(f"{reply.request} answers with an object", shown(found), reply.shown)
    return found


def the_call(provider: SimulatedProvider) -> Received:
    """The one call that the provider got.

    Raises:
        ContractBreach: it got none, or several.
    """
    __tracebackhide__ = True
    if len(provider.calls) != 1:
        raise ContractBreach("the provider is called once", f"it is called {len(provider.calls)} times")
    return provider.calls[0]


def asked(provider: SimulatedProvider) -> Mapping[str, Any]:
    """The document of the one call that the provider got.

    Raises:
        ContractBreach: there is no such call, or its body is no JSON object.
    """
    __tracebackhide__ = True
    call = the_call(provider)
    try:
        found = call.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ContractBreach(
            "the provider receives a JSON object", shown(call.body.decode("utf-8", "replace"))
        )
    return found


def expect_members(
    promised: Mapping[str, Any], observed: Mapping[str, Any], *, whose: str, may_hold_more: bool = False
) -> None:
    """Each of the *promised* members stands among the *observed* ones with its value; others may, too.

    Args:
        whose: begins the sentence: "the provider receives".
        may_hold_more: the values may have further members as well.
    """
    __tracebackhide__ = True
    for name, value in promised.items():
        found = observed.get(name, _NOTHING)
        if found is _NOTHING:
            raise ContractBreach(
                f"{whose} {name}: {shown(value)}", f"no member {name}", shown(observed, 1000)
            )
        where = difference(value, found, name, may_hold_more=may_hold_more)
        if where:
            raise ContractBreach(f"{whose} {where[0]}", where[1], shown(observed, 1000))


def difference(
    promised: Any, observed: Any, where: str, *, may_hold_more: bool = False
) -> tuple[str, str] | None:
    """Where two values differ as JSON, first promised and then observed; None when nowhere.

    Args:
        may_hold_more: what was *observed* may have further members, at any depth.
    """
    if isinstance(promised, dict) and isinstance(observed, dict):
        for name in promised if may_hold_more else {**promised, **observed}:
            one, other = promised.get(name, _NOTHING), observed.get(name, _NOTHING)
            there = f"{where}.{name}"
            if one is _NOTHING or other is _NOTHING:
                return _told(there, one), _told(there, other)
            if found := difference(one, other, there, may_hold_more=may_hold_more):
                return found
        return None
    if isinstance(promised, list) and isinstance(observed, list) and len(promised) == len(observed):
        pairs = enumerate(zip(promised, observed, strict=True))
        return next(
            (
                found
                for at, (one, other) in pairs
                if (found := difference(one, other, f"{where}[{at}]", may_hold_more=may_hold_more))
            ),
            None,
        )
    is_number = _is_number(promised) and _is_number(observed)
    same = promised == observed and (is_number or type(promised) is type(observed))
    return None if same else (_told(where, promised), _told(where, observed))


def shown(value: Any, most: int = _SHOWN) -> str:
    """A value as JSON, clipped."""
    text = document(value)
    return text if len(text) <= most else f"{text[:most]}…"


def as_json(text: str) -> Any:
    """What a feature shows as JSON."""
    return json.loads(text)


def _told(where: str, value: object) -> str:
    return f"no member {where}" if value is _NOTHING else f"{where}: {shown(value)}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
