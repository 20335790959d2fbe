"""Calls that are in flight when a gateway is told to stop, and connections that only stand open."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from contract_harness.clients.raw import RawConnection
from contract_harness.configs.default_config import MODEL
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import lines
from contract_harness.scenes.concurrency import Crowd, worked_s
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.visitor import Visitor
from contract_harness.scenes.wording import meant
from contract_harness.upstreams.admin_ui import PAGE
from contract_harness.upstreams.behaviours import BegunPage
from contract_harness.upstreams.http_server import Answer, Hold, Upstream
from contract_harness.upstreams.provider import SimulatedProvider

Connect = Callable[[], RawConnection]
_JSON = (("Content-Type", "application/json"),)
_COMPLETION = (
    b'{"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0,'
    b' "message": {"role": "assistant", "content": "pong"}, "finish_reason": "stop"}],'
    b' "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}'
)


@dataclass(frozen=True, slots=True)
class CallInFlight:
    """A call that an upstream, or the caller, holds back.

    Attributes:
        said: what its answer holds when it is whole.
        rest: of the request, which the caller has not sent yet.
        beside: the calls of others, which are held back until this one is answered.
    """

    connection: RawConnection
    hold: Hold
    said: bytes
    rest: bytes = b""
    beside: tuple[CallInFlight, ...] = ()

    def go_on(self) -> None:
        """Let whoever holds it back do so no longer."""
        self.hold.release()
        if self.rest:
            self.connection.send(self.rest)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes calls that take long: a visitor with a key, before the two upstreams."""

    visitor: Visitor
    key: str
    provider: Upstream
    admin_ui: Upstream

    def completion(self, connect: Connect) -> CallInFlight:
        """A chat completion that the provider has and does not answer.

        Raises:
            ContractBreach: it never reached the provider.
        """
        __tracebackhide__ = True
        return self._of_the_provider(connect(), Answer(headers=_JSON, body=_COMPLETION))

    def completions(self, connect: Connect) -> CallInFlight:
        """Three of them, of three callers."""
        __tracebackhide__ = True
        first, *others = (self.completion(connect) for _ in range(3))
        return replace(first, beside=tuple(others))

    def refused_completion(self, connect: Connect) -> CallInFlight:
        """A chat completion that the provider has, and will not make."""
        __tracebackhide__ = True
        return self._of_the_provider(connect(), Answer(status=503))

    def uploaded_completion(self, connect: Connect) -> CallInFlight:
        """A chat completion whose last bytes the caller has yet to send.

        The request comes right behind a question for liveness: once that is answered, it has begun to arrive.
        """
        connection = connect()
        self.provider.answer(Answer(headers=_JSON, body=_COMPLETION))
        request = _completion_request(self.visitor.host, self.key)
        connection.send(f"GET /healthz HTTP/1.1\r\nHost: {connection.host}\r\n\r\n".encode() + request[:-9])
        connection.read_reply()
        return CallInFlight(connection, Hold(), b"pong", rest=request[-9:])

    def _of_the_provider(self, connection: RawConnection, answer: Answer) -> CallInFlight:
        __tracebackhide__ = True
        hold, before = Hold(), len(self.provider.received)
        self.provider.answer(replace(answer, hold_head=hold))
        connection.send(_completion_request(self.visitor.host, self.key))
        self.provider.wait_for(before + 1)
        return CallInFlight(connection, hold, b"pong")

    def page_held_back(self, connect: Connect) -> CallInFlight:
        """A page of the admin UI of which nothing has come.

        Raises:
            ContractBreach: the admin UI was never asked for it.
        """
        __tracebackhide__ = True
        connection, hold = connect(), Hold()
        self.admin_ui.answer(Answer(body=PAGE, hold_head=hold))
        connection.send(self.visitor.head())
        self.admin_ui.wait_for(1)
        return CallInFlight(connection, hold, PAGE)

    def page(self, connect: Connect) -> CallInFlight:
        """A page of the admin UI whose first part has come.

        Raises:
            ContractBreach: it never began.
        """
        __tracebackhide__ = True
        connection, begun = connect(), BegunPage.called("a page in chunks")
        self.admin_ui.answer(begun.answer)
        connection.send(self.visitor.head())
        if not connection.wait_for(b"</p>", within_s=self.visitor.http.patience.arrival_s):
            raise ContractBreach("the page begins to come", "nothing came")
        return CallInFlight(connection, begun.hold, begun.whole)

    def readiness_probe(self, connect: Connect) -> CallInFlight:
        """The greater part of a readiness probe, right behind a question for liveness that is answered.

        Once that answer has come, the gateway has the beginning of the probe; nobody but the asker holds
        it back.
        """
        connection = connect()
        host = connection.host
        first = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n"
        connection.send(f"{first}GET /readyz HTTP/1.1\r\nHost: {host}\r\n".encode())
        connection.read_reply()
        return CallInFlight(connection, Hold(), b"", rest=b"\r\n")


CALLS: Mapping[str, Callable[[Caller, Connect], CallInFlight]] = {
    "completion": Caller.completion,
    "completion of each of three callers": Caller.completions,
    "completion that the provider will refuse": Caller.refused_completion,
    "completion whose last bytes are to come": Caller.uploaded_completion,
    "page held back": Caller.page_held_back,
    "page made bit by bit": Caller.page,
    "readiness probe": Caller.readiness_probe,
}
"""By the words of the features."""


def begin(call: str, caller: Caller, connect: Connect) -> CallInFlight:
    """Have *caller* begin the call that a feature names, on a connection of its own."""
    __tracebackhide__ = True
    return meant(CALLS, call)(caller, connect)


def keep_a_connection(connection: RawConnection) -> None:
    """Ask for something on *connection* and leave it open.

    Raises:
        ContractBreach: there was no answer, or the gateway ended the connection.
    """
    __tracebackhide__ = True
    connection.send(f"GET /healthz HTTP/1.1\r\nHost: {connection.host}\r\n\r\n".encode())
    reply = connection.read_reply()
    if reply.status != 200 or (reply.header("connection") or "").lower() == "close":
        raise ContractBreach("a connection is kept after an answer", reply.line, lines(reply.headers))


def hold_many(
    subject: ScenarioGateway, connections: Sequence[RawConnection], provider: SimulatedProvider
) -> Callable[[], None]:
    """Make a call on each connection that the provider does not answer; gives what lets them all go.

    A gateway may pass on fewer calls at a time than there are callers: the others wait in the gateway.
    """
    hold = Hold()
    provider.answer(Answer(status=503, hold_head=hold))
    request = _completion_request(connections[0].host, subject.key("configured"))
    for connection in connections:
        connection.send(request)
    patience, pids = subject.gateway.patience, subject.gateway.pids()
    crowd = Crowd(lambda: len(provider.calls), lambda: worked_s(pids))
    crowd.wait_until_settled(
        len(connections), settled_s=patience.close_s / 5, within_s=patience.gateway_ready_s
    )

    def let_go() -> None:
        hold.release()
        for connection in connections:
            connection.read_reply()

    return let_go


def _completion_request(host: str, key: str) -> bytes:
    """A chat completion as bytes, on a connection that would be kept."""
    body = json.dumps({"model": MODEL, "messages": [{"role": "user", "content": "ping"}]}).encode()
    lines = (
        "POST /v1/chat/completions HTTP/1.1",
        f"Host: {host}",
        f"Authorization: Bearer {key}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
