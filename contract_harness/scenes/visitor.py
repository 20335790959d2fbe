"""
Somebody with a browser, as far as a browser is cookies, a host name and following redirects and refreshes.

A visitor sends a page's address exactly as given and shows every answer as it came; only `follow` goes on
to where an answer leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from contract_harness.clients.cookies import cookie_header, keep_cookies
from contract_harness.clients.http import HttpClient, Reply, RequestBody
from contract_harness.clients.pages import Page
from contract_harness.clients.raw import RawConnection
from contract_harness.errors import ContractBreach
from contract_harness.upstreams.payloads import Payload

_MOST_REDIRECTS = 8
_SOON_S = 1.0
"""A refresh later than this is for people who stay."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Headers = Sequence[tuple[str, str]]


class Visitor:
    """One browser at one origin.

    Attributes:
        base_path: where the admin UI is seen; every `open` is below it.
        host: what the address bar says (`host[:port]`).
        cookies: the jar, which may be shared with an `AdminApi`; `follow` and `submit` fill it, every
            request sends it.
        every: headers of every request that names none of the same name.
    """

    def __init__(
        self,
        http: HttpClient,
        *,
        base_path: str,
        host: str | None = None,
        cookies: dict[str, str] | None = None,
    ) -> None:
        self.http = http
        self.base_path = base_path
        self.host = host or http.host
        self.cookies = {} if cookies is None else cookies
        self.every: list[tuple[str, str]] = []

    @property
    def origin(self) -> str:
        """The origin as the address bar shows it."""
        return f"{self.http.origin.partition('://')[0]}://{self.host}"

    def open(
        self,
        path: str = "",
        *,
        method: str = "GET",
        headers: Headers = (),
        body: RequestBody = None,
    ) -> Reply:
        """Send a request to *path* below the base path, exactly as given (query included)."""
        __tracebackhide__ = True
        return self.ask(self.base_path + path, method=method, headers=headers, body=body)

    def ask(
        self,
        target: str,
        *,
        method: str = "GET",
        headers: Headers = (),
        body: RequestBody = None,
        within_s: float | None = None,
    ) -> Reply:
        """Send a request to any *target* of the origin."""
        __tracebackhide__ = True
        pairs = [*self._own(headers), *headers]
        return self.http.send(method, target or "/", headers=pairs, body=body, within_s=within_s)

    def send(self, payload: Payload, *, method: str = "POST") -> Reply:
        """Upload *payload* to the base path."""
        __tracebackhide__ = True
        return self.open(method=method, headers=payload.request_headers, body=payload.request_body())

    def send_when_told(self, payload: Payload, expectation: str) -> None:
        """Announce an upload of *payload*, send it when told to go on, and read the answer.

        Raises:
            ContractBreach: the visitor was neither told nor answered.
        """
        __tracebackhide__ = True
        framing, content = payload.framed()
        announced = (framing, ("Expect", expectation))
        with self.connect() as connection:
            connection.send(self.head(method="POST", headers=announced))
            if not connection.wait_for(b"\r\n\r\n", within_s=self.http.patience.arrival_s):
                raise ContractBreach("the visitor is told to go on, or is answered", "neither came")
            connection.send(content)
            connection.read_reply(method="POST")

    def mounted_at(self, base_path: str) -> Visitor:
        """The same visitor at a gateway whose admin UI is seen elsewhere."""
        return Visitor(self.http, base_path=base_path, host=self.host, cookies=self.cookies)

    def follow(self, path: str = "") -> tuple[str, Reply]:
        """Open *path* below the base path and follow redirects and refreshes to their end, keeping cookies.

        Returns:
            the target that answered at last, and its answer.

        Raises:
            ContractBreach: a redirect leaves the origin, or there is no end of them.
        """
        __tracebackhide__ = True
        return self.follow_target(self.base_path + path)

    def follow_target(self, target: str) -> tuple[str, Reply]:
        """`follow` for any *target* of the origin."""
        __tracebackhide__ = True
        return self._to_the_end(target, self.ask(target))

    def submit(self, path: str, form: bytes) -> tuple[str, Reply]:
        """Post an encoded form to *path* (any path of the origin) and follow where that leads."""
        __tracebackhide__ = True
        kind = ("Content-Type", "application/x-www-form-urlencoded")
        reply = self.ask(path, method="POST", headers=(kind, ("Origin", self.origin)), body=form)
        return self._to_the_end(path, reply)

    def connect(self) -> RawConnection:
        """A bare connection to the origin; the caller closes it."""
        http = self.http
        return RawConnection(
            http.base_url, evidence=http.evidence, patience=http.patience, access=http.access
        )

    def head(self, path: str = "", *, method: str = "GET", headers: Headers = ()) -> bytes:
        """A request's head as bytes, for `connect`; below the base path, without framing headers."""
        pairs = [*self._own(headers), *headers]
        lines = [
            f"{method} {self.base_path + path or '/'} HTTP/1.1",
            *(f"{name}: {value}" for name, value in pairs),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _to_the_end(self, target: str, reply: Reply) -> tuple[str, Reply]:
        __tracebackhide__ = True
        began_at = target
        for _ in range(_MOST_REDIRECTS):
            keep_cookies(self.cookies, reply, self.http.evidence)
            location = _leads_to(reply)
            if location is None:
                return target, reply
            target = self._next(target, location)
            reply = self.ask(target)
        raise ContractBreach(
            f"{began_at} leads to a page", f"still redirected after {_MOST_REDIRECTS} hops, to {target}"
        )

    def _own(self, headers: Headers) -> list[tuple[str, str]]:
        given = {name.lower() for name, _ in headers}
        own = [(name, value) for name, value in self.every if name.lower() not in given]
        given |= {name.lower() for name, _ in own}
        if "host" not in given:
            own.insert(0, ("Host", self.host))
        if self.cookies and "cookie" not in given:
            own.append(("Cookie", cookie_header(self.cookies)))
        return own

    def _next(self, target: str, location: str) -> str:
        __tracebackhide__ = True
        there = (
            urlsplit(urljoin(self.origin + target, location)) if location else urlsplit(self.origin + target)
        )
        if f"{there.scheme}://{there.netloc}" != self.origin:
            raise ContractBreach(
                f"{target} leads to another page of {self.origin}",
                f"it leads to {there.scheme}://{there.netloc}",
            )
        return there.path + (f"?{there.query}" if there.query else "")


def _leads_to(reply: Reply) -> str | None:
    """Where a browser goes on to by itself: a redirect, or a page that loads another soon."""
    if reply.status in _REDIRECTS:
        return reply.header("location")
    if "text/html" not in (reply.header("content-type") or "").lower():
        return None
    refresh = Page(reply.text).refresh
    return refresh[1] if refresh is not None and refresh[0] <= _SOON_S else None
