"""
Spans as a feature names them: by their own name, and by the call they are of.

A table may say what only the answer or another span of the call knows: `{trace id of http_request}`,
`{span id of provider_execution}`, `{the status of the answer}`, `{whether the gateway is to blame}`.
"""

from __future__ import annotations

import re

from contract_harness.clients.http import Reply
from contract_harness.collector import Span
from contract_harness.errors import HarnessError
from contract_harness.scenes.telemetry.reporting import Reporting, span_of
from contract_harness.tables import Table

THE_CALL = "the call"
"""How a feature calls the one that its own scenario made."""

_NAMED = re.compile(r"\{([^{}]+)\}")
_ID = re.compile(r"(trace|span) id of (\w+)")


class Spans:
    """The spans of the calls that one gateway reported."""

    def __init__(self, reporting: Reporting, request_id: str) -> None:
        """*request_id* is of the call that the scenario makes."""
        self._reporting = reporting
        self._request_id = request_id

    def find(self, name: str, call: str = THE_CALL) -> Span:
        """The span *name* of that call.

        Raises:
            ContractBreach: it did not come in time.
        """
        __tracebackhide__ = True
        collector = self._reporting.collector
        if call == THE_CALL:
            return span_of(collector, self._request_id, name, what=call)
        made = self._reporting.calls[call]
        return span_of(collector, made.request_id, name, what=call, since_s=made.at_s)

    def filled(self, table: Table, call: str = THE_CALL) -> Table:
        """*table* with words in braces, and kinds of owner, replaced by what they stand for in that call.

        Raises:
            HarnessError: a feature names something nobody knows.
            ContractBreach: it names a span that did not come in time.
        """
        __tracebackhide__ = True
        named = self._reporting.standing.installation.target.in_its_words(table)
        return [
            [_NAMED.sub(lambda found: self._value(found[1], call), cell) for cell in row] for row in named
        ]

    def _value(self, words: str, call: str) -> str:
        __tracebackhide__ = True
        if found := _ID.fullmatch(words):
            span = self.find(found[2], call)
            return span.trace_id if found[1] == "trace" else span.span_id
        if words == "the status of the answer":
            return str(self._answer(call).status)
        if words == "whether the gateway is to blame":
            return "true" if self._answer(call).status >= 500 else "false"
        raise HarnessError(
            f"a feature speaks of {{{words}}}, which no span or answer has: correct the feature."
        )

    def _answer(self, call: str) -> Reply:
        return self._reporting.calls[call].reply
