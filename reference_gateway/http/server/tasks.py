"""
How an answer is written: framing, keep-alive, streaming, and the visible end of an answer that was cut short.

Replaces waitress's own rules, which rename and sort headers, add `Via`, close after every streamed
answer, and write a chunked body to HEAD.
"""

import logging
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from waitress.channel import ClientDisconnected
from waitress.task import Task, WSGITask
from waitress.utilities import build_http_date

from reference_gateway.http import rfc9112
from reference_gateway.http.envelope import DOCUMENT_HEADERS, error_bytes
from reference_gateway.http.pages.negotiation import accepted_in, prefers_page
from reference_gateway.http.pages.notices import notice_of, retry_after
from reference_gateway.http.refusals import refusal_of
from reference_gateway.http.request_id import HEADER, RequestIds
from reference_gateway.http.wsgi import DRAINING, SWITCH, WILL_STREAM, AnswerCut

logger = logging.getLogger("gateway.http")

Headers = Sequence[tuple[str, str]]


class _Writing:
    """Framing shared by both tasks: what the head says and how the body is delimited."""

    status: str
    version: str
    close_on_finish: bool
    wrote_header: bool
    chunked_response: bool
    content_length: int | None
    content_bytes_written: int
    response_headers: list[tuple[str, str]]
    request: Any
    channel: Any

    def may_have_body(self) -> bool:
        """HEAD, 1xx, 204 and 304 are answered without one, whatever their headers say."""
        return self.request.command != "HEAD" and not self.status.startswith(("1", "204", "304"))

    def build_response_header(self) -> bytes:
        """The head, names and order as given; Date, framing and Connection are settled here."""
        names = {name.lower() for name, _ in self.response_headers}
        lines = [f"HTTP/1.1 {self.status}"]
        lines += [f"{name}: {value}" for name, value in self.response_headers]
        if "date" not in names:
            lines.append(f"date: {build_http_date(time.time())}")
        if self.channel.successor is not None:
            # Its `Connection` speaks of the protocol that follows.
            return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        if self.may_have_body() and self.content_length is None:
            if self.request.version == "1.1":
                self.chunked_response = True
                lines.append("transfer-encoding: chunked")
            else:
                self.close_on_finish = True
        if self.request.connection_close or self.channel.server.is_draining:
            self.close_on_finish = True
        if self.close_on_finish:
            lines.append("connection: close")
        elif self.request.version == "1.0":
            lines.append("connection: keep-alive")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def framed(self, data: bytes) -> bytes:
        """*data* as it goes on the wire.

        Raises:
            AnswerCut: it is more than the declared length.
        """
        self.content_bytes_written += len(data)
        if self.chunked_response:
            return b"%x\r\n%b\r\n" % (len(data), data)
        if self.content_length is not None and self.content_bytes_written > self.content_length:
            raise AnswerCut("body is longer than its declared length")
        return data

    @property
    def ends_with_the_connection(self) -> bool:
        """Whether only the close delimits the body, so that an ordinary close would look complete."""
        return self.wrote_header and not self.chunked_response and self.content_length is None


class AnswerTask(_Writing, WSGITask):  # type: ignore[misc]  # waitress carries no types
    """One request answered by the application."""

    def service(self) -> None:
        """Answer; an answer cut short ends the connection without ending the body."""
        try:
            self.execute()
            if self.channel.successor is not None:
                self.close_on_finish = True  # as far as HTTP goes
        except ClientDisconnected:
            self.close_on_finish = True
        except Exception as cause:
            if not self.wrote_header:
                raise
            is_expected = isinstance(cause, AnswerCut)
            note = {"request_id": self._request_id()}
            logger.warning("answer cut short: %s", cause, exc_info=not is_expected, extra=note)
            self.channel.end_visibly(reset=self.ends_with_the_connection)
            self.close_on_finish = True
        finally:
            if not (self.wrote_header and self.channel.connected):
                self.channel.abandon_successor()

    def execute(self) -> None:
        """Call the application and write what it gives, as it gives it."""
        answer: Iterable[bytes] = self.channel.server.application(
            self.get_environment(), self._start_response
        )
        try:
            if isinstance(answer, list):
                self._write_whole(b"".join(answer))
            else:
                self.channel.hear_its_end()
                self._write_streamed(answer)
        finally:
            self.channel.is_streamed_to = False
            close: Callable[[], None] | None = getattr(answer, "close", None)
            if close is not None:
                close()

    def get_environment(self) -> dict[str, Any]:
        """The WSGI environment, with paths undecoded: `/v1%2Fmodels` is not `/v1/models`."""
        environ: dict[str, Any] = super().get_environment()
        environ["PATH_INFO"] = self.request.path
        environ["gateway.raw_headers"] = self.request.raw_headers
        environ["gateway.body_bytes"] = self._body_bytes()
        environ[DRAINING] = self.channel.server.is_draining
        environ[WILL_STREAM] = self.channel.hear_its_end
        if self.request.is_handshake:
            environ[SWITCH] = self.channel.switch(self.request)
        return environ

    def _start_response(self, status: str, headers: Headers, _exc_info: object = None) -> None:
        self.status = status
        self.response_headers = list(headers)
        self.content_length = rfc9112.content_length(tuple(headers))
        self.complete = True

    def _write_whole(self, body: bytes) -> None:
        if self.content_length is None and not self.status.startswith(("1", "204", "304")):
            self.content_length = len(body)
            self.response_headers.append(("content-length", str(len(body))))
        head = self._head()
        self.channel.write_soon(head + self.framed(body) if self.may_have_body() else head)
        self._finish()

    def _write_streamed(self, pieces: Iterable[bytes]) -> None:
        self.channel.write_soon(self._head())
        if self.may_have_body():
            for piece in pieces:
                if piece:
                    self.channel.write_soon(self.framed(piece))
            if self.chunked_response:
                self.channel.write_soon(b"0\r\n\r\n")
            self._finish()

    def _head(self) -> bytes:
        head = self.build_response_header()
        self.wrote_header = True
        return head

    def _finish(self) -> None:
        missing = (self.content_length or 0) - self.content_bytes_written
        if self.may_have_body() and missing > 0:
            raise AnswerCut(f"body is {missing} bytes short of its declared length")

    def _body_bytes(self) -> int:
        if self.request.leaves_body:
            return sys.maxsize  # more than anybody reads
        receiver = self.request.body_rcv
        return 0 if receiver is None else len(receiver)

    def _request_id(self) -> str | None:
        environ = self.environ or {}
        return environ.get("gateway.request_id")


class RefusalTask(_Writing, Task):  # type: ignore[misc]  # waitress carries no types
    """One request the parser refused: the error envelope or a page, then the end of the connection."""

    complete = True
    request_ids = RequestIds()

    def service(self) -> None:
        """Write the refusal."""
        refused = self.request.error
        error = refusal_of(refused.code, str(refused.body))
        request_id = self.request_ids.choose(self.request.headers.get("X_REQUEST_ID"))
        headers, body = list(DOCUMENT_HEADERS), error_bytes(error)
        if prefers_page(self.request.raw_headers or accepted_in(self.request.refused_head)):
            notice = notice_of(error)
            headers, body = notice.headers, notice.page(request_id)
        elif later := retry_after(error):
            headers.append(("retry-after", later))
        self.status = f"{error.status} {refused.reason}"
        self.content_length = len(body)
        self.response_headers = [*headers, ("content-length", str(len(body))), (HEADER, request_id)]
        self.close_on_finish = True
        self.channel.linger_when_closing()
        head = self.build_response_header()
        self.wrote_header = True
        self.channel.write_soon(head + body if self.may_have_body() else head)
