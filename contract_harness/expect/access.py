"""What a gateway key opens, what it does not, and what the admin lists say about keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contract_harness.clients.http import Reply
from contract_harness.clients.public import PublicApi
from contract_harness.errors import ContractBreach
from contract_harness.expect.replies import entries_of, expect_ok
from contract_harness.upstreams.provider import SimulatedProvider
from contract_harness.upstreams.script import Received


def expect_opens(public: PublicApi, key: str, model: str) -> None:
    """The key gets a completion of this model.

    Source: observed gateway, 3.5.
    """
    __tracebackhide__ = True
    expect_answered_as(public.complete(key, model), model)


def expect_some_model(public: PublicApi, key: str) -> None:
    """At least one model is listed: a key that may call none is no use."""
    __tracebackhide__ = True
    reply = public.list_models(key)
    expect_ok(reply, promised="the models of the key are listed")
    document = reply.json()
    if not (isinstance(document, dict) and document.get("data")):
        raise ContractBreach("the key may call at least one model", "it lists none", reply.shown)


def expect_completion(reply: Reply) -> None:
    """The reply is a completion with at least one choice."""
    __tracebackhide__ = True
    expect_ok(reply, promised="a completion")
    document = reply.json()
    if not (isinstance(document, dict) and document.get("choices")):
        raise ContractBreach("the completion has a choice", "it has none", reply.shown)


def expect_answered_as(reply: Reply, model: str) -> None:
    """The reply is a completion that calls itself by the model the caller asked for.

    Source: observed gateway, 4.8.
    """
    __tracebackhide__ = True
    expect_completion(reply)
    named = reply.json().get("model")
    if named != model:
        raise ContractBreach(f"the completion names the model {model!r}", f"it names {named!r}", reply.shown)


def expect_turned_away(public: PublicApi, key: str) -> None:
    """The key is refused by `/v1`: 401 with an error envelope, whatever the reason given."""
    __tracebackhide__ = True
    reply = public.list_models(key)
    if reply.status != 401:
        raise ContractBreach("the key is refused (401)", f"{reply.status}", reply.shown)


def expect_sees(public: PublicApi, key: str, models: Iterable[str]) -> None:
    """The key lists exactly these models.

    Source: observed gateway, 4.2.
    """
    __tracebackhide__ = True
    reply = public.list_models(key)
    expect_ok(reply, promised="the models of the key are listed")
    document = reply.json()
    entries = document.get("data") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ContractBreach("the models are a list", "a document without one", reply.shown)
    seen = sorted(str(entry.get("id") if isinstance(entry, dict) else entry) for entry in entries)
    if seen != sorted(models):
        raise ContractBreach(f"the key sees {_named(models)}", f"it sees {_named(seen)}", reply.shown)


def expect_listed_key(reply: Reply, raw_key: str, *, owner: str) -> None:
    """The list of keys shows this key by its public id, live, owned by this team.

    Source: observed gateway, 3.3.
    """
    __tracebackhide__ = True
    prefix = raw_key.partition(".")[0]
    item = _first(entries_of(reply, "items"), prefix=prefix)
    observed = (item.get("status"), item.get("owner_kind"), item.get("owner_team_key"))
    if observed != ("active", "team", owner):
        raise ContractBreach(
            f"{prefix} is listed as active and owned by the team {owner}",
            f"it is listed as {item}" if item else "it is not listed",
            reply.shown,
        )


def expect_unsaid(reply: Reply, secret: str, *, what: str) -> None:
    """The reply does not show the secret, in body or headers."""
    __tracebackhide__ = True
    headers = "\n".join(f"{name}: {value}" for name, value in reply.headers)
    if secret in reply.text or secret in headers:
        raise ContractBreach(f"{reply.request} does not show {what}", "it shows it")


def expect_offered_models(reply: Reply, models: Sequence[str]) -> None:
    """Every one of these models can be granted to a key."""
    __tracebackhide__ = True
    offered = {str(entry.get("key")) for entry in entries_of(reply, "models")}
    missing = [model for model in models if model not in offered]
    if missing:
        raise ContractBreach(f"{_named(models)} are offered", f"{_named(missing)} missing", reply.shown)


def expect_called(provider: SimulatedProvider, *, model: str | None = None, token: str | None = None) -> None:
    """The provider's last call asked for this upstream model, with this bearer token.

    Source: observed gateway, 4.7.
    """
    __tracebackhide__ = True
    if not provider.calls:
        raise ContractBreach("the provider is called", "it was not called")
    call = provider.calls[-1]
    if model is not None and (asked := _asked_for(call)) != model:
        raise ContractBreach(f"the provider is asked for {model!r}", f"asked for {asked!r}")
    if token is not None and call.headers_named("authorization") != [f"Bearer {token}"]:
        count = len(call.headers_named("authorization"))
        raise ContractBreach(
            "the provider is called with the configured token, once",
            f"another token in {count} authorization headers" if count else "no authorization header",
        )


def expect_silence(provider: SimulatedProvider) -> None:
    """No provider was called."""
    __tracebackhide__ = True
    if provider.calls:
        raise ContractBreach("no provider is called", f"{len(provider.calls)} calls reached the provider")


def _asked_for(call: Received) -> object:
    try:
        document = call.json()
    except ValueError:
        return None
    return document.get("model") if isinstance(document, dict) else None


def _first(items: Iterable[Mapping[str, Any]], *, prefix: str) -> Mapping[str, Any]:
    return next((item for item in items if item.get("prefix") == prefix), {})


def _named(models: Iterable[str]) -> str:
    return ", ".join(sorted(models)) or "no model"
