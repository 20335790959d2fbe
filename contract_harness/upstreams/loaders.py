"""What a server-side loader of an admin UI does while its page is being made: it calls back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from contract_harness.clients.http import HttpClient
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience
from contract_harness.upstreams.http_server import Answer, Received

NOBODY = "nobody"
_HTML = (("Content-Type", "text/html; charset=utf-8"),)


@dataclass(frozen=True, slots=True)
class WhoIsIt:
    """Asks the gateway, at the origin that the request names, who the visitor is; the page says it.

    A failure is said on the page too: it is the visitor who finds it there.

    Source: observed gateway, 13.3.
    """

    evidence: Evidence
    patience: Patience

    def __call__(self, request: Received) -> Answer:
        """The page for *request*."""
        return Answer(headers=_HTML, body=f"<!doctype html><h1>{escape(self._name(request))}</h1>".encode())

    def _name(self, request: Received) -> str:
        origin = request.header("x-forwarded-origin") or ""
        cookies = [("Cookie", value) for value in request.headers_named("cookie")]
        try:
            reply = HttpClient(origin, self.evidence, self.patience).get(
                "/api/v1/auth/session", headers=cookies
            )
            session = reply.json()["data"]
            return str(session["user"]["email"]) if session else NOBODY
        except (ContractBreach, HarnessError, OSError, KeyError, TypeError) as failure:
            return f"no answer from {origin or 'an origin that was not told'}: {failure}"


def kept_greeting(request: Received) -> Answer:
    """The same page, which says that it may be kept for an hour, by whoever sees it."""
    page = greeting(request)
    return replace(
        page, headers=(*page.headers, ("Cache-Control", "public, max-age=3600"), ("ETag", '"one"'))
    )


def greeting(request: Received) -> Answer:
    """A page that greets the holder of the cookie, and nobody else."""
    return Answer(
        headers=_HTML, body=f"<!doctype html><h1>{escape(request.header('cookie') or '')}</h1>".encode()
    )
