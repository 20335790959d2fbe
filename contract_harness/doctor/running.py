"""What a gateway that already runs answers to the credentials that were given for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contract_harness.clients.http import Reply
from contract_harness.doctor.finding import Finding, State, fails, first_line, ok, skipped
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.url import UrlGateway, check_alive
from contract_harness.errors import ContractBreach, DeadUrl, HarnessError, NoTls
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience
from contract_harness.targets.credentials import (
    API_KEY_VARIABLE,
    EMAIL_VARIABLE,
    PASSWORD_VARIABLE,
    Credentials,
)
from contract_harness.targets.target import Target

_READY_REMEDY = "let it become ready first"
_LOGIN_REMEDY = f"set {EMAIL_VARIABLE} and {PASSWORD_VARIABLE} to those of an active platform admin"
_KEY_REMEDY = f"set {API_KEY_VARIABLE} to a live key that may call the model `fast`, or unset it"
_PROXY_REMEDY = (
    "give what the server in front of it asks for, with --header NAME:VALUE or --cert FILE --key FILE"
)
_PLAIN_REMEDY = "write https:// where the server speaks TLS"
_NO_GATEWAY = "see whether it is a gateway that answers there"
_REFUSED = frozenset({400, 401, 403, 422, 429})
"""Said of what was presented; any other status is said of the gateway."""
_IN_FRONT = frozenset({301, 302, 303, 307, 308, 400, 401, 403, 407, 495, 496})
"""No answer of a readiness path, but of somebody who guards it."""
_NOT_YET = frozenset({502, 503, 504})


def running(target: Target, patience: Patience) -> Iterator[Finding]:
    """Is it there, is it ready, does it let us in?"""
    try:
        check_alive(target, patience)
    except (DeadUrl, NoTls) as error:
        yield fails("address", error.finding, error.remedy)
        return
    except HarnessError as error:
        yield fails("certificates", first_line(str(error)), "correct --ca, --cert and --key, or [tls]")
        return
    yield ok("address", f"{target.url} answers HTTP")
    yield from doors(target, patience)


def doors(target: Target, patience: Patience) -> Iterator[Finding]:
    """Is it ready, and does it let us in, with the password and with the key?"""
    known, seen = target.credentials(), Evidence()
    known.hide_in(seen)
    gateway = UrlGateway(target, seen, patience)
    yield _ready(gateway, target.readiness_path)
    yield _sign_in(gateway, known)
    if known.api_key is None:
        yield skipped("key", f"{API_KEY_VARIABLE} is not set: clauses that need a key are not applicable")
    else:
        models = _asked(lambda: gateway.public().list_models(known.api_key))
        yield _judged("key", "/v1/models", models, _KEY_REMEDY)


def _ready(gateway: Gateway, path: str) -> Finding:
    reply = _asked(lambda: gateway.http.get(path))
    if isinstance(reply, Reply) and reply.status in _IN_FRONT:
        is_plain = gateway.base_url.startswith("http://") and reply.status == 400
        return fails("ready", f"{path}: {reply.status}", _PLAIN_REMEDY if is_plain else _PROXY_REMEDY)
    if isinstance(reply, Reply) and reply.status in _NOT_YET:
        return fails("ready", f"{path}: {reply.status}", _READY_REMEDY)
    return _judged("ready", path, reply, _READY_REMEDY)


def _sign_in(gateway: Gateway, known: Credentials) -> Finding:
    reply = _asked(lambda: gateway.admin().sign_in(known.admin_email, known.admin_password))
    finding = _judged("sign-in", f"the sign-in of {known.admin_email}", reply, _LOGIN_REMEDY)
    if finding.state is State.OK and isinstance(reply, Reply) and _must_rotate(reply):
        remedy = f"choose another one at its sign-in page, and set {PASSWORD_VARIABLE} to that"
        return fails("sign-in", f"{known.admin_email} has to change the password first", remedy)
    return finding


def _must_rotate(reply: Reply) -> bool:
    try:
        document = reply.json()
    except ContractBreach:
        return False
    data = document.get("data") if isinstance(document, dict) else None
    return isinstance(data, dict) and data.get("must_change_password") is True


def _asked(ask: Callable[[], Reply]) -> Reply | ContractBreach:
    try:
        return ask()
    except ContractBreach as breach:
        return breach


def _judged(what: str, asked: str, reply: Reply | ContractBreach, remedy: str) -> Finding:
    if isinstance(reply, ContractBreach):
        return fails(what, f"{asked}: {reply.observed}", _NO_GATEWAY, is_gateways=True)
    if reply.status == 200:
        return ok(what, f"{asked} answers 200")
    return fails(what, f"{asked}: {reply.status}", remedy, is_gateways=reply.status not in _REFUSED)
