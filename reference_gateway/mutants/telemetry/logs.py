"""Wrong about log lines."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.mutants import mutant
from reference_gateway.telemetry import logs

if TYPE_CHECKING:
    from typing import TextIO

    from reference_gateway.wiring import Parts
    from reference_gateway.wiring.signatures import ConfiguresLogs


@mutant(breaks="telemetry.logs-are-json-when-asked")
def always_writes_for_people(parts: Parts) -> Parts:
    """Writes log lines for people whatever format is asked for."""
    return replace(parts, configure_logs=_always("pretty"))


@mutant(breaks="telemetry.logs-are-for-people-otherwise")
def always_writes_json(parts: Parts) -> Parts:
    """Writes JSON lines whatever format is asked for."""
    return replace(parts, configure_logs=_always("json"))


@mutant(breaks="telemetry.model-calls-are-logged")
def keeps_model_calls_to_itself(parts: Parts) -> Parts:
    """Logs no model call."""
    return replace(parts, configure_logs=_without_model_calls)


def _without_model_calls(stream: TextIO, **settings: Any) -> None:
    logs.configure(stream, **settings)
    logging.getLogger("gateway.inference").setLevel(logging.ERROR)


def _always(log_format: str) -> ConfiguresLogs:
    def configure(stream: TextIO, **settings: Any) -> None:
        logs.configure(stream, **{**settings, "log_format": log_format})

    return configure
