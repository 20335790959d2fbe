"""Replicas: one admin and one caller before two gateways on one database."""

from __future__ import annotations

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.expect import sessions
from contract_harness.expect.operations import replicas as expect
from contract_harness.scenes import tampering
from contract_harness.scenes.replicas import Replicas
from contract_harness.targets.credentials import Credentials


@pytest.fixture
def key(credentials: Credentials) -> str:
    """The raw key of the caller."""
    return credentials.api_key or ""


@given(parsers.parse('the caller\'s key is "{answer}" at each replica'))
@then(parsers.parse('the caller\'s key is "{answer}" at each replica'))
def key_at_each(replicas: Replicas, key: str, answer: str) -> None:
    expect.expect_key(replicas, key, answer)


@when("the admin signs in at the first replica")
def signs_in_at_the_first(replicas: Replicas, credentials: Credentials) -> None:
    reply = replicas.first.sign_in(credentials.admin_email, credentials.admin_password)
    sessions.expect_let_in(reply)


@when("the admin signs out at the first replica")
def signs_out_at_the_first(replicas: Replicas) -> None:
    replicas.first.sign_out()


@when("the caller's key is revoked")
def key_is_revoked(replicas: Replicas, key: str) -> None:
    tampering.revoke_key(replicas.database, key)


@then(parsers.parse('the session is "{state}" at the second replica'))
def session_at_the_second(replicas: Replicas, credentials: Credentials, state: str) -> None:
    expect.expect_session(replicas.at_the_second(), state, email=credentials.admin_email)
