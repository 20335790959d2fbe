"""
Every part that a command may load, loaded: for a process from which commands are forked.

Importing most of the gateway takes longer than most of its commands, so whoever starts many of them imports
this once; the annotations of the configuration are read by then, too. What few commands need stays out:
PostgreSQL, which `reference_gateway.store.postgres` brings, and OpenTelemetry.
"""

from dataclasses import fields
from importlib import import_module

from reference_gateway.config.section import Section
from reference_gateway.config.walk import fields_of
from reference_gateway.wiring.lazy import Lazy
from reference_gateway.wiring.parts import Parts

_INSIDE_FUNCTIONS = ("argon2", "requests", "reference_gateway.cli.program", "reference_gateway.wiring.graph")
"""Imported where they are first used, and by nothing that `Parts` names."""

for _field in fields(Parts):
    if isinstance(_field.default, Lazy) and "postgres" not in _field.name and _field.name != "otlp":
        _field.default.load()
for _name in _INSIDE_FUNCTIONS:
    import_module(_name)
_sections = [Section]
for _section in _sections:
    fields_of(_section)
    _sections += _section.__subclasses__()
