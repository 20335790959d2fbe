"""The way to the admin UI: what the rules let through, relayed as it comes, or the one 503 document."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from reference_gateway.domain.errors import GatewayError, InvalidRequest
from reference_gateway.http.envelope import DOCUMENT_HEADERS, error_bytes
from reference_gateway.http.pages.negotiation import prefers_page
from reference_gateway.http.pages.notices import RETRY_AFTER_S, TRY_AGAIN, Notice, notice_of, retry_after
from reference_gateway.http.proxy import waiting
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient, UiSwitched
from reference_gateway.http.proxy.ui_failures import ClientGone, UiNotYet, UiUnavailable
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.proxy.websockets import WebSockets
from reference_gateway.http.request_id import ENVIRON_KEY as REQUEST_ID
from reference_gateway.http.wsgi import SWITCH, AnswerCut, StartResponse, Switch

logger = logging.getLogger("gateway.admin_ui")

UNAVAILABLE = {
    "error": {
        "type": "ui_unavailable",
        "code": "admin_ui_upstream_unavailable",
        "message": "Admin UI upstream is unavailable",
    }
}
"""What a program gets when the UI gives no usable answer (observed gateway, 6.6)."""

UNAVAILABLE_NOTICE = Notice(
    status=503,
    code="admin_ui_upstream_unavailable",
    title="The admin UI is not answering",
    text="The gateway is running, but the admin UI behind it gave no answer. Try again in a moment.",
    way_on=TRY_AGAIN,
)
"""What a person gets."""


class Relay:
    """The UI's body, piece by piece; a body that stops short cuts the client's answer short too."""

    def __init__(self, answer: UiAnswer, request_id: str) -> None:
        self._answer = answer
        self._request_id = request_id

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer
        except (UiUnavailable, ClientGone) as cause:
            raise AnswerCut(f"admin UI: {str(cause) or type(cause).__name__}") from cause

    def close(self) -> None:
        """Called when the client has everything, or is gone: then the UI is hung up on."""
        self._answer.close()


class AdminProxy:
    """A WSGI application that asks the admin UI."""

    def __init__(self, rules: ProxyRules, client: UiClient, websockets: WebSockets) -> None:
        self._rules = rules
        self._client = client
        self._websockets = websockets

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        inbound = inbound_of(environ)
        if not self._rules.is_within_base(inbound.path):
            return self.refuse_escape(inbound, start)
        is_abandoned = environ["waitress.client_disconnected"]
        switch = self.switch(environ)
        if switch is not None and (refused := self._websockets.refusal(inbound, switch)) is not None:
            self._log(f"websocket is refused: {refused}", inbound)
            return self.refuse(refused, inbound, start)
        try:
            if switch is not None:
                return self.open(switch, inbound, start, is_abandoned)
            answer = self._client.exchange(self._request(inbound), is_abandoned)
        except UiNotYet:
            return self.ask_to_wait(inbound, start)
        except UiUnavailable as cause:
            return self.unavailable(cause, inbound, start)
        except ClientGone:
            # Nobody reads this; the write finds the connection closed.
            start("499 Client Closed Request", [])
            return []
        return self.relay(answer, inbound, start)

    def switch(self, environ: dict[str, Any]) -> Switch | None:
        """What makes a request that asks for a WebSocket one."""
        switch: Switch | None = environ.get(SWITCH)
        return switch

    def open(
        self, switch: Switch, inbound: Inbound, start: StartResponse, is_abandoned: Callable[[], bool]
    ) -> Iterable[bytes]:
        """Ask the UI for a WebSocket; once it agrees, the client and it speak past us.

        Raises:
            UiUnavailable, ClientGone: see `UiClient.upgrade`.
        """
        headers = self._rules.handshake_headers(inbound)
        handshake = replace(self._request(inbound), headers=headers, head_within_s=None)
        answer: UiAnswer | UiSwitched | None = None
        try:
            answer = self._client.upgrade(handshake, is_abandoned)
        finally:
            if not isinstance(answer, UiSwitched):
                switch.give_back()
        if not isinstance(answer, UiSwitched):
            return self.relay(answer, inbound, start)
        switch.lead_to(self._websockets.far_end(answer, inbound))
        start("101 Switching Protocols", self._rules.acceptance_headers(answer.headers))
        return []

    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        """Begin the client's answer with the UI's head; its body follows as it arrives."""
        headers = self._rules.response_headers(answer.headers)
        if answer.declared_bytes is not None:
            headers.append(("content-length", str(answer.declared_bytes)))
        start(f"{answer.status} {answer.reason}", headers)
        return Relay(answer, inbound.request_id)

    def patience_s(self, inbound: Inbound) -> float | None:
        """How long the UI may take before somebody is told that it is slow; None where nobody is."""
        return waiting.SHOWN_AFTER_S if waiting.may_be_shown(inbound) else None

    def ask_to_wait(self, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        """Show a page that asks again for what it stands for, and stays until that is answered."""
        self._log("admin UI is slow: a waiting page is shown", inbound)
        return _shown(waiting.NOTICE, inbound, start, [("set-cookie", waiting.cookie(inbound))])

    def unavailable(self, cause: UiUnavailable, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        """Answer 503 with a page or the one document, and log why."""
        self._log(f"admin UI is unavailable: {str(cause) or type(cause).__name__}", inbound)
        if prefers_page(inbound.headers):
            return _shown(UNAVAILABLE_NOTICE, inbound, start)
        headers = [
            *DOCUMENT_HEADERS,
            ("cache-control", "no-store"),
            ("retry-after", str(RETRY_AFTER_S[503])),
        ]
        start("503 Service Unavailable", headers)
        return [json.dumps(UNAVAILABLE).encode()]

    def refuse_escape(self, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        """Answer 400: the path would leave the base path."""
        return self.refuse(InvalidRequest("path leaves the admin UI's base path"), inbound, start)

    def refuse(self, refusal: GatewayError, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        """Answer with a page or the document that says why the UI is not asked."""
        notice = notice_of(refusal)
        if prefers_page(inbound.headers):
            return _shown(notice.below(self._rules.prefix(inbound)), inbound, start)
        later = retry_after(refusal)
        start(notice.status_line, [*DOCUMENT_HEADERS, *([("retry-after", later)] if later else [])])
        return [error_bytes(refusal)]

    def _request(self, inbound: Inbound) -> UiRequest:
        return UiRequest(
            method=inbound.method,
            target=self._rules.upstream_target(inbound.target),
            headers=self._rules.request_headers(inbound),
            body=inbound.body,
            body_bytes=inbound.body_bytes,
            head_within_s=self.patience_s(inbound),
        )

    def _log(self, what: str, inbound: Inbound) -> None:
        """The query may be private and is left out."""
        note = {"request_id": inbound.request_id}
        logger.warning("%s (%s %s)", what, inbound.method, inbound.path, extra=note)


def _shown(
    notice: Notice, inbound: Inbound, start: StartResponse, headers: Iterable[tuple[str, str]] = ()
) -> Iterable[bytes]:
    start(notice.status_line, [*notice.headers, *headers])
    return [notice.page(inbound.request_id)]


def inbound_of(environ: dict[str, Any]) -> Inbound:
    """The request in *environ*, unaltered."""
    query = environ["QUERY_STRING"]
    has_query = query or environ["REQUEST_URI"].endswith("?")
    return Inbound(
        method=environ["REQUEST_METHOD"],
        target=environ["PATH_INFO"] + (f"?{query}" if has_query else ""),
        headers=environ["gateway.raw_headers"],
        peer=environ["REMOTE_ADDR"],
        request_id=environ[REQUEST_ID],
        body=environ["wsgi.input"],
        body_bytes=environ["gateway.body_bytes"],
    )
