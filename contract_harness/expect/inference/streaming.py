"""How a stream came: in its own time, whole, and put together as an SDK puts it together."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contract_harness.clients.events import DONE
from contract_harness.clients.raw_reply import RawReply
from contract_harness.configs.default_config import MODEL
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.evidence.wording import plain
from contract_harness.expect.inference._documents import as_json, difference, shown
from contract_harness.expect.inference._streams import choices_of, chunks_in, deltas_in, events_in
from contract_harness.patience import eventually
from contract_harness.scenes.inference import following
from contract_harness.scenes.wording import meant
from contract_harness.upstreams.provider import SimulatedProvider


def expect_stream(came: RawReply, does: str) -> None:
    """The stream is as a feature says."""
    __tracebackhide__ = True
    meant(_STREAMS, does)(came)


def expect_chunks_passed(came: RawReply, lines: str, *, may_hold_more: bool) -> None:
    """The chunks are those that a feature had the provider send, in order, but for the name of the model.

    Source: observed gateway, 4.9.

    Args:
        may_hold_more: a gateway may have added members of its own, at any depth.
    """
    __tracebackhide__ = True
    promised = [as_json(line) for line in lines.splitlines() if line.strip() and line.strip() != DONE]
    observed = chunks_in(came)
    if len(observed) != len(promised):
        raise ContractBreach(f"{len(promised)} chunks", f"{len(observed)}", came.text[:1000])
    for number, (one, other) in enumerate(zip(promised, observed, strict=True), 1):
        unnamed = {**one, "model": other.get("model")} if "model" in one else one
        if found := difference(unnamed, dict(other), f"chunk {number}", may_hold_more=may_hold_more):
            raise ContractBreach(f"the caller receives {found[0]}", found[1], came.text[:1000])


def expect_text(came: RawReply, text: str) -> None:
    """The contents of the chunks, put together, are this text."""
    __tracebackhide__ = True
    observed = "".join(str(delta.get("content") or "") for delta in deltas_in(came))
    if observed != text:
        raise ContractBreach(f"the text {shown(text)}", shown(observed), came.text[:1000])


def expect_tool_calls(came: RawReply, promised: Sequence[Mapping[str, Any]]) -> None:
    """The fragments, put together by their index, are these calls; arguments are equal as JSON.

    Source: OpenAI API, chat completion chunk.
    """
    __tracebackhide__ = True
    observed = put_together(delta for delta in deltas_in(came))
    if found := difference(list(promised), observed, "tool_calls"):
        raise ContractBreach(f"the caller puts together {found[0]}", found[1], came.text[:1500])


def put_together(deltas: Any) -> list[dict[str, Any]]:
    """The tool calls of these deltas: what comes first names a call, every fragment adds to its arguments."""
    calls: dict[object, dict[str, Any]] = {}
    for delta in deltas:
        for one in delta.get("tool_calls") or ():
            call = calls.setdefault(one.get("index"), {"id": "", "name": "", "arguments": ""})
            function = one.get("function") or {}
            call["id"] += one.get("id") or ""
            call["name"] += function.get("name") or ""
            call["arguments"] += function.get("arguments") or ""
    return [{**call, "arguments": _as_json(call["arguments"])} for call in calls.values()]


def expect_followed(followed: int, provider: SimulatedProvider, *, within_s: float) -> None:
    """Each event came while the provider held back the one behind it.

    Raises:
        HarnessError: without a gateway between they do not come in that time, so nobody can tell.
    """
    __tracebackhide__ = True
    steps = following.count_of_steps()
    if followed == steps:
        return
    if following.follow_directly(provider, within_s=within_s) != steps:
        raise HarnessError(
            "this machine is too slow to tell whether events leave as they arrive: stretch every wait with "
            "--patience 3, or verify on a quieter machine."
        )
    raise ContractBreach(
        f"each of {steps} events reaches the caller before the provider makes the next",
        f"{followed} did, and the next did not come within {within_s:g} s; without a gateway all do",
    )


def expect_hung_up(provider: SimulatedProvider, moment: str, *, within_s: float) -> None:
    """The gateway has hung up on the provider in the middle of its answer.

    Raises:
        HarnessError: one who leaves the provider itself is not noticed in that time either.
    """
    __tracebackhide__ = True
    try:
        eventually(lambda: provider.hang_ups, within_s=within_s, what="the provider is hung up on")
    except ContractBreach:
        if not following.is_left_directly(provider, moment, within_s=within_s):
            raise HarnessError(
                "this machine is too slow to tell whether a provider is hung up on: stretch every wait with "
                "--patience 3, or verify on a quieter machine."
            ) from None
        raise


def _ends_with_done(came: RawReply) -> None:
    """Source: OpenAI API, chat completion chunk."""
    __tracebackhide__ = True
    chunks_in(came)
    data = [one.data.strip() for one in events_in(came)]
    if data.count(DONE) != 1 or data[-1] != DONE:
        told = plain([one if one == DONE else "a chunk" for one in data[-4:]])
        raise ContractBreach(f"one {DONE}, as the last event", f"{data.count(DONE)}; at the end: {told}")


def _does_not_look_complete(came: RawReply) -> None:
    """No mark of an end of ours, and the caller can tell: the stream is cut, or its last word is an error."""
    __tracebackhide__ = True
    events = events_in(came) if came.status == 200 else ()
    if not events and came.status >= 400:
        return
    data = [one.data.strip() for one in events]
    if DONE in data:
        raise ContractBreach(f"no {DONE} behind half a stream", DONE, came.text[-500:])
    chunks = [found for one in data if isinstance(found := _as_json(one), dict)]
    reasons = [choice.get("finish_reason") for chunk in chunks for choice in choices_of(chunk)]
    if any(one is not None for one in reasons):
        raise ContractBreach("no reason to finish in half a stream", plain(reasons), came.text[-500:])
    if came.complete and not (chunks and chunks[-1].get("error")):
        raise ContractBreach(
            "the caller can tell that half the stream is missing",
            "it ends in good order, and its last event is no error",
            came.text[-500:],
        )


def _names_the_model(came: RawReply) -> None:
    """Source: observed gateway, 4.9 and 16 (26), where it does not."""
    __tracebackhide__ = True
    named = {shown(chunk.get("model")) for chunk in chunks_in(came)}
    if named != {shown(MODEL)}:
        raise ContractBreach(f"each chunk names the model {MODEL}", plain(sorted(named)), came.text[:500])


def _as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


_STREAMS: Mapping[str, Callable[[RawReply], None]] = {
    "ends with one [DONE]": _ends_with_done,
    "does not look complete": _does_not_look_complete,
    "names the model that was asked for": _names_the_model,
}
"""By the words of the features."""
