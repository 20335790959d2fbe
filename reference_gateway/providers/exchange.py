"""One bounded HTTP call to a provider, over kept connections."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from threading import Lock
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from reference_gateway.domain.errors import UpstreamTimeout, UpstreamTransport

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

logger = logging.getLogger("gateway.providers")

MAX_ANSWER_BYTES = 64 * 1024 * 1024
PIECE_BYTES = 64 * 1024
KEPT_CONNECTIONS = 32
MOST_SAID = 300
_RETRY_AFTER = re.compile(
    r"[0-9]{1,9}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), "
    r"[0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"
)
"""RFC 9110, 10.2.3 and 5.6.7, in the one form of a date that is sent."""


@dataclass(frozen=True, slots=True)
class Head:
    """What an answer says before its body."""

    status: int
    content_type: str = ""
    """Without its parameters, in lower case."""
    retry_after: str | None = None
    """A number of seconds or an HTTP date; what is neither is not there."""

    @classmethod
    def of(cls, response: Response) -> Self:
        """The head of *response*."""
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        later = response.headers.get("retry-after", "").strip()
        return cls(response.status_code, kind, later if _RETRY_AFTER.fullmatch(later) else None)


class Exchange:
    """POSTs to one provider. Nothing is followed, retried, remembered or added by the client library.

    A call that may have reached the provider is never repeated: it may have been paid for.
    """

    def __init__(self, *, total_s: float) -> None:
        self._total_s = total_s
        self._session: Session | None = None
        self._opening = Lock()

    def post(self, url: str, payload: bytes, headers: Mapping[str, str]) -> tuple[Head, bytes]:
        """Head and whole body of the answer.

        Raises:
            UpstreamTimeout: the exchange took longer than the limit.
            UpstreamTransport: no connection, a cut or an oversized answer.
        """
        with self._asked(url, payload, headers, None) as (response, pieces):
            return Head.of(response), _whole(pieces)

    @contextmanager
    def streaming(
        self, url: str, payload: bytes, headers: Mapping[str, str], is_wanted: Callable[[], bool]
    ) -> Iterator[tuple[Head, Iterator[bytes]]]:
        """Head and body, each piece as it arrives; the provider is hung up on at the end.

        Raises:
            UpstreamTimeout, UpstreamTransport: as `post`, also while pieces are waited for.
            NobodyWaits: *is_wanted* said no.
        """
        with self._asked(url, payload, headers, is_wanted) as (response, pieces):
            yield Head.of(response), pieces

    @contextmanager
    def _asked(
        self, url: str, payload: bytes, headers: Mapping[str, str], is_wanted: Callable[[], bool] | None
    ) -> Iterator[tuple[Response, Iterator[bytes]]]:
        import requests
        from urllib3.exceptions import HTTPError, ReadTimeoutError

        from reference_gateway.providers.punctual import until

        deadline = time.monotonic() + self._total_s
        try:
            with (
                until(deadline, is_wanted),
                self._opened(url).post(
                    url,
                    data=payload,
                    headers=dict(headers),
                    timeout=self._total_s,
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                yield response, _pieces(response, deadline)
        except (requests.Timeout, ReadTimeoutError):
            raise UpstreamTimeout from None
        except (requests.RequestException, HTTPError) as broken:
            logger.warning("no provider at %s: %s", urlsplit(url).netloc, _reason(broken))
            raise UpstreamTransport("upstream provider could not be reached") from broken

    def _opened(self, url: str) -> Session:
        # Imported here: a gateway that has no call to make does not pay for the client.
        import requests
        from urllib3.util import SKIP_HEADER

        from reference_gateway.providers.punctual import PunctualAdapter, PunctualTlsAdapter

        with self._opening:
            if self._session is None:
                session = requests.Session()
                session.headers.clear()
                session.headers.update({"user-agent": SKIP_HEADER, "accept-encoding": SKIP_HEADER})
                # With no auth of its own, the library would take one from ~/.netrc and replace ours.
                session.auth = _as_it_is
                session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
                # A provider has one scheme, and most of what TLS costs is paid here.
                adapter = PunctualTlsAdapter if url.startswith("https://") else PunctualAdapter
                for scheme in ("http://", "https://"):
                    session.mount(scheme, adapter(pool_maxsize=KEPT_CONNECTIONS, max_retries=0))
                self._session = session
            return self._session


def _reason(error: BaseException) -> str:
    """What the system or TLS said, at the bottom of what the libraries made of it; one line."""
    while (below := error.__cause__ or error.__context__) is not None:
        error = below
    return f"{type(error).__name__}: {error}"[:MOST_SAID].replace("\n", " ")


def _as_it_is(request: PreparedRequest) -> PreparedRequest:
    return request


def _pieces(response: Response, deadline: float) -> Iterator[bytes]:
    while piece := response.raw.read1(PIECE_BYTES, decode_content=True):
        yield piece
        if time.monotonic() > deadline:
            raise UpstreamTimeout


def _whole(pieces: Iterator[bytes]) -> bytes:
    taken: list[bytes] = []
    size = 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece)
        if size > MAX_ANSWER_BYTES:
            raise UpstreamTransport("upstream provider's answer is too large")
    return b"".join(taken)
