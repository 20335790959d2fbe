"""What a caller asks of the data plane, byte by byte, and everything that came back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from contract_harness.clients.raw import RawConnection
from contract_harness.clients.raw_reply import RawReply
from contract_harness.clients.reply import Reply
from contract_harness.configs.default_config import MODEL
from contract_harness.errors import ContractBreach
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.wording import meant
from contract_harness.scenes.written import NONE

_COMPLETION = {"model": MODEL, "messages": [{"role": "user", "content": "ping"}]}
_STREAMED = {**_COMPLETION, "stream": True}
STREAMED = "streamed completion"
OPERATIONS: Mapping[str, tuple[str, str, Mapping[str, Any] | None]] = {
    "models": ("GET", "/v1/models", None),
    "completion": ("POST", "/v1/chat/completions", _COMPLETION),
    STREAMED: ("POST", "/v1/chat/completions", _STREAMED),
    "embeddings": ("POST", "/v1/embeddings", {"model": MODEL, "input": "ping"}),
}
"""By the words of the features: method, path, and what is sent where a feature says nothing of it."""


class ModelCaller:
    """Somebody with the configured key.

    Attributes:
        sent: the document of the last call.
        came: what came back, cut or whole, with the moments of its pieces.
    """

    def __init__(self, subject: ScenarioGateway) -> None:
        self._subject = subject
        self._opened = ExitStack()
        self.sent: Mapping[str, Any] = {}
        self.came = RawReply(0, "", (), b"", complete=False, arrivals=())

    @property
    def key(self) -> str:
        """The raw key."""
        return self._subject.key("configured")

    def ask(
        self, operation: str, members: Mapping[str, Any] | None = None, *, bearer: str | None = None
    ) -> Reply:
        """The answer to the operation of this name, its document with these *members* in place of its own.

        Args:
            bearer: the whole Authorization header in place of the caller's own; `(none)` for none.

        Raises:
            ContractBreach: nothing came, or what is no stream was cut.
        """
        __tracebackhide__ = True
        method, path, document = meant(OPERATIONS, operation)
        self.sent = {**(document or {}), **(members or {})}
        body = b"" if document is None else json.dumps(self.sent, ensure_ascii=False).encode()
        return self.send(method, path, body, bearer=bearer)

    def ask_for_model(self, target: str) -> Reply:
        """The answer to the question for one model, whose id stands in the path as it is written here."""
        __tracebackhide__ = True
        return self.send("GET", f"/v1/models/{target}", b"")

    def send_bytes(self, operation: str, body: bytes, content_type: str) -> Reply:
        """The answer to the operation of this name with a body that is no document of ours."""
        __tracebackhide__ = True
        method, path, _ = meant(OPERATIONS, operation)
        return self.send(method, path, body, content_type=content_type)

    def send(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        bearer: str | None = None,
        content_type: str = "application/json",
    ) -> Reply:
        """Send a call and read whatever comes."""
        __tracebackhide__ = True
        connection = self.connect()
        connection.send(self._head(connection, method, path, body, bearer, content_type) + body)
        self.came = connection.read_reply(method=method)
        if not self.came.answered or (not self.came.complete and not is_stream(self.came)):
            raise ContractBreach(f"{method} {path} is answered in full", self.came.line, self.came.text[:500])
        return Reply(
            status=self.came.status,
            reason=self.came.reason,
            headers=self.came.headers,
            body=self.came.body,
            elapsed_s=self.came.arrivals[-1][0] if self.came.arrivals else 0.0,
            request=f"{method} {path}",
        )

    def streamed_request(self, connection: RawConnection) -> bytes:
        """A streamed completion as bytes, for whoever reads its answer bit by bit."""
        method, path, document = OPERATIONS[STREAMED]
        body = json.dumps(document).encode()
        return self._head(connection, method, path, body, None, "application/json") + body

    def connect(self) -> RawConnection:
        """A bare connection, which is closed with the scenario."""
        return self._opened.enter_context(self._subject.gateway.raw())

    def close(self) -> None:
        """Close what was opened."""
        self._opened.close()

    def _head(
        self,
        connection: RawConnection,
        method: str,
        path: str,
        body: bytes,
        bearer: str | None,
        content_type: str,
    ) -> bytes:
        authorization = f"Bearer {self.key}" if bearer is None else bearer
        lines = [f"{method} {path} HTTP/1.1", f"Host: {connection.host}"]
        lines += [] if authorization == NONE else [f"Authorization: {authorization}"]
        lines += [f"Content-Type: {content_type}", f"Content-Length: {len(body)}"] if method == "POST" else []
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def is_stream(came: RawReply) -> bool:
    """Whether the answer says that it is server-sent events, and no refusal."""
    kind = (came.header("content-type") or "").partition(";")[0].strip().lower()
    return came.status == 200 and kind == "text/event-stream"
