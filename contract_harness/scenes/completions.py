"""
Asking for completions with a key, at a gateway whose config the harness wrote, or at one that runs already.

Of the latter nobody knows which provider stands behind it, nor what the given key was granted beside `fast`:
what depends on either is not the gateway's to answer for.
"""

from __future__ import annotations

from typing import NoReturn

from contract_harness.clients.http import Reply
from contract_harness.drivers.url import UrlGateway
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.ledger import documents
from contract_harness.scenes.scenario_gateway import ScenarioGateway

GIVEN_MODEL = "fast"
"""The one model that the key of a running gateway is said to open."""
_PROVIDERS_FAULT = "upstream_error"
_NOT_OPEN = frozenset({403, 404})


def complete(subject: ScenarioGateway, key: str, model: str) -> Reply:
    """The answer to the holder of this key who asks for a completion of this model.

    Raises:
        NotObservable: at a gateway known by its URL, the answer depends on its config or on its provider.
    """
    __tracebackhide__ = True
    raw = subject.key(key)
    if not is_given(subject):
        return subject.public.complete(raw, model)
    if model != GIVEN_MODEL:
        _unknown(f"whether the given key may call {model}")
    reply = subject.public.complete(raw, model)
    if _type_of_error(reply) == _PROVIDERS_FAULT:
        raise NotObservable(
            f"the provider behind this gateway gave no completion ({reply.status}): verify a process, which "
            "is given a simulated one"
        )
    if reply.status in _NOT_OPEN and model not in subject.public.list_models(raw).text:
        _unknown(f"that the given key may call {model}, which it does not list,")
    return reply


def require_known_grants(subject: ScenarioGateway) -> None:
    """Go on only where the models of each key are known.

    Raises:
        NotObservable: the gateway is known by its URL.
    """
    if is_given(subject):
        _unknown("what the given key was granted")


def is_given(subject: ScenarioGateway) -> bool:
    """The keys of this gateway were given, since it is known by its URL: no config of ours seeds them."""
    return isinstance(subject.gateway, UrlGateway)


def _type_of_error(reply: Reply) -> str:
    """As the envelope has it; empty for an answer that is no refusal of the contract."""
    if reply.status < 400:
        return ""
    try:
        document = reply.json()
    except ContractBreach:
        return ""
    error = document.get("error") if isinstance(document, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    known = documents.refusals().get(str(code))
    return known.type if known else ""


def _unknown(what: str) -> NoReturn:
    raise NotObservable(f"{what} is not known of a gateway given by URL: verify it with a process target")
