"""Whether a gateway answered, or refused in the words of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract_harness.clients.http import Reply
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.ledger import documents
from contract_harness.upstreams.provider import COMPLAINT

OWN_WORDS: Mapping[str, tuple[str, ...]] = {
    "database's": (
        "sqlite",
        "postgres",
        "psycopg",
        "sqlx",
        "tokio",
        "traceback",
        "panicked",
        "select ",
        "/gateway.db",
        "returned from database",
        "accepting connections",
        "connection to server",
        "terminating connection",
    ),
    "provider's": (COMPLAINT,),
}
"""Words that only a database, its driver or a crash would say, or a provider that complains."""


def expect_ok(reply: Reply, *, promised: str) -> None:
    """The reply is a 200; *promised* says what it stands for."""
    __tracebackhide__ = True
    if reply.status != 200:
        raise ContractBreach(f"{promised} (200)", _observed(reply), reply.shown)


def expect_refusal(reply: Reply, *, code: str) -> None:
    """The reply is the error envelope with this wire code, its one status and its type.

    Source: observed gateway, 1.5.
    """
    __tracebackhide__ = True
    refusal = documents.refusal(code)
    error = _error(reply)
    observed = (reply.status, error.get("code"), error.get("type"))
    if observed != (refusal.status, refusal.code, refusal.type):
        raise ContractBreach(
            f"{reply.request} is refused as {refusal.status} {refusal.code} ({refusal.type})",
            _observed(reply),
            reply.shown,
        )


def expect_failure(reply: Reply, *, code: str) -> None:
    """The reply is the error envelope with this wire code and its type, and any status of a server's error.

    Which of them is a promise of its own: a caller is told what failed by the code.
    """
    __tracebackhide__ = True
    refusal = documents.refusal(code)
    error = _error(reply)
    if reply.status < 500 or (error.get("code"), error.get("type")) != (refusal.code, refusal.type):
        raise ContractBreach(
            f"{reply.request} fails with a status of 5xx as {refusal.code} ({refusal.type})",
            _observed(reply),
            reply.shown,
        )


def expect_discreet(reply: Reply, whose: str) -> None:
    """The refusal names no product, no file, no statement and no line of code, and quotes nobody."""
    __tracebackhide__ = True
    told = "\n".join([reply.text, *(f"{name}: {value}" for name, value in reply.headers)]).lower()
    said = [word for word in OWN_WORDS[whose] if word in told]
    if said:
        raise ContractBreach(
            f"a refusal says nothing in the {whose} own words", f"it says {plain(said)}", reply.shown
        )


def data_of(reply: Reply) -> Any:
    """What the success envelope of an auth or admin API holds.

    Source: observed gateway, 1.4.

    Raises:
        ContractBreach: the answer is not a 200 with that envelope.
    """
    __tracebackhide__ = True
    expect_ok(reply, promised=f"{reply.request} is answered")
    document = reply.json()
    if not isinstance(document, dict) or "data" not in document:
        raise ContractBreach(f"{reply.request} answers with `data`", "a document without it", reply.shown)
    return document["data"]


def entries_of(reply: Reply, name: str) -> list[dict[str, Any]]:
    """The objects that an admin API lists under this name.

    Source: observed gateway, 1.4 and 3.3.

    Raises:
        ContractBreach: the answer has no such list, or something else in it.
    """
    __tracebackhide__ = True
    data = data_of(reply)
    entries = data.get(name) if isinstance(data, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ContractBreach(
            f"{reply.request} answers with a list of {name}", "a document without one", reply.shown
        )
    return entries


def user_of(session: Any) -> dict[str, Any]:
    """Whom the `data` of a session is about; empty when it says so of nobody."""
    user = session.get("user") if isinstance(session, dict) else None
    return user if isinstance(user, dict) else {}


def _observed(reply: Reply) -> str:
    code = _error(reply).get("code")
    return f"{reply.status} {code}" if code else f"{reply.status} (no error envelope)"


def _error(reply: Reply) -> dict[str, Any]:
    """The `error` object of the envelope, empty when there is none."""
    if reply.status < 400:
        return {}
    try:
        document = reply.json()
    except ContractBreach:
        return {}
    error = document.get("error") if isinstance(document, dict) else None
    return error if isinstance(error, dict) else {}
