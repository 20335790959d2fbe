"""What a gateway that already runs answers to the credentials that were given for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contract_harness.clients.http import Reply
from contract_harness.doctor.finding import Finding, fails, first_line, ok, skipped
from contract_harness.drivers.url import check_alive
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.pool import Pool
from contract_harness.patience import Patience
from contract_harness.targets.credentials import API_KEY_VARIABLE, EMAIL_VARIABLE, PASSWORD_VARIABLE
from contract_harness.targets.target import Target

_LOGIN_REMEDY = f"set {EMAIL_VARIABLE} and {PASSWORD_VARIABLE} to those of an active platform admin"
_KEY_REMEDY = f"set {API_KEY_VARIABLE} to a live key that may call the model `fast`"


def running(target: Target, patience: Patience) -> Iterator[Finding]:
    """Is it there, is it ready, does it let us in?"""
    try:
        check_alive(target, patience)
    except HarnessError as error:
        yield fails("address", first_line(str(error)), "start the gateway, or correct the URL")
        return
    yield ok("address", f"{target.url} answers HTTP")
    pool = Pool(target, patience)
    try:
        yield from _doors(pool)
    finally:
        pool.close()


def _doors(pool: Pool) -> Iterator[Finding]:
    gateway, known = pool.standing("default", None, Evidence()).gateway, pool.credentials
    path = pool.target.readiness_path
    yield _asked("ready", path, lambda: gateway.http.get(path), "let it become ready first")
    yield _asked(
        "sign-in",
        f"the sign-in of {known.admin_email}",
        lambda: gateway.admin().sign_in(known.admin_email, known.admin_password),
        _LOGIN_REMEDY,
    )
    if known.api_key is None:
        yield skipped("key", f"{API_KEY_VARIABLE} is not set: clauses that need a key are not applicable")
    else:
        yield _asked("key", "/v1/models", lambda: gateway.public().list_models(known.api_key), _KEY_REMEDY)


def _asked(what: str, asked: str, ask: Callable[[], Reply], remedy: str) -> Finding:
    try:
        status = ask().status
    except ContractBreach as error:
        return fails(what, f"{asked}: {error.observed}", "see whether it is a gateway that answers there")
    return ok(what, f"{asked} answers 200") if status == 200 else fails(what, f"{asked}: {status}", remedy)
