"""Wrong about log lines, one step beside the examples."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.mutants import mutant
from reference_gateway.telemetry import logs

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from reference_gateway.wiring import Parts

MODEL_CALLS = "gateway.inference"


@mutant(breaks="telemetry.logs-are-json-when-asked")
def writes_model_calls_for_people(parts: Parts) -> Parts:
    """Writes the lines of its start as JSON, and those of model calls for people."""
    return replace(parts, configure_logs=_model_calls_for_people)


@mutant(breaks="telemetry.logs-are-json-when-asked")
def writes_the_time_of_day_only(parts: Parts) -> Parts:
    """Tells in its JSON lines the time of day and no date."""
    return replace(parts, configure_logs=_time_of_day)


@mutant(breaks="telemetry.logs-are-for-people-otherwise")
def reads_capitals_as_json(parts: Parts) -> Parts:
    """Takes `JSON` for `json`."""
    return replace(parts, configure_logs=_when(lambda asked: asked.lower() == "json"))


@mutant(breaks="telemetry.logs-are-for-people-otherwise")
def writes_json_unless_it_knows_the_format(parts: Parts) -> Parts:
    """Writes JSON lines in every format it does not know."""
    return replace(parts, configure_logs=_when(lambda asked: asked != "pretty"))


@mutant(breaks="telemetry.model-calls-are-logged")
def logs_model_calls_by_an_alias_only(parts: Parts) -> Parts:
    """Logs a model call only where the model goes by another name."""
    return replace(parts, configure_logs=_saying(lambda record: record.model != record.requested_model))


@mutant(breaks="telemetry.model-calls-are-logged")
def logs_the_first_model_call(parts: Parts) -> Parts:
    """Logs one model call, and none after it."""
    return replace(parts, configure_logs=_saying(_Once()))


class _Once:
    def __init__(self) -> None:
        self._has_said = False

    def __call__(self, _: Any) -> bool:
        said, self._has_said = self._has_said, True
        return not said


class _ForPeople(logs.JsonLines):
    def format(self, record: logging.LogRecord) -> str:
        if record.name == MODEL_CALLS:
            return logs.PrettyLines(self._redactor).format(record)
        return super().format(record)


class _TimeOfDay(logs.JsonLines):
    def format(self, record: logging.LogRecord) -> str:
        said = json.loads(super().format(record))
        said["timestamp"] = said["timestamp"].partition("T")[2]
        return json.dumps(said)


def _model_calls_for_people(stream: TextIO, **settings: Any) -> None:
    _format_with(_ForPeople, stream, **settings)


def _time_of_day(stream: TextIO, **settings: Any) -> None:
    _format_with(_TimeOfDay, stream, **settings)


def _format_with(kind: type[logs.JsonLines], stream: TextIO, **settings: Any) -> None:
    logs.configure(stream, **settings)
    if settings["log_format"] == "json":
        logging.getLogger().handlers[0].setFormatter(kind(settings["redactor"]))


def _when(is_json: Callable[[str], bool]) -> Any:
    def configure(stream: TextIO, **settings: Any) -> None:
        chosen = "json" if is_json(settings["log_format"]) else "pretty"
        logs.configure(stream, **{**settings, "log_format": chosen})

    return configure


def _saying(is_said: Callable[[Any], bool]) -> Any:
    def configure(stream: TextIO, **settings: Any) -> None:
        logs.configure(stream, **settings)
        logging.getLogger(MODEL_CALLS).addFilter(is_said)

    return configure
