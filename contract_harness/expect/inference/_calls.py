"""What reached the provider of a call, and what of its answer reached the caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contract_harness.clients.reply import Reply
from contract_harness.errors import ContractBreach
from contract_harness.expect.inference._documents import (
    answered,
    as_json,
    asked,
    expect_members,
    shown,
    the_call,
)
from contract_harness.scenes.inference.calls import ModelCaller
from contract_harness.scenes.wording import meant
from contract_harness.upstreams.provider import SimulatedProvider


def expect_received(provider: SimulatedProvider, caller: ModelCaller, what: str) -> None:
    """The provider was called once, and received what a feature says of the caller's document."""
    __tracebackhide__ = True
    meant(_RECEIVED, what)(provider, caller)


def expect_answer_passed(reply: Reply, given: Mapping[str, Any], model: str, *, may_hold_more: bool) -> None:
    """The caller has the provider's document, as JSON, but for the name of the model.

    Source: observed gateway, 4.8.

    Args:
        may_hold_more: a gateway may have added members of its own, at any depth.
    """
    __tracebackhide__ = True
    observed, promised = answered(reply), {**given, "model": model}
    expect_members(promised, observed, whose="the caller receives", may_hold_more=may_hold_more)
    if not may_hold_more:
        expect_nothing_else(promised, observed, whose="the caller receives")


def given_document(text: str) -> Mapping[str, Any]:
    """The document that a feature has the provider answer with."""
    found = as_json(text)
    assert isinstance(found, dict)
    return found


def expect_nothing_else(promised: Mapping[str, Any], observed: Mapping[str, Any], *, whose: str) -> None:
    """There is no member that was not *promised*."""
    __tracebackhide__ = True
    added = [name for name in observed if name not in promised]
    if added:
        told = {name: observed[name] for name in added}
        raise ContractBreach(f"{whose} no member beside those given", shown(told), shown(observed, 1000))


def _all_of_it(provider: SimulatedProvider, caller: ModelCaller) -> None:
    __tracebackhide__ = True
    expect_members(
        _beside_the_model(caller), asked(provider), whose="the provider receives", may_hold_more=True
    )


def _nothing_else(provider: SimulatedProvider, caller: ModelCaller) -> None:
    __tracebackhide__ = True
    expect_members(_beside_the_model(caller), asked(provider), whose="the provider receives")
    expect_nothing_else(caller.sent, asked(provider), whose="the provider receives")


def _beside_the_model(caller: ModelCaller) -> Mapping[str, Any]:
    """What was sent, but for the name that the provider calls otherwise."""
    return {name: value for name, value in caller.sent.items() if name != "model"}


def _no_key(provider: SimulatedProvider, caller: ModelCaller) -> None:
    __tracebackhide__ = True
    call = the_call(provider)
    secret = caller.key.partition(".")[2] or caller.key
    for where, text in (
        ("its head", call.raw_head.decode("latin-1")),
        ("its body", call.body.decode("utf-8", "replace")),
    ):
        if secret in text:
            raise ContractBreach("the caller's key stays at the gateway", f"the provider finds it in {where}")


_RECEIVED: Mapping[str, Callable[[SimulatedProvider, ModelCaller], None]] = {
    "all that the caller sent": _all_of_it,
    "what the caller sent and nothing else": _nothing_else,
    "no key of the caller": _no_key,
}
"""By the words of the features."""
