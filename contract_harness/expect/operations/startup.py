"""What a start says that it did, and where a gateway can be connected to."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from contract_harness.clients.http import Reply
from contract_harness.configs.default_config import MODEL
from contract_harness.drivers import listeners
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.place import Place
from contract_harness.drivers.running import ProcessGateway
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.evidence.wording import plain
from contract_harness.expect.log_lines import json_object, message_of
from contract_harness.expect.replies import expect_ok
from contract_harness.patience import expect_undelayed
from contract_harness.resources import contracts
from contract_harness.scenes import listing
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Pairs

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

MESSAGE = "startup report"
_REFUSED_WITHIN_S = 1.0
"""A loopback address refuses at once."""


def expect_report(gateway: Gateway, says: Pairs) -> None:
    """There is one report, as the schema has it, and each step's sentence begins like this."""
    __tracebackhide__ = True
    found = [said for line in gateway.log.splitlines() if (said := json_object(line)) and _is_report(said)]
    if not any(map(json_object, gateway.log.splitlines())):
        _expect_report_for_people(gateway, says)
        return
    if len(found) != 1:
        raise ContractBreach(f"one log line says `{MESSAGE}`", f"{len(found)} do")
    for error in _validator().iter_errors(found[0]):
        raise ContractBreach(
            "the startup report is as its schema has it", f"{error.json_path} {error.message}"
        )
    for step, words in says:
        if not str(found[0][step]).startswith(words):
            raise ContractBreach(f"the report says of {step}: {words} …", f"it says: {plain(found[0][step])}")


def _expect_report_for_people(gateway: Gateway, says: Pairs) -> None:
    """There is one line of it, in which each step and its words stand, in whatever form."""
    __tracebackhide__ = True
    found = [line for line in gateway.log.splitlines() if MESSAGE in line]
    if len(found) != 1:
        raise ContractBreach(f"one log line says `{MESSAGE}`", f"{len(found)} do")
    for step, words in says:
        if step not in found[0] or words not in found[0]:
            raise ContractBreach(f"the report says of {step}: {words} …", f"it says: {plain(found[0])}")


def expect_undisturbed(
    subject: ScenarioGateway,
    wanted: Sequence[str],
    *,
    limit_s: float,
    other: Callable[[], ScenarioGateway],
) -> None:
    """Each of these takes as long as on another gateway, which nothing keeps waiting.

    Args:
        other: starts that gateway; only asked where something took longer than the limit. A start that did,
            in a busy moment perhaps, is made again first.
    """
    __tracebackhide__ = True
    undisturbed = cache(other)
    for what in wanted:
        took_s = _TAKES[what](subject)
        if what == START and took_s > limit_s:
            subject.start()
            took_s = _TAKES[what](subject)
        expect_undelayed(
            took_s,
            limit_s,
            control=partial(_takes_s, what, undisturbed),
            promised=f"{what} does not wait for the network",
        )


def expect_closed(base_url: str) -> None:
    """Whoever tries to connect is refused, be it that nobody would have been answered."""
    __tracebackhide__ = True
    address = Place("", base_url, "").address
    with socket.socket() as visitor:
        visitor.settimeout(_REFUSED_WITHIN_S)
        if visitor.connect_ex(address) == 0:
            raise ContractBreach("nobody can connect before the gateway is ready", "a connection was made")


def expect_listening(subject: ScenarioGateway) -> None:
    """Its processes listen where the config says, and have no other door."""
    __tracebackhide__ = True
    found = listeners.bound_by(subject.gateway.pids())
    if found != {subject.address}:
        raise ContractBreach(
            f"the gateway listens at {subject.address} alone", f"at {', '.join(sorted(found)) or 'none'}"
        )


def _takes_s(what: str, gateway: Callable[[], ScenarioGateway]) -> float:
    return _TAKES[what](gateway())


def _start_took_s(subject: ScenarioGateway) -> float:
    if not isinstance(subject.gateway, ProcessGateway):
        raise NotObservable("how long a process takes to begin: verify a process")
    return subject.gateway.ready_after_s


def _completion(subject: ScenarioGateway) -> Reply:
    return subject.public.complete(subject.key("configured"), MODEL)


def _sign_in(subject: ScenarioGateway) -> Reply:
    return subject.new_browser().sign_in(subject.email, subject.password("configured"))


def _list(subject: ScenarioGateway) -> Reply:
    if not subject.browser.cookies:
        _sign_in(subject)
    return listing.as_admin(subject, "keys")


def _answered_after_s(
    call: Callable[[ScenarioGateway], Reply], what: str
) -> Callable[[ScenarioGateway], float]:
    def measure(subject: ScenarioGateway) -> float:
        reply = call(subject)
        expect_ok(reply, promised=f"{what} is answered")
        return reply.elapsed_s

    return measure


START = "a start"
_CALLS = {"a completion": _completion, "a sign-in": _sign_in, "a list of keys": _list}
_TAKES: Mapping[str, Callable[[ScenarioGateway], float]] = {
    START: _start_took_s,
    **{what: _answered_after_s(call, what) for what, call in _CALLS.items()},
}
"""How long each takes, in seconds, as a feature calls it."""


def _is_report(said: dict[str, Any]) -> bool:
    return message_of(said) == MESSAGE


@cache
def _validator() -> Draft202012Validator:
    # Imported here: it takes a tenth of a second, and few clauses look at a report.
    from jsonschema import Draft202012Validator

    file = contracts("schemas", "startup-report.schema.json")
    return Draft202012Validator(json.loads(file.read_text("utf-8")))
