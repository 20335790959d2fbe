"""A gateway that is told to stop, and what was in flight at that moment."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contract_harness.clients.raw import RawConnection
from contract_harness.configs.default_config import MODEL
from contract_harness.drivers.readiness import status_of
from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import ProcessGateway
from contract_harness.patience import POLL_S
from contract_harness.scenes import concurrency
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.behaviours import BegunPage
from contract_harness.upstreams.http_server import Answer, Hold, Upstream

_ASKED = 4
"""So often in a row: while one worker hangs up, another may not have heard yet."""
_JSON = (("Content-Type", "application/json"),)
_COMPLETION = (
    b'{"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0,'
    b' "message": {"role": "assistant", "content": "pong"}, "finish_reason": "stop"}],'
    b' "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}'
)


@dataclass(frozen=True, slots=True)
class CallInFlight:
    """A call that an upstream holds back.

    Attributes:
        said: what its answer holds when it is whole.
    """

    connection: RawConnection
    hold: Hold
    said: bytes


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes calls that take long: a visitor with a key, before the two upstreams."""

    visitor: Visitor
    key: str
    provider: Upstream
    admin_ui: Upstream

    def completion(self, connection: RawConnection) -> CallInFlight:
        """A chat completion that the provider has and does not answer.

        Raises:
            ContractBreach: it never reached the provider.
        """
        __tracebackhide__ = True
        hold = Hold()
        self.provider.answer(Answer(headers=_JSON, body=_COMPLETION, hold_head=hold))
        connection.send(concurrency.completion_request(self.visitor.host, self.key, MODEL))
        self.provider.wait_for(1)
        return CallInFlight(connection, hold, b"pong")

    def page(self, connection: RawConnection) -> CallInFlight:
        """A page of the admin UI whose first part has come.

        Raises:
            ContractBreach: it never began.
        """
        __tracebackhide__ = True
        begun = BegunPage.called("a page in chunks")
        self.admin_ui.answer(begun.answer)
        connection.send(self.visitor.head())
        if not connection.wait_for(b"</p>"):
            raise ContractBreach("the page begins to come", "nothing came")
        return CallInFlight(connection, begun.hold, begun.whole)


CALLS: Mapping[str, Callable[[Caller, RawConnection], CallInFlight]] = {
    "a completion": Caller.completion,
    "a page made bit by bit": Caller.page,
}
"""By the name the features use."""


def tell(gateway: ProcessGateway, signal_name: str) -> None:
    """Send the signal and wait until it has been heard, or the patience for one close is over.

    A gateway that has heard ends, or refuses connections; one that does neither is for the clauses to judge.
    """
    gateway.signal(signal.Signals[signal_name])
    wait_until_heard(gateway)


def wait_until_heard(gateway: ProcessGateway) -> None:
    """Until it refuses connections or has ended, or the patience for one close is over."""
    deadline = time.monotonic() + gateway.patience.close_s
    while time.monotonic() < deadline and gateway.is_running and not refuses(gateway):
        time.sleep(POLL_S)


def refuses(gateway: ProcessGateway) -> bool:
    """New connections are refused, or hung up on without an answer."""
    host, _, port = gateway.base_url.removeprefix("http://").rpartition(":")
    address, within_s = (host, int(port)), gateway.patience.close_s
    return all(status_of(address, "/healthz", within_s=within_s) is None for _ in range(_ASKED))


def keep_a_connection(connection: RawConnection) -> None:
    """Ask for something on *connection* and leave it open.

    Raises:
        ContractBreach: there was no answer, or the gateway ended the connection.
    """
    __tracebackhide__ = True
    connection.send(f"GET /healthz HTTP/1.1\r\nHost: {connection.host}\r\n\r\n".encode())
    reply = connection.read_reply()
    if reply.status != 200 or (reply.header("connection") or "").lower() == "close":
        raise ContractBreach("a connection is kept after an answer", f"{reply.status}, {reply.headers}")


def begin_a_probe(connection: RawConnection) -> None:
    """Ask for liveness, with the greater part of a readiness probe behind it, and read the first answer.

    Once that has come, the gateway has the beginning of the second request.
    """
    __tracebackhide__ = True
    host = connection.host
    first = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n"
    connection.send(f"{first}GET /readyz HTTP/1.1\r\nHost: {host}\r\n".encode())
    connection.read_reply()
