"""What a gateway key may call, what it may not, and what reaches the provider."""

from __future__ import annotations

from collections.abc import Iterable

from contract_harness.clients.http import Reply
from contract_harness.clients.public import PublicApi
from contract_harness.configs.default_config import MODEL
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.expect.replies import expect_ok
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
        raise ContractBreach(
            f"the completion names the model {model}", f"it names {plain(named)}", reply.shown
        )


def expect_turned_away(public: PublicApi, key: str) -> None:
    """The key is refused by `/v1`: 401 with an error envelope, whatever the reason given."""
    __tracebackhide__ = True
    reply = public.list_models(key)
    if reply.status != 401:
        raise ContractBreach("the key is refused (401)", f"{reply.status}", reply.shown)


def expect_no_entrance(public: PublicApi, key: str) -> None:
    """The key is refused by `/v1` (401), whether it asks for the models or for a completion of one."""
    __tracebackhide__ = True
    reply = public.complete(key, MODEL)
    if reply.status != 401:
        raise ContractBreach("a completion for the key is refused (401)", f"{reply.status}", reply.shown)
    expect_turned_away(public, key)


def expect_closed_or_told(public: PublicApi, key: str, log: str) -> None:
    """The key calls no model, or its public half stands in the log of the gateway that lets it."""
    __tracebackhide__ = True
    public_id = key.removeprefix("gwk_").partition(".")[0]
    if f"gwk_{public_id}" in log:
        return
    try:
        expect_no_model(public, key)
    except ContractBreach as breach:
        raise ContractBreach(
            f"the key gwk_{public_id} calls no model, or the log names it",
            "it is not named, and calls one",
            breach.detail,
        ) from None


def expect_no_model(public: PublicApi, key: str) -> None:
    """The key is refused by `/v1`, or lists no model; and a completion with it is refused either way."""
    __tracebackhide__ = True
    if public.list_models(key).status != 401:
        expect_sees(public, key, ())
    reply = public.complete(key, MODEL)
    if reply.status not in {401, 403, 404}:
        raise ContractBreach(
            f"a completion of {MODEL} is refused (401, 403 or 404)", f"{reply.status}", reply.shown
        )


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


def expect_called(provider: SimulatedProvider, *, model: str | None = None, token: str | None = None) -> None:
    """The provider's last call asked for this upstream model, with this bearer token.

    Source: observed gateway, 4.7.
    """
    __tracebackhide__ = True
    if not provider.calls:
        raise ContractBreach("the provider is called", "it was not called")
    call = provider.calls[-1]
    if model is not None and (asked := _asked_for(call)) != model:
        raise ContractBreach(f"the provider is asked for {model}", f"asked for {plain(asked)}")
    if token is not None and call.headers_named("authorization") != [f"Bearer {token}"]:
        count = len(call.headers_named("authorization"))
        raise ContractBreach(
            "the provider is called with the token the config gives, once",
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


def _named(models: Iterable[str]) -> str:
    return ", ".join(sorted(models)) or "no model"
