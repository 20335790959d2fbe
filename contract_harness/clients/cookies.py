"""A cookie jar as a plain mapping: what is kept of an answer, what is sent with a request."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

from contract_harness.clients.reply import Reply
from contract_harness.evidence.recorder import Evidence

SESSION_COOKIE = "ogw_session"
"""Source: observed gateway, 2.3."""


def keep_cookies(jar: MutableMapping[str, str], reply: Reply, evidence: Evidence) -> None:
    """Do with *jar* as the Set-Cookie headers of *reply* say; no kept value shows in the evidence."""
    for name, value in reply.cookies().items():
        if value:
            jar[name] = value
            evidence.hide("SESSION", value)
        else:
            jar.pop(name, None)


def cookie_header(jar: Mapping[str, str]) -> str:
    """The Cookie header a browser with this jar would send."""
    return "; ".join(f"{name}={value}" for name, value in jar.items())
