"""What a start says that it did."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from contract_harness.drivers.gateway import Gateway
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.expect.log_lines import json_object, message_of
from contract_harness.resources import contracts
from contract_harness.tables import Pairs

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

MESSAGE = "startup report"


def expect_report(gateway: Gateway, says: Pairs) -> None:
    """There is one report, as the schema has it, and each step's sentence begins like this."""
    __tracebackhide__ = True
    found = [said for line in gateway.log.splitlines() if (said := json_object(line)) and _is_report(said)]
    if len(found) != 1:
        raise ContractBreach(f"one log line says `{MESSAGE}`", f"{len(found)} do")
    for error in _validator().iter_errors(found[0]):
        raise ContractBreach(
            "the startup report is as its schema has it", f"{error.json_path} {error.message}"
        )
    for step, words in says:
        if not str(found[0][step]).startswith(words):
            raise ContractBreach(f"the report says of {step}: {words} …", f"it says: {plain(found[0][step])}")


def _is_report(said: dict[str, Any]) -> bool:
    return message_of(said) == MESSAGE


@cache
def _validator() -> Draft202012Validator:
    # Imported here: it takes a tenth of a second, and few clauses look at a report.
    from jsonschema import Draft202012Validator

    file = contracts("schemas", "startup-report.schema.json")
    return Draft202012Validator(json.loads(file.read_text("utf-8")))
