"""Providers that fail, and what their callers are told."""

from __future__ import annotations

from pytest_bdd import given, parsers

from contract_harness.expect.same_origin.answers import status_called
from contract_harness.upstreams.provider import SimulatedProvider, refusal


@given(parsers.parse('the provider answers "{phrase}"'))
def provider_answers(provider: SimulatedProvider, phrase: str) -> None:
    provider.answer(refusal(status_called(phrase)))
