"""What telemetry and logs must not hold: secrets, and what people wrote.

Source: observed gateway, 11.3 and 16.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contract_harness.configs.secrets import KnownSecrets
from contract_harness.errors import ContractBreach
from contract_harness.scenes.telemetry.reported_calls import (
    INVITATION,
    MISTAKEN_PASSWORD,
    PRIVATE_PROMPT,
    PRIVATE_QUERY,
    UNKNOWN_SECRET,
)
from contract_harness.scenes.telemetry.reporting import Reporting


def _secrets(reporting: Reporting) -> Mapping[str, str]:
    known = KnownSecrets.of(reporting.standing.installation.credentials)
    cookies = {f"the cookie {name}": value for name, value in reporting.session.items()}
    theirs = {
        "the token of an invitation": INVITATION,
        "a mistaken password": MISTAKEN_PASSWORD,
        "the secret of an unknown key": UNKNOWN_SECRET,
    }
    return {**known.secrets(), **cookies, **theirs}


KINDS: Mapping[str, Callable[[Reporting], Mapping[str, str]]] = {
    "a secret": _secrets,
    "a query": lambda _: {"a query": PRIVATE_QUERY},
    "a prompt": lambda _: {"a prompt": PRIVATE_PROMPT},
    "an email address": lambda reporting: {
        "the admin's address": reporting.standing.installation.credentials.admin_email
    },
}
"""What must not be found, as a feature calls it: the texts to look for, by what they are."""


def expect_unsent(reporting: Reporting, what: str) -> None:
    """None of it is in any byte that reached the collector, names and resources included."""
    __tracebackhide__ = True
    reporting.everything_settled()
    sent = b"\n".join(export.raw for export in reporting.collector.exports)
    found = [name for name, text in KINDS[what](reporting).items() if text and text.encode() in sent]
    if found:
        raise ContractBreach(f"nothing sent to a collector holds {what}", f"it holds {', '.join(found)}")


def expect_unlogged(reporting: Reporting, what: str) -> None:
    """None of it is in any log line."""
    __tracebackhide__ = True
    reporting.everything_settled()
    log = reporting.gateway.log
    if not log:
        raise ContractBreach("the gateway logs", "it logged nothing")
    found = [name for name, text in KINDS[what](reporting).items() if text and text in log]
    if found:
        raise ContractBreach(f"no log line holds {what}", f"one holds {', '.join(found)}")
