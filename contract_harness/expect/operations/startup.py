"""What a start says that it did, and where a gateway can be connected to."""

from __future__ import annotations

import json
import socket
from functools import cache
from typing import TYPE_CHECKING, Any

from contract_harness.drivers import listeners
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.place import Place
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.expect.log_lines import json_object, message_of
from contract_harness.resources import contracts
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


def _is_report(said: dict[str, Any]) -> bool:
    return message_of(said) == MESSAGE


@cache
def _validator() -> Draft202012Validator:
    # Imported here: it takes a tenth of a second, and few clauses look at a report.
    from jsonschema import Draft202012Validator

    file = contracts("schemas", "startup-report.schema.json")
    return Draft202012Validator(json.loads(file.read_text("utf-8")))
